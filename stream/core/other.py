"""Subjects that are no tasks: indicator readings, targets, notes on units.

All stored rows of the subject are judged again together, so corrections and late arrivals are
exact; what is accepted then stands as corrected (`stream.core.force` says what of it is in force).
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from schema.notes import NOTES
from schema.states import Verdict
from schema.unit import ROOT
from schema.update import IndicatorReading, TargetSet, kind_of
from stream.core.corrections import settle
from stream.core.entry import SKEW, Entry, Judged
from stream.core.judge import FUTURE
from stream.core.refold import as_given
from stream.core.world import World

NO_TASK = "expected the code of a task, such as vn.15.t0001; this is none"


class Weighed(Struct, frozen=True, gc=False):
    """The verdict on every update of a subject, and the accepted ones as they stand corrected."""

    judged: tuple[Judged, ...]
    accepted: tuple[Entry, ...]


def judge_all(entries: Iterable[Entry], world: World) -> Weighed:
    """Judge every update of one subject that is no task."""
    given = list(entries)
    settled = settle(given, world)
    standing = [_judge(entry, world) for entry in settled.standing]
    return Weighed(
        as_given((*standing, *settled.judged), given),
        tuple(one.entry for one in standing if one.verdict is Verdict.ACCEPTED),
    )


def _judge(entry: Entry, world: World) -> Judged:
    update = entry.update
    if update.occurred_at > entry.received_at + SKEW:
        return Judged(entry=entry, verdict=Verdict.REJECTED, reason=FUTURE)
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
