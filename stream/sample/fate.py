"""The dates of a task: what happened to it, in days from day 0. `stream.sample.draw` draws them."""

from __future__ import annotations

from msgspec import Struct

from schema.states import State
from stream.sample.sizes import HISTORY_DAYS

FIRST = -HISTORY_DAYS
"""The first day of history: what was assigned before is entered on it."""


class Claim(Struct, frozen=True, kw_only=True):
    """A completion claimed: when it occurred, was reported and was judged, and how."""

    day: int
    reported: int
    verdict: str | None = None
    """verified, returned or None."""
    judged: int = 0
    reopened: int | None = None
    taken_back: int | None = None
    """The day the unit itself took a verified claim back: that day is restated."""


class Revision(Struct, frozen=True, kw_only=True):
    """A new due date: asked for, and decided or not."""

    asked: int
    new_due: int
    decision: str | None = None
    decided: int = 0


class Fate(Struct, frozen=True, kw_only=True):
    """A one-off task's days. `due` is the date in force on day 0."""

    state: State
    assigned: int
    start: int
    due_0: int
    due: int
    claims: tuple[Claim, ...] = ()
    revision: Revision | None = None
    withdrawn: int | None = None
    jumped: bool = False
    """Progress jumped to 100 % on the eve of the due date."""

    @property
    def last_work(self) -> int:
        """The last day on which work on it may be reported."""
        last = self.claims[-1] if self.claims else None
        ended = last is not None and last.verdict != "returned" and last.taken_back is None
        return last.day - 1 if last is not None and ended else 0
