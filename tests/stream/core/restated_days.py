"""A log with its midnights, and every closed day of it: as told, as restated, and recounted."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

import msgspec

from schema.clock import day_start, local_day
from schema.measures import INDEX, ZERO, Counts
from schema.report import LogReport
from schema.update import TaskAssigned
from schema.wire import ClockTo, LogMessage
from stream.core.leaf import LeafKey, place_task
from stream.core.past import past_of, state_on
from tests.builders import (
    MONDAY,
    on,
)
from tests.memory_log import MemoryLog

Values = dict[tuple[LeafKey, date], Counts]


LAST = 20


FORESEEN = INDEX["at_risk"]


def with_midnights(reports: Iterable[LogReport], late: random.Random | None) -> list[LogMessage]:
    """Reports in order of receipt, with the midnights between them; some of these come late."""
    messages: list[LogMessage] = [ClockTo(to=day_start(MONDAY))]
    day = MONDAY
    for one in sorted(reports, key=lambda one: one.received_at):
        while day < min(local_day(one.received_at), on(LAST)):
            day += timedelta(days=1)
            if late is None or late.random() < 0.8:
                messages.append(ClockTo(to=day_start(day)))
        messages.append(one)
    return [*messages, ClockTo(to=day_start(on(LAST)))]


def assigned_as(one: LogReport, fields: dict[str, Any]) -> LogReport:
    """The same, its assignments with these fields: tasks with slots have more to count."""
    if fields.get("task_kind") == "recurring":
        fields = {**fields, "cadence": "weekly", "due": None}
    updates = [
        msgspec.structs.replace(u, **fields) if isinstance(u, TaskAssigned) else u
        for u in one.updates
    ]
    return msgspec.structs.replace(one, updates=updates)


def versions(log: MemoryLog) -> tuple[Values, Values]:
    """Every leaf on every closed day: as known then, and as known now."""
    closes = [close for outcome in log.outcomes for close in outcome.days]
    first: Values = {}
    days = [on(n) for n in range(LAST)]
    leaves = {close.leaf for close in closes}
    leaves |= {one.leaf for outcome in log.outcomes for one in outcome.restated}
    for leaf in leaves:
        mine = {close.day: close.counts for close in closes if close.leaf == leaf}
        value = ZERO
        for day in days:
            value = first[leaf, day] = mine.get(day, value)
    newest = dict(first)
    for outcome in log.outcomes:
        for one in outcome.restated:
            for day in days:
                newest[one.leaf, day] = plus(newest[one.leaf, day], step_on(one.steps, day))
    return first, newest


def step_on(steps: Sequence[tuple[date, Counts]], day: date) -> Counts:
    return next((by for begin, by in reversed(steps) if begin <= day), ZERO)


def plus(one: Counts, other: Counts) -> Counts:
    return tuple(a + b for a, b in zip(one, other, strict=True))


def recounted(log: MemoryLog) -> Values:
    """From scratch: every task judged on every day from all updates that belong to it."""
    found: Values = {}
    for code in log.partition.tasks:
        entries = [judged.entry for subject, judged in log.rows.values() if subject == code]
        past = past_of(code, entries, log.world)
        for n in range(LAST):
            state = state_on(past, on(n))
            if state is not None:
                placed = place_task(state, on(n), log.world.calendar, 0)
                if placed.leaf is not None:
                    key = placed.leaf, on(n)
                    found[key] = plus(found.get(key, ZERO), placed.counts)
    return found


def there(values: Values) -> Values:
    """What is not zero, without what was foreseen: that stays as it was."""
    cut = {key: (*v[:FORESEEN], 0, *v[FORESEEN + 1 :]) for key, v in values.items()}
    return {key: counts for key, counts in cut.items() if counts != ZERO}
