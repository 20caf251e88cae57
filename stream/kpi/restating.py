"""Day closes of scopes as now known: what restates the leaves, added up along the tree.

A restatement is a step function over closed days: from each of its days on, by how much the leaf
differs. Added to the newest values of a scope it makes new versions of the days it covers, where
the value changes or a row stands already: whoever reads the newest row with day ≤ D, of that day
the highest version, reads what is now known of D (docs/decisions).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from operator import add, sub

from msgspec import Struct

from schema.measures import INDEX, WIDTH, ZERO, Counts
from stream.kpi.cut import Cut
from stream.kpi.leaf import Group, Key

MOST_CAUSES = 20
"""Updates named with a restated day; their number is told beside them."""
FIRST_AGAIN = 2
"""The version of a day's first restatement."""
Steps = Sequence[tuple[date, Mapping[str, int]]]
"""From each of these days on, what differs, by measure."""


class Told(Struct, frozen=True):
    """What restates one leaf: where it counts, its steps, and the updates that say so."""

    group: Group
    steps: Steps
    updates: tuple[str, ...]


class Version(Struct, frozen=True):
    """A day of a scope as it is known now, in SQL."""

    day: date
    version: int
    counts: Counts


class Restated(Struct, frozen=True):
    """Another version of a day of a scope: its values, some of its causes, and how many."""

    key: Key
    day: date
    version: int
    counts: Counts
    causes: tuple[str, ...]
    caused: int


class Moves:
    """What some restatements come to in every scope they reach."""

    def __init__(self, cut: Cut, told: Iterable[Told]) -> None:
        self._moved: dict[Key, dict[date, list[int]]] = {}
        self._told: dict[Key, list[Told]] = {}
        for one in told:
            jumps = list(_jumps(one.steps))
            for count in cut.counts(one.group):
                self._told.setdefault(count.key, []).append(one)
                days = self._moved.setdefault(count.key, {})
                for day, by in jumps:
                    row = days.get(day)
                    days[day] = by if row is None else list(map(add, row, by))

    def firsts(self) -> dict[Key, date]:
        """The scopes that differ, each with the first of its days."""
        moved = ((key, self._days(key)) for key in sorted(self._moved))
        return {key: days[0] for key, days in moved if days}

    def versions(self, key: Key, known: Sequence[Version], last: date) -> Iterator[Restated]:
        """The new versions of a scope's days up to `last`, the last one closed.

        `known` are the newest versions of its days from the first that differs on, ascending, and
        the last one before.
        """
        rows = {one.day: one for one in known}
        jumps = self._moved[key]
        days = sorted(day for day in {*self._days(key), *rows, last} if day <= last)
        value, differs = ZERO, ZERO
        for day in days:
            row = rows.get(day)
            before, value = differs, row.counts if row else value
            if day in jumps:
                differs = tuple(map(add, differs, jumps[day]))
            if _says(row, differs, before, ends=day == last):
                version = max(row.version if row else 1, FIRST_AGAIN - 1) + 1
                causes = self._causes(key, day)
                restated = tuple(map(add, value, differs))
                yield Restated(key, day, version, restated, causes[:MOST_CAUSES], len(causes))

    def _days(self, key: Key) -> list[date]:
        return sorted(day for day, by in self._moved[key].items() if any(by))

    def _causes(self, key: Key, day: date) -> tuple[str, ...]:
        covering = (one for one in self._told[key] if one.steps[0][0] <= day <= one.steps[-1][0])
        return tuple(dict.fromkeys(update for one in covering for update in one.updates))


def _says(row: Version | None, differs: Counts, before: Counts, *, ends: bool) -> bool:
    """Whether a day must be written: it differs and a row stands there, or the difference turns.

    The last closed day is written too, so that the next close knows what it follows.
    """
    if row is not None or ends:
        return differs != ZERO or (row is None and before != ZERO)
    return differs != before


def _jumps(steps: Steps) -> Iterator[tuple[date, list[int]]]:
    """By how much the difference itself changes on each day."""
    before = [0] * WIDTH
    for day, moved in steps:
        now = [0] * WIDTH
        for name, by in moved.items():
            now[INDEX[name]] = by
        yield day, list(map(sub, now, before))
        before = now
