"""What a headline may know of a scope. Every number is a whole one; None means: not known."""

from __future__ import annotations

from datetime import date

from msgspec import Struct


class Held(Struct, frozen=True, kw_only=True):
    """The fewest units (k ≤ 5) that hold at least 40 % of what is overdue."""

    units: tuple[str, ...]
    kind: str
    """province, central_body or commune; "" for mixed kinds."""
    overdue: int
    """Overdue tasks they hold together."""


class Spread(Struct, frozen=True, kw_only=True):
    """Units of one kind that hold something overdue; `of`: how many such units the scope has."""

    kind: str
    units: int
    of: int


class Oldest(Struct, frozen=True, kw_only=True):
    """The task overdue for longest: its due day, working days since, its lead unit."""

    due: date
    days_late: int
    lead: str


class Waiting(Struct, frozen=True, kw_only=True):
    """The body most units wait for, how many do, and for how many calendar days the first has."""

    body: str
    units: int
    days: int


class AtRisk(Struct, frozen=True, kw_only=True):
    """Open tasks at risk of being late: in all, and of those due within 7 days."""

    total: int
    within_7: int


class Missing(Struct, frozen=True, kw_only=True):
    """Units that owe a report of this period, of those expected to report; so many reports."""

    units: int
    expected: int
    reports: int
    """Reports that have not come, of those expected: what H1 is judged by."""
    reports_expected: int


class Facts(Struct, frozen=True, kw_only=True):
    """The facts of one scope and programme; those a rule does not need may be left out."""

    scope: str
    programme: str = ""
    total: int
    """The eight parts of the whole."""
    due: int
    """Done + overdue: the denominator of the overdue rate."""
    overdue: int
    held: Held | None = None
    """None: it takes more than five units to hold 40 %."""
    spread: tuple[Spread, ...] = ()
    oldest: Oldest | None = None
    next_due: date | None = None
    """The next due day of an open task."""
    within_7: int = 0
    """Open tasks due today or within the 7 calendar days after."""
    awaiting: int = 0
    """Reported done in time, past their due day, not verified yet (Q18)."""
    week_change: int | None = None
    """Overdue now − overdue at the close seven days before today."""
    waiting: Waiting | None = None
    at_risk: AtRisk | None = None
    """None: nobody has judged it."""
    missing: Missing | None = None
    """None: it is not known who was expected."""
