"""Subjects that are no tasks: indicator readings, targets, notes on units.

Their figures come with the strategic tier; they are ordered, held and judged today. All stored rows
of the subject are judged again together, so corrections and late arrivals are exact.
"""

from __future__ import annotations

from collections.abc import Iterable

from schema.notes import NOTES
from schema.states import Verdict
from schema.unit import ROOT
from schema.update import IndicatorReading, TargetSet, kind_of
from stream.core.corrections import settle
from stream.core.entry import Entry, Judged
from stream.core.world import World

NO_TASK = "expected the code of a task, such as vn.15.t0001; this is none"


def judge_all(entries: Iterable[Entry], world: World) -> list[Judged]:
    """The verdict on every update of one subject that is no task."""
    settled = settle(list(entries), world)
    return [_judge(entry, world) for entry in settled.standing] + list(settled.judged)


def _judge(entry: Entry, world: World) -> Judged:
    update = entry.update
    if isinstance(update, IndicatorReading | TargetSet):
        return _indicator(entry, update, world)
    if kind_of(update) in NOTES:
        return Judged(entry=entry, verdict=Verdict.ACCEPTED)
    return Judged(entry=entry, verdict=Verdict.REJECTED, reason=NO_TASK)


def _indicator(entry: Entry, update: IndicatorReading | TargetSet, world: World) -> Judged:
    if update.subject not in world.indicators:
        reason = f"no indicator {update.subject} is known yet; waits for the catalogue"
        return Judged(entry=entry, verdict=Verdict.HELD, reason=reason)
    fault = _fault(entry.unit, update, world)
    verdict = Verdict.REJECTED if fault else Verdict.ACCEPTED
    return Judged(entry=entry, verdict=verdict, reason=fault)


def _fault(unit: str, update: IndicatorReading | TargetSet, world: World) -> str | None:
    if isinstance(update, IndicatorReading):
        if unit in world.above(update.unit):
            return None
        return f"only {update.unit} or a unit above it may report its reading, not {unit}"
    if unit == update.unit and unit != ROOT:
        return f"{unit} may not set its own target"
    return None
