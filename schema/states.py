"""Planning states of a task, and the one mapping of states to signs (screens.md §5)."""

from __future__ import annotations

from enum import StrEnum


class Verdict(StrEnum):
    """What the fold makes of an update."""

    ACCEPTED = "accepted"
    HELD = "held"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"


class State(StrEnum):
    """The planning state of a task: exactly one holds (mission §4.3, domain 5, Q26)."""

    DONE_ON_TIME = "done_on_time"
    DONE_LATE = "done_late"
    AWAITING = "awaiting"
    IN_TIME = "in_time"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    NOT_STARTED = "not_started"
    RECURRING = "recurring"
    SUSPENDED = "suspended"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"
    """Spoken of, but not assigned yet: its updates are held."""


PARTITION: tuple[State, ...] = (
    State.DONE_ON_TIME,
    State.DONE_LATE,
    State.AWAITING,
    State.IN_TIME,
    State.DUE_SOON,
    State.OVERDUE,
    State.NOT_STARTED,
    State.RECURRING,
)
"""The eight parts that sum to the whole."""

WITHDRAWN: tuple[State, ...] = (State.SUSPENDED, State.CANCELLED)
"""Outside every denominator; their number is shown."""

OPEN: frozenset[State] = frozenset(
    {State.AWAITING, State.IN_TIME, State.DUE_SOON, State.OVERDUE, State.NOT_STARTED}
)
"""States that may change by time alone."""


class Sign(StrEnum):
    """How a task, figure, unit or board stands, as shape + word + colour."""

    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    BEHIND = "behind"
    OVERDUE = "overdue"
    SILENT = "silent"
    NONE = "none"
    """No data yet."""


P_LATE_AMBER, P_LATE_RED = 5_000, 8_000
"""p_late from which a task that is not due yet stands at risk, and behind (M4.4), 1/10,000."""
SEVERITY: tuple[Sign, ...] = (Sign.ON_TRACK, Sign.AT_RISK, Sign.BEHIND, Sign.OVERDUE)
"""Signs from quiet to urgent; a step is the distance here."""
