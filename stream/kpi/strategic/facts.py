"""Readings and targets in force of one indicator and unit: what the fold stores, the tier reads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Literal, NamedTuple

from msgspec import Struct

from schema.clock import local_day
from stream.kpi.strategic.path import Point
from stream.kpi.strategic.period import span


class Subject(NamedTuple):
    """Whose facts these are."""

    indicator: str
    unit: str


class Reading(Struct, frozen=True, kw_only=True, gc=False):
    """The last accepted reading of one period (Q56)."""

    period: str
    occurred_at: datetime
    known_at: datetime
    update: str
    source_seq: int = 0
    value: Decimal | None = None
    num: Decimal | None = None
    den: Decimal | None = None
    n: int | None = None
    """Size of the ranking it is from (Q100)."""
    edition: str | None = None
    marks: tuple[str, ...] = ()

    @property
    def order(self) -> tuple[datetime, datetime, int, str]:
        """Its place among all readings (Q8)."""
        return (self.occurred_at, self.known_at, self.source_seq, self.update)

    @property
    def occurred(self) -> date:
        """The local day it occurred."""
        return local_day(self.occurred_at)

    @property
    def first_day(self) -> date:
        """The first day of its period; the day it occurred when the name tells none."""
        days = span(self.period)
        return days.first if days else self.occurred

    @property
    def last_day(self) -> date:
        """The last day of its period; the day it occurred when the name tells none."""
        days = span(self.period)
        return days.last if days else self.occurred

    def known_on(self, day: date) -> bool:
        """Whether it was known at the end of a local day."""
        return local_day(self.known_at) <= day and self.occurred <= day


class Target(Struct, frozen=True, kw_only=True, gc=False):
    """Where the indicator is to be on a day, and the points on the way there."""

    on: date
    value: Decimal
    version: int = 0
    shape: Literal["linear", "step"] = "linear"
    trajectory: tuple[tuple[date, Decimal], ...] = ()
    update: str | None = None
    """The update that set it; None: the catalogue."""

    @property
    def points(self) -> Iterable[Point]:
        """The points of the path up to and with the target."""
        step = self.shape == "step"
        for on, value in self.trajectory:
            yield Point(on, Fraction(value), step)
        yield Point(self.on, Fraction(self.value), step)


class Held(Struct, frozen=True, kw_only=True):
    """All facts of one indicator and unit: reported ones and those of the catalogue."""

    readings: tuple[Reading, ...] = ()
    targets: tuple[Target, ...] = ()
    """In force, by day."""
    baseline: Point | None = None

    @property
    def empty(self) -> bool:
        """Whether the unit has nothing of its own on this indicator."""
        return not (self.readings or self.targets or self.baseline)


NOTHING = Held()


def latest(readings: Sequence[Reading]) -> Reading | None:
    """The reading of the latest period, the last in order among those that end on the same day."""
    return max(readings, key=lambda one: (one.last_day, one.order), default=None)


def first(readings: Sequence[Reading]) -> Reading | None:
    """The first reading in order (Q54)."""
    return min(readings, key=lambda one: one.order, default=None)


def in_force(targets: Iterable[Target], written: Iterable[Target] = ()) -> tuple[Target, ...]:
    """Targets in force: those of the highest version, else what the catalogue has written.

    A unit's own targets stand instead of the catalogue's.
    """
    given = tuple(targets) or tuple(written)
    newest = max((one.version for one in given), default=0)
    by_day = {one.on: one for one in given if one.version == newest}
    return tuple(by_day[day] for day in sorted(by_day))
