"""Subjects that are no tasks: indicator readings, targets, nil reports on them, notes on units.

All stored rows of the subject are judged again together, so corrections and late arrivals are
exact; what is accepted then stands as corrected (`stream.core.force` says what of it is in force).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from msgspec import Struct

from schema.clock import local_day
from schema.notes import NOTES
from schema.states import Verdict
from schema.unit import ROOT
from schema.update import IndicatorReading, SlotNil, TargetSet, kind_of
from stream.core.corrections import settle
from stream.core.entry import Entry, Judged, speaker_of
from stream.core.form import NOT_IN_FORCE, in_force, unfit
from stream.core.refold import as_given
from stream.core.world import Era, World
from stream.kpi.plausible import is_outlier, parts_sum, value_of

NO_TASK = "expected the code of a task, such as vn.15.t0001; this is none"

Fact = tuple[str, Fraction, date]
"""Period, value and local day of a reading: the same again is no news (Q68)."""


class Weighed(Struct, frozen=True, gc=False):
    """The verdict on every update of a subject, and the accepted ones as they stand corrected."""

    judged: tuple[Judged, ...]
    accepted: tuple[Entry, ...]


def judge_all(entries: Iterable[Entry], world: World) -> Weighed:
    """Judge every update of one subject that is no task."""
    given = list(entries)
    settled = settle(given, world)
    readings = _Readings()
    ordered = sorted(settled.standing, key=lambda one: one.key)
    standing = [_judge(entry, world, readings) for entry in ordered]
    return Weighed(
        as_given((*standing, *settled.judged), given),
        tuple(one.entry for one in standing if one.verdict is Verdict.ACCEPTED),
    )


def _judge(entry: Entry, world: World, readings: _Readings) -> Judged:
    era = world.at(entry.update.occurred_at)
    verdict, reason, marks = _verdict(entry, world, era)
    if verdict is Verdict.ACCEPTED:
        marks = readings.marks(entry) + (() if in_force(entry, era) else (NOT_IN_FORCE,))
    return Judged(entry=entry, verdict=verdict, reason=reason, marks=marks)


def _verdict(entry: Entry, world: World, era: Era) -> tuple[Verdict, str | None, tuple[str, ...]]:
    update = entry.update
    refused = unfit(entry, era)
    if refused is not None:
        return Verdict.REJECTED, refused.reason, refused.marks
    fault: str | None = None
    if isinstance(update, IndicatorReading | TargetSet | SlotNil):
        indicator = entry.subject.partition("@")[0]
        if indicator not in world.indicators:
            reason = f"no indicator {indicator} is known yet; waits for the catalogue"
            return Verdict.HELD, reason, ()
        fault = _not_theirs(entry, era)
    elif kind_of(update) not in NOTES:
        fault = NO_TASK
    return (Verdict.REJECTED if fault else Verdict.ACCEPTED), fault, ()


def _not_theirs(entry: Entry, era: Era) -> str | None:
    """Why the unit may not say this of the unit measured (Q30)."""
    unit, measured = entry.unit, speaker_of(entry.subject)
    if isinstance(entry.update, TargetSet):
        own = unit == measured and unit != ROOT
        return f"{unit} may not set its own target" if own else None
    if unit in era.above(measured):
        return None
    return f"only {measured} or a unit above it may report this, not {unit}"


class _Readings:
    """Accepted readings of one indicator and unit, in order, and what each shows (Q64–65, Q68)."""

    def __init__(self) -> None:
        self._values: list[Fraction] = []
        self._facts: set[Fact] = set()

    def marks(self, entry: Entry) -> tuple[str, ...]:
        """What is noticed of the next entry."""
        reading = entry.update
        if not isinstance(reading, IndicatorReading):
            return ()
        marks = [] if parts_sum(reading) else ["parts_do_not_sum"]
        value = value_of(reading)
        if value is not None:
            fact = (reading.period, value, local_day(reading.occurred_at))
            if is_outlier(value, self._values):
                marks.append("outlier")
            if fact in self._facts:
                marks.append("duplicate_fact")
            else:
                self._facts.add(fact)
                self._values.append(value)
        return tuple(marks)
