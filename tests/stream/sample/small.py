"""The small country, made once for all tests of the sample, and folded in memory."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta
from functools import cache
from random import Random

from schema.catalogue import Catalogue
from schema.catalogue_file import load
from schema.clock import day_start
from schema.unit import Tree
from schema.workdays import state_offices
from stream.core.entry import Judged
from stream.core.outcome import Answer, Fetch, Outcome
from stream.core.world import World, of_catalogue
from stream.sample.days import Days
from stream.sample.history import Entry, country, history
from stream.sample.seed import SHIPPED
from stream.sample.sizes import S
from stream.sample.tasks import Task
from tests.memory_log import MemoryLog

DAY0 = date(2025, 12, 4)
NOON = day_start(DAY0) + timedelta(hours=12)


@cache
def catalogue() -> Catalogue:
    """The shipped catalogue."""
    return load(SHIPPED)


@cache
def tree() -> Tree:
    """Its tree on day 0."""
    return catalogue().tree(DAY0)


def days(day0: date = DAY0) -> Days:
    """Days around day 0."""
    return Days(day0, state_offices())


@cache
def tasks() -> tuple[Task, ...]:
    """Every task of the small country."""
    return tuple(country(S, catalogue(), DAY0))


@cache
def messages(day0: date = DAY0, now: datetime = NOON, partitions: int = 1) -> tuple[Entry, ...]:
    """Its history."""
    return tuple(history(S, catalogue(), day0=day0, now=now, partitions=partitions))


class Folded(MemoryLog):
    """A memory log that finds the updates of a subject at once."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.by_subject: dict[str, set[str]] = defaultdict(set)

    def _answer(self, need: object) -> Answer:
        if not isinstance(need, Fetch):
            return super()._answer(need)
        return {s: [self.rows[one][1] for one in self.by_subject[s]] for s in need.subjects}

    def _commit(self, outcome: Outcome) -> None:
        for row in (*outcome.updates, *outcome.replaced):
            self.by_subject[row.subject].add(row.judged.entry.id)
        super()._commit(outcome)

    def judged(self) -> list[Judged]:
        """Every update with the verdict on it."""
        return [judged for _, judged in self.rows.values()]


@cache
def folded(day0: date = DAY0) -> Folded:
    """The small country after the real fold."""
    log = Folded(of_catalogue(catalogue(), 1))
    now = day_start(day0) + timedelta(hours=12)
    given = [entry.message for entry in messages(day0, now)]
    for begin in range(0, len(given), 100):
        log.fold(given[begin : begin + 100])
    return log


def rng() -> Random:
    """The same draws in every test."""
    return Random(7)
