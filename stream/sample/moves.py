"""What is reported next, live: one move at a time, drawn by weight. Pure; `now` is an argument.

Most of it is everyday work. The first minute follows a script, so that a newcomer meets a late
report, a warning, a repetition, an open question and a claim sent back within two minutes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from schema.report import Report
from stream.sample import moves_office as office
from stream.sample import moves_unit as unit
from stream.sample.hand import Hand
from stream.sample.view import View

Move = Callable[[View, Hand, datetime], Report | None]


def again(view: View, hand: Hand, now: datetime) -> Report | None:
    """The last report once more, as it was: a re-delivery (made by `Moves`, which remembers it)."""
    return None


WEIGHTS: Mapping[Move, float] = {
    unit.progress: 58.0,
    unit.recurring: 8.0,
    unit.nil: 8.0,
    unit.evidence: 8.0,
    unit.reading: 4.0,
    unit.asked: 2.5,
    unit.answered: 2.0,
    unit.late: 2.0,
    again: 2.0,
    office.verified: 1.2,
    unit.completed: 1.1,
    office.assigned: 1.0,
    unit.requested: 0.5,
    unit.fell: 0.4,
    office.returned: 0.15,
    office.alarm: 0.15,
    office.reopened: 0.1,
}
"""How often each move is made, against the others."""
SCRIPT: Mapping[int, Move] = {
    3: unit.late,
    7: office.alarm,
    11: again,
    15: unit.asked,
    20: office.returned,
    26: unit.fell,
    32: unit.completed,
    38: office.verified,
}
"""Moves at fixed places of the beginning, counted from 1."""


class Moves:
    """Draws and makes moves on a view of the country."""

    def __init__(self, hand: Hand) -> None:
        self._hand = hand
        self._view = View([], [], {}, {})
        self._last: Report | None = None
        self._made = 0

    def see(self, view: View) -> None:
        """The country as it is now."""
        self._view = view

    def next(self, now: datetime) -> Report | None:
        """The next report; None in a country where nobody has anything to report on."""
        if self._view.empty:
            return None
        self._made += 1
        wanted = SCRIPT.get(self._made) or self._drawn()
        if wanted is again and self._last is not None:
            return self._last
        for move in (wanted, unit.progress, unit.recurring):
            report = move(self._view, self._hand, now)
            if report is not None:
                self._last = report
                return report
        return None

    def _drawn(self) -> Move:
        return self._hand.rng.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
