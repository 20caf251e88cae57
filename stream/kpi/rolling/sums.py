"""Flows of every scope by band of age: integers, added and taken away exactly.

A row is worth its counts as one packed integer; one addition moves every flow of it.
"""

from __future__ import annotations

from datetime import date
from struct import Struct, pack

from schema.flows import FLOW_WIDTH
from schema.measures import Counts, Packed
from stream.kpi.cut import Cut
from stream.kpi.leaf import Group, Key
from stream.kpi.rolling.bands import BANDS
from stream.kpi.rolling.days import Days

Row = tuple[int, Group, date]
"""(partition, whose days, when it was told): one row of `flow_day` a day; it may be negative."""
_LANE = 64
_LANES = Struct(f"<{FLOW_WIDTH}Q")


class FlowSums:
    """What happened in every scope and programme, by band."""

    __slots__ = ("_bands", "_cut", "_days", "moved")

    def __init__(self, cut: Cut, today: date) -> None:
        self.moved: set[Key] = set()
        """Scopes of which a band moved since this was emptied last."""
        self._cut = cut
        self._bands: dict[Key, list[Packed]] = {}
        self._days: Days[Row] = Days(today, self._move)

    def put(self, row: Row, day: date, counts: Counts) -> list[Key]:
        """Let a row's day be worth these counts; the scopes it counts to."""
        if self._days.put(row, day, together(counts)) is None:
            return []
        return [count.key for count in self._cut.counts(row[1])]

    def begin_day(self, today: date) -> None:
        """The local day that is today from now on."""
        if not self._days.begin(today):
            self.recut(self._cut)

    def recut(self, cut: Cut) -> None:
        """The same rows under another tree."""
        self._cut = cut
        self.moved.update(self._bands)
        self._bands.clear()
        self._days.replay()

    def total(self, key: Key, bands: tuple[int, ...]) -> Counts | None:
        """The flows of a scope in some bands, in the order of `schema.flows`; None: none."""
        found = self._bands.get(key)
        total = sum(found[band] for band in bands) if found else 0
        return _LANES.unpack(total.to_bytes(_LANES.size, "little")) if total else None

    def _move(self, row: Row, band: int, by: Packed) -> None:
        bands = self._bands
        for count in self._cut.counts(row[1]):
            found = bands.get(count.key)
            if found is None:
                found = bands[count.key] = [0] * BANDS
            found[band] += by
            self.moved.add(count.key)


def together(counts: Counts) -> Packed:
    """Counts, without the zeros at their end, as one integer; it adds up if some are negative."""
    if counts and min(counts) < 0:
        return sum(number << _LANE * place for place, number in enumerate(counts))
    return int.from_bytes(pack(f"<{len(counts)}Q", *counts), "little")
