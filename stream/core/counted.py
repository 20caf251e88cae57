"""The day a fact counts from: what is told late counts as late (Q15, Q21)."""

from __future__ import annotations

from datetime import date
from typing import Any

from schema.clock import local_day
from stream.core.entry import Entry
from stream.core.task import TaskState
from stream.core.world import Era

BACK_DATING = 3
"""Working days within which a fact counts from the day it occurred (B of M4.2)."""


def counted_day(entry: Entry, era: Era) -> date:
    """The day a fact counts from: as it occurred if known within 3 working days, else as known."""
    occurred, known = local_day(entry.update.occurred_at), local_day(entry.known_at)
    return occurred if era.calendar.between(occurred, known) <= BACK_DATING else known


def shift(state: TaskState, occurred: date, counts: date) -> dict[str, Any]:
    """What the state notes of an update that counts from a later day than it occurred on."""
    if counts <= occurred or (state.shifted is not None and state.shifted >= counts):
        return {}
    return {"shifted": counts}
