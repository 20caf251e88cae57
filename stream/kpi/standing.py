"""The sign of a task: planning state and silence as one word (screens.md §5, Q91, Q96).

Lateness by forecast comes with the forecast; until then `behind` is not given to tasks.
"""

from __future__ import annotations

from schema.clock import local_ordinal
from schema.states import Sign, State
from stream.core.task import TaskState

SILENT_AGES = 2
"""A task is silent after this many times its max_age without a report."""

_BY_STATE = {
    State.OVERDUE: Sign.OVERDUE,
    State.SUSPENDED: Sign.NONE,
    State.CANCELLED: Sign.NONE,
    State.UNKNOWN: Sign.NONE,
}


def silent_from(task: TaskState) -> int:
    """Ordinal of the first day on which the task is silent if nothing more is reported (Q96)."""
    given, last = task.assignment, task.last_report_at
    assert given is not None
    since = given.start.toordinal()
    if last is not None:
        since = max(since, local_ordinal(last))
    return since + SILENT_AGES * given.max_age_days + 1


def sign_of(state: State, *, silent: bool) -> Sign:
    """The sign of a task in `state`; `silent` says nobody reported for two of its ages."""
    if silent and state is State.IN_TIME:
        return Sign.SILENT
    if silent and state is State.DUE_SOON:
        return Sign.AT_RISK
    return _BY_STATE.get(state, Sign.ON_TRACK)
