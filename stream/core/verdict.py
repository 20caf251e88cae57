"""What a judge rules: what becomes of the update, and which fields of the task's state move."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from schema.states import Verdict
from stream.core.task import TaskState

ACCEPTED = Verdict.ACCEPTED
"""Looked up once: a member of an enumeration costs as much to reach as a call (Python 3.11)."""
NOTHING = "nothing to judge: no completion stands that this could speak of"


class Ruling(Struct, frozen=True, gc=False):
    """The verdict on an update, and the fields of the state it changes."""

    verdict: Verdict
    changes: dict[str, Any]
    reason: str | None = None
    marks: tuple[str, ...] = ()


def accept(*marks: str, **changes: Any) -> Ruling:
    """The update counts; `changes` are the fields of the state it moves."""
    return Ruling(ACCEPTED, changes, None, marks)


def reject(reason: str, *marks: str) -> Ruling:
    """The update is kept but counts for nothing."""
    return Ruling(Verdict.REJECTED, {}, reason, marks)


def hold(state: TaskState, awaited: str, reason: str) -> Ruling:
    """The update refers to something not seen yet; it is judged again when that comes."""
    if awaited in state.awaited:
        return Ruling(Verdict.HELD, {}, reason)
    waits = tuple(sorted((*state.awaited, awaited)))
    return Ruling(Verdict.HELD, {"awaited": waits}, reason)
