"""Who may say what (clarifications Q30–31), judged with the lead in force at the update's place."""

from __future__ import annotations

from stream.core.task import Assignment
from stream.core.world import Era


def lead_side(unit: str, task: Assignment, era: Era) -> bool:
    """Whether `unit` is the lead or above it."""
    return unit == task.lead or unit in era.above(task.lead)


def working_side(unit: str, task: Assignment, era: Era) -> bool:
    """Whether `unit` is on the lead side or coordinates."""
    return lead_side(unit, task, era) or unit in task.coordinators


def assigning_side(unit: str, task: Assignment, era: Era) -> bool:
    """Whether `unit` assigned the task or is above who did."""
    return unit == task.assigned_by or unit in era.above(task.assigned_by)


def not_lead(unit: str, task: Assignment) -> str:
    """Why an update of the lead side is rejected."""
    return f"only the lead {task.lead} or a unit above it may say this, not {unit}"


def not_working(unit: str, task: Assignment) -> str:
    """Why an update of the lead or a coordinator is rejected."""
    return f"only the lead {task.lead}, a unit above it or a coordinator may say this, not {unit}"


def not_assigning(unit: str, task: Assignment) -> str:
    """Why an update of the assigning side is rejected."""
    return f"only {task.assigned_by}, which assigned the task, or above may say this, not {unit}"
