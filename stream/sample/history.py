"""The history of the sample country, message by message in the order of the log.

Reports go to the partition of their home unit, as the gateway would split them; between them stand
the midnights that move time, and after the last of these the forecasts of their day. The same
arguments give the same messages; `now` only cuts the end.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from heapq import merge
from random import Random

from msgspec import Struct

from schema.catalogue import Catalogue
from schema.clock import local_day
from schema.parts import split
from schema.report import LogReport
from schema.wire import ClockTo, Evaluate
from schema.workdays import state_offices
from stream.sample.content import content
from stream.sample.days import Days
from stream.sample.diary import Diary, Sent
from stream.sample.fate import FIRST
from stream.sample.faults import Faults, echoes
from stream.sample.filling import fill
from stream.sample.foreseen import Foreseen
from stream.sample.life import Lives
from stream.sample.readings import Readings
from stream.sample.seats import seats
from stream.sample.sizes import Size
from stream.sample.tasks import Task, tasks

SEED = 57


class Entry(Struct, frozen=True):
    """One message: where it goes and when it was received. `key` is None for what is no report."""

    partition: int
    key: str | None
    at: datetime
    message: LogReport | ClockTo | Evaluate


def country(size: Size, catalogue: Catalogue, day0: date, seed: int = SEED) -> list[Task]:
    """Every task of the country."""
    rng, tree = Random(seed), catalogue.tree(day0)
    days = Days(day0, state_offices())
    places = seats(size, tree, rng)
    return list(tasks(places, size, content(), days, tree, rng))


def sent(size: Size, catalogue: Catalogue, day0: date, seed: int = SEED) -> list[Sent]:
    """Every report up to the end of day 0, in the order in which they were received."""
    rng, tree = Random(seed + 1), catalogue.tree(day0)
    days = Days(day0, state_offices())
    held = country(size, catalogue, day0, seed)
    diary = Diary(days, rng, lambda code: tree.units[code].kind)
    lives = Lives(diary, days, content(), rng)
    for task in held:
        lives.write(task)
    Readings(diary, days, size.reading_days, rng).write(catalogue, tree)
    Faults(diary, days, rng, held).write()
    fill(held, size, diary, days, rng)
    found = diary.sent()
    return sorted([*found, *echoes(found, days, rng)], key=lambda one: one.received_at)


def history(
    size: Size,
    catalogue: Catalogue,
    *,
    day0: date,
    now: datetime,
    partitions: int,
    seed: int = SEED,
) -> Iterator[Entry]:
    """The messages received up to `now`, midnights among them, in the order of the log."""
    days, foreseen = Days(day0, state_offices()), Foreseen()
    for at, one in _in_order(sent(size, catalogue, day0, seed), days):
        if at > now:
            return
        if one is None:
            for partition in range(partitions):
                yield Entry(partition, None, at, ClockTo(to=at))
                for message in foreseen.after(partition, (local_day(at) - day0).days, days):
                    yield Entry(partition, None, at, message)
        else:
            for part in split(one.report, at, partitions):
                foreseen.learn(part.partition, part.report)
                yield Entry(part.partition, part.home, at, part.report)


def _in_order(reports: list[Sent], days: Days) -> Iterator[tuple[datetime, Sent | None]]:
    """Reports and midnights (None) by time; a midnight comes before what is received at it."""
    midnights = [(days.midnight(day), None) for day in range(FIRST, 1)]
    received = [(one.received_at, one) for one in reports]
    return merge(midnights, received, key=lambda pair: pair[0])
