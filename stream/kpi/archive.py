"""The tiers of every scope at a day close, on the shelves they are kept on (`schema.close`).

Between two closes only the calendar moves most curves: what follows from earned value and plan is
kept, and found again where one of them has moved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

import msgspec

from schema.close import Shelf, Tiers, label, pack, shelf_of
from schema.kpi import Operational
from schema.measures import Counts
from schema.strategic import Strategic
from stream.kpi.leaf import Key
from stream.kpi.operational.axis import Axis
from stream.kpi.operational.curve import Curve
from stream.kpi.operational.schedule import actual_days
from stream.kpi.operational.tier import earned_value, tier

Shelves = dict[int, bytes]
"""Shelves that differ from the close before, by their number."""


class Archive:
    """Remembers what each shelf held at the last close; `stale` are scopes whose plan moved."""

    def __init__(self, axis: Axis) -> None:
        self._axis = axis
        self._operational: dict[Key, Operational] = {}
        self._bodies: Shelves = {}
        self.stale: set[Key] = set()

    def close(
        self,
        day: date,
        keys: Iterable[Key],
        counts: Callable[[Key], Counts],
        curve: Callable[[Key], Curve | None],
        strategic: Callable[[Key], Strategic | None],
    ) -> Shelves:
        """The shelves to be written for a day; scopes without tiers stand on none."""
        shelves: dict[int, Shelf] = {number: {} for number in self._bodies}
        for key in sorted(keys):
            tiers = Tiers(
                operational=self._judged(key, curve(key), counts(key), day),
                strategic=bare(strategic(key)),
            )
            if tiers.operational is not None or tiers.strategic is not None:
                shelves.setdefault(shelf_of(key[0]), {})[label(*key)] = tiers
        self.stale.clear()
        bodies = {number: pack(shelf) for number, shelf in shelves.items()}
        moved = {n: body for n, body in bodies.items() if self._bodies.get(n) != body}
        self._bodies |= moved
        return moved

    def _judged(
        self, key: Key, curve: Curve | None, counts: Counts, day: date
    ) -> Operational | None:
        known = self._operational.get(key)
        if curve is None:
            self._operational.pop(key, None)
            return None
        if known is None or key in self.stale or known.ev != earned_value(curve, counts):
            found = tier(curve, counts, day, self._axis)
            assert found is not None
        else:
            today = day.toordinal()
            at = actual_days(curve, today, self._axis)
            found = msgspec.structs.replace(known, pv=curve.at(today), at=at)
        self._operational[key] = found
        return found


def bare(record: Strategic | None) -> Strategic | None:
    """A record without the courses of its indicators: those are drawn of the present."""
    if record is None:
        return None
    furthest = tuple(msgspec.structs.replace(one, path=(), readings=()) for one in record.furthest)
    return msgspec.structs.replace(record, furthest=furthest)
