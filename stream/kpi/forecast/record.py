"""What a forecast is made from and what it says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from msgspec import Struct


class Point(Struct, frozen=True, array_like=True, gc=False):
    """What was reported on a local day: the share done, in 1/10,000."""

    day: date
    progress: int


History = Sequence[Point]
"""Reports in any order; of several on one day the last in the sequence counts."""


class Signals(Struct, frozen=True, kw_only=True, gc=False):
    """What else the log says of a task and of its lead, as known on the day of the forecast."""

    done_on: date | None = None
    """The day a standing claim, or the verdict on it, counts as done; None: there is none."""
    heard: date | None = None
    """The last day of any report on the task; None: that of its last point."""
    max_age_days: int = 30
    """Calendar days a report stays fresh; twice as many without one are silence (Q96)."""
    waiting_days: int | None = None
    """Calendar days the oldest unanswered difficulty has waited; None: nothing is unanswered."""
    kept: int = 0
    """Tasks of the lead that were done by their due date."""
    missed: int = 0
    """Tasks of the lead that were done late or are overdue."""


class Ground(StrEnum):
    """What a forecast stands on: the first that holds."""

    DONE = "done"
    """Done or claimed: certain."""
    SILENT = "silent"
    """No report for two slots: what was said is not extrapolated."""
    PRIOR = "prior"
    """No report yet: what tasks of the class do."""
    REPORTS = "reports"
    """The pace of its reports, shrunk to that of the class."""


class Basis(Struct, frozen=True, kw_only=True, gc=False):
    """From which reports a forecast speaks: how many days of them, the first and the last."""

    ground: Ground
    reports: int = 0
    first: date | None = None
    last: date | None = None


class Forecast(Struct, frozen=True, kw_only=True, gc=False):
    """When a task will be done, as seen on one day; `p_late` is P(finish > due) in 1/10,000."""

    finish_p10: date
    finish_p50: date
    finish_p90: date
    p_late: int
    basis: Basis
