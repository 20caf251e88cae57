"""The tiers of every scope at a day close, on the shelves they are kept on (`schema.close`).

From one close to the next the calendar moves most curves and little else does: what follows from
earned value and plan is found again only where one of them moved, and a shelf on which nothing
moved is not written. What is kept equals what would be made from scratch.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from typing import Protocol

import msgspec

from schema.close import Tiers, encode, label, pack, shelf_of
from schema.earned.axis import Axis
from schema.earned.curve import Curve
from schema.earned.schedule import actual_days
from schema.kpi import Operational
from schema.measures import Counts
from schema.quality import Quality
from schema.rolling import Rolling
from schema.strategic import Attained, Strategic
from schema.unit import ROOT
from stream.kpi.leaf import Key
from stream.kpi.operational.tier import tier

Shelves = dict[int, bytes]
"""Shelves that differ from the close before, by their number."""


class Judged(Protocol):
    """Who judges indicators (``stream.kpi.strategic.board``)."""

    def strategic(self, key: Key) -> Strategic | None: ...
    def attained(self, key: Key) -> tuple[Attained, ...]: ...


class Standing(Protocol):
    """What stands at a close: the country of that day, or a replay of a past one."""

    @property
    def board(self) -> Judged: ...
    def curve(self, key: Key) -> Curve | None: ...
    def quality(self, key: Key, counts: Counts) -> Quality | None: ...
    def rolling(self, key: Key) -> Rolling | None: ...


class Archive:
    """Remembers what each shelf held at the last close; `stale` are scopes whose plan moved."""

    def __init__(self, axis: Axis) -> None:
        self._axis = axis
        self._tiers: dict[Key, Tiers] = {}
        self._shelves: dict[int, dict[str, msgspec.Raw]] = {}
        self.stale: set[Key] = set()

    def close(
        self,
        day: date,
        keys: Collection[Key],
        moved: Collection[Key],
        value: Callable[[Key], Counts],
        standing: Standing,
    ) -> Shelves:
        """The shelves to be written for a day; scopes without tiers stand on none.

        `moved` are scopes whose counts differ from the close before, `value` are these counts.
        """
        today, anew = day.toordinal(), {*moved, *self.stale}
        self.stale.clear()
        touched = {shelf_of(key[0]) for key in self._tiers.keys() - set(keys)}
        for key in self._tiers.keys() - set(keys):
            self._put(key, Tiers())
        for key in keys:
            before = self._tiers.get(key, _NONE)
            counts, line = value(key), standing.curve(key)
            operational: Operational | None = None
            if line is not None:
                known = before.operational
                if known is None or key in anew:
                    operational = tier(line, counts, day, self._axis)
                else:
                    operational = self._on(today, line, known)
            record, windows = _NO_RECORD
            if is_kept(key):
                record, windows = bare(standing.board.strategic(key)), standing.rolling(key)
            now = Tiers(
                operational=operational,
                strategic=record,
                quality=standing.quality(key, counts),
                attained=standing.board.attained(key),
                rolling=windows,
            )
            if now != before:
                self._put(key, now)
                touched.add(shelf_of(key[0]))
        return {number: pack(self._shelves[number]) for number in sorted(touched)}

    def _on(self, today: int, line: Curve, known: Operational) -> Operational:
        """The same on another day."""
        pv, at = line.at(today), actual_days(line, today, self._axis)
        if pv == known.pv and at == known.at:
            return known
        return msgspec.structs.replace(known, pv=pv, at=at)

    def _put(self, key: Key, tiers: Tiers) -> None:
        shelf = self._shelves.setdefault(shelf_of(key[0]), {})
        if tiers == _NONE:
            self._tiers.pop(key, None)
            shelf.pop(label(*key), None)
        else:
            self._tiers[key] = tiers
            shelf[label(*key)] = msgspec.Raw(encode(tiers))


_NONE = Tiers()
_NO_RECORD = None, None


def is_kept(key: Key) -> bool:
    """Whether indicators and windows are kept: of whole scopes, of the country by programme too."""
    return not key[1] or key[0] == ROOT


def bare(record: Strategic | None) -> Strategic | None:
    """A record without the courses of its indicators: those are drawn of the present."""
    if record is None:
        return None
    furthest = tuple(msgspec.structs.replace(one, path=(), readings=()) for one in record.furthest)
    return msgspec.structs.replace(record, furthest=furthest)
