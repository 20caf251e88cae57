"""The constants of the forecast: one record, found by calibration (docs/method-forecast.md)."""

from __future__ import annotations

from msgspec import Struct


class Parameters(Struct, frozen=True, kw_only=True, gc=False):
    """Days are working days. What moves the chance of being late is said in log-odds.

    The first four are chosen; the others are found by `python -m tests.calibration tune`, `trust`
    by leaving one process out at a time.
    """

    reports: int = 12
    """Days with a report that count; older ones are forgotten (M4.4)."""
    half_life: float = 20.0
    """Days in which a report loses half its weight in the slope. 10 to 80 do equally well."""
    record_weight: float = 10.0
    """Tasks due after which a lead's own record weighs as much as the usual one (M4.7)."""
    usual_missed: float = 0.2
    """Share of tasks a lead without a record misses."""

    class_weight: float = 4.94
    """Reports that weigh as much as the pace of the class, which is the planned one."""
    grace: float = 1.87
    """Days by which plan and time left are longer than they look; a due date is no wall."""
    hidden: float = 0.0045
    """Share of the work that is still to do when all of it is said to be done."""
    lean: float = -1.2
    """The class: log-odds of a late end where nothing is known but that the task is open."""
    record: float = 1.23
    """What each unit of the log-odds of the lead's missed tasks adds; never shrunk to the class."""
    hold: float = 1.29
    """What each e-fold of being behind adds, ≥ 0."""
    unbegun: float = 0.376
    """What is forgiven where all of the work is left: much begins late and ends in time."""
    answer: float = 2.1
    """What an unanswered difficulty adds, …"""
    answer_wait: float = 0.54
    """… and each e-fold of one and the weeks it has waited."""
    fade: float = 20.0
    """Days in which the last report loses half of what it says."""
    unheard: float = 0.111
    """Share of the evidence that counts where nobody has reported yet: only time has passed."""
    silence: float = 0.105
    """The most that counts of it in silence."""
    trust: float = 0.8
    """How much of all evidence counts in a country that is not the one the rest was found in."""

    early: float = 1.17
    """In time: how much nearer to the due date than to today ends lie, ≥ 1 …"""
    eve: float = 0.675
    """… and the share of them on the due day itself."""
    after: float = 3.36
    """Late: days until the end, …"""
    after_need: float = 0.373
    """… and for each day of work left, …"""
    after_overdue: float = 0.18
    """… each day overdue, …"""
    after_answer: float = 26.0
    """… while a difficulty waits; …"""
    after_record: float = 0.732
    """… e-folds for each unit of the log-odds of the lead's missed tasks."""
    after_shape: float = 0.814
    """1: as radioactive decay; below it more alike."""
    overdue_shape: float = 0.9
    """The same of a task that is overdue already: how long these last differs more."""


PARAMETERS = Parameters()
