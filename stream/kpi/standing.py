"""The sign of a task: state, forecast and silence as one word (screens.md §5, Q91, Q96)."""

from __future__ import annotations

from schema.states import P_LATE_AMBER, P_LATE_RED, Sign, State
from stream.core.task import TaskState

SILENT_AGES = 2
"""A task is silent after this many times its max_age without a report."""

_BY_STATE = {
    State.OVERDUE: Sign.OVERDUE,
    State.SUSPENDED: Sign.NONE,
    State.CANCELLED: Sign.NONE,
    State.UNKNOWN: Sign.NONE,
}
_FORESEEN = frozenset({State.IN_TIME, State.DUE_SOON})
_ON_TRACK = Sign.ON_TRACK


def silent_from(task: TaskState) -> int:
    """Ordinal of the first day on which the task is silent if nothing more is reported (Q96)."""
    given = task.assignment
    assert given is not None
    since = max(given.start.toordinal(), task.told_on)
    return since + SILENT_AGES * given.max_age_days + 1


def sign_of(state: State, *, silent: bool, p_late: int | None = None) -> Sign:
    """The sign of a task in `state`; `silent` says nobody reported for two of its ages.

    `p_late` is in 1/10,000, None where no report bears a forecast. What is lost from sight is told
    before what is foreseen of it, until it is due soon: then it is at risk at least.
    """
    if state not in _FORESEEN:
        return _BY_STATE.get(state, _ON_TRACK)
    if silent and state is State.IN_TIME:
        return Sign.SILENT
    if p_late is not None and p_late >= P_LATE_RED:
        return Sign.BEHIND
    if silent or (p_late is not None and p_late >= P_LATE_AMBER):
        return Sign.AT_RISK
    return _ON_TRACK
