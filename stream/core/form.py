"""What any update must pass before it is judged: not from the future (Q12), known units (Q39).

The door asks the same; this is for what reaches the log by another way or under an older catalogue.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from schema.notes import Urged
from schema.place import units_named
from schema.update import DifficultyRaised, IndicatorReading, TargetSet, TaskAssigned, Update
from stream.core.entry import SKEW, Entry
from stream.core.world import Era

FUTURE = "it occurs after it was received; set the sender's clock"
NOT_IN_FORCE = "not_in_force"
"""Mark on an update whose units, one of them, did not exist on the day it occurred (Q39)."""

UNKNOWN_UNIT = "unknown_unit"
"""Mark on an update that is rejected because it names a unit nobody knows (Q39, Q68)."""

NAMING: frozenset[type] = frozenset(
    {TaskAssigned, DifficultyRaised, Urged, IndicatorReading, TargetSet}
)
"""Kinds that name units beside the one that reports."""


class Unfit(NamedTuple):
    """Why an update is refused whatever it says, and what is noticed of it."""

    reason: str
    marks: tuple[str, ...] = ()


def unfit(entry: Entry, era: Era) -> Unfit | None:
    """Why an update is refused whatever it says; None when it may be judged."""
    update = entry.update
    if update.occurred_at > entry.received_at and is_future(update, entry):  # most: no sum of times
        return Unfit(FUTURE)
    if entry.unit not in era.here and not era.knows(entry.unit):  # most exist: no call
        return unknown(entry.unit)
    if type(update) in NAMING:
        return next((unknown(code) for code in _named(update) if not era.knows(code)), None)
    return None


def is_future(update: Update, entry: Entry) -> bool:
    """Whether an update that came in this entry says what occurs after it was received."""
    return update.occurred_at > entry.received_at + SKEW


def unknown(code: str) -> Unfit:
    """Why an update with this code is rejected."""
    return Unfit(f"no unit has the code {code}", (UNKNOWN_UNIT,))


def in_force(entry: Entry, era: Era) -> bool:
    """Whether every unit it names, all of them known, exists on its day."""
    if not era.has(entry.unit):
        return False
    return type(entry.update) not in NAMING or all(map(era.has, _named(entry.update)))


def _named(update: Update) -> Iterator[str]:
    return (code for _, code in units_named(update))
