"""The planned curves of every scope and programme, kept by adding and taking away tasks.

A task's leaf counts wherever its group does (``stream.kpi.cut``), so the curve of a parent is the
sum of its children's.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from schema.earned.axis import Axis
from schema.earned.curve import Curve, Drawn, drawn
from schema.earned.plan import Plan
from stream.kpi.cut import Cut
from stream.kpi.leaf import Group, Key


class Planned(Struct, frozen=True, gc=False):
    """A leaf: where it counts, what was planned, the day c it was done."""

    group: Group
    plan: Plan
    done: date | None = None


class Plans:
    """All leaves of the country, and the curve of each scope that has any."""

    def __init__(self, cut: Cut, axis: Axis, leaves: Mapping[str, Planned] | None = None) -> None:
        self._cut = cut
        self._axis = axis
        self._leaves = dict(leaves or {})
        self._curves = self._draw()
        self.redrawn: set[Key] = set(self._curves)
        """Scopes whose curve is another one since somebody emptied this."""

    def put_all(self, found: Mapping[str, Planned | None]) -> set[Key]:
        """Each of these tasks is this leaf from now on, or none; returns the scopes moved."""
        if self._leaves:
            return {key for code, planned in found.items() for key in self.put(code, planned)}
        self._leaves = {code: planned for code, planned in found.items() if planned}
        self._curves = self._draw()
        self.redrawn |= self._curves.keys()
        return set(self._curves)

    def put(self, code: str, planned: Planned | None) -> set[Key]:
        """A task is this leaf from now on, or none; returns the scopes it may have moved."""
        before = self._leaves.pop(code, None)
        if planned is not None:
            self._leaves[code] = planned
        if before == planned:
            return set()
        touched = self._take(before) if before else set()
        touched |= self._add(planned) if planned else set()
        if not (before and planned and _draw_alike(before, planned)):
            self.redrawn |= touched
        return touched

    def curve(self, key: Key) -> Curve | None:
        """The curve of a scope; None when no leaf counts to it."""
        return self._curves.get(key)

    def recut(self, cut: Cut) -> Plans:
        """The same leaves under another tree; every scope is drawn anew, those left empty too."""
        anew = Plans(cut, self._axis, self._leaves)
        anew.redrawn |= self._curves.keys()
        return anew

    def _draw(self) -> dict[Key, Curve]:
        """Every curve from scratch, each as wide as it will be."""
        spans: dict[Key, tuple[int, int]] = {}
        for planned in self._leaves.values():
            first, last = planned.plan.start.toordinal(), planned.plan.due_0.toordinal()
            for key in self._keys(planned):
                begin, end = spans.get(key, (first, last))
                spans[key] = (min(begin, first), max(end, last))
        curves = {key: Curve(span=span) for key, span in spans.items()}
        for planned in self._leaves.values():
            leaf = self._drawn(planned)
            for key in self._keys(planned):
                curves[key].add(leaf)
        return curves

    def _drawn(self, planned: Planned) -> Drawn:
        return drawn(planned.plan, planned.done, self._axis)

    def _keys(self, planned: Planned) -> set[Key]:
        return {count.key for count in self._cut.counts(planned.group)}

    def _add(self, planned: Planned) -> set[Key]:
        keys, leaf = self._keys(planned), self._drawn(planned)
        for key in keys:
            curve = self._curves.get(key)
            if curve is None:
                curve = self._curves[key] = Curve()
            curve.add(leaf)
        return keys

    def _take(self, planned: Planned) -> set[Key]:
        keys, leaf = self._keys(planned), self._drawn(planned)
        for key in keys:
            curve = self._curves[key]
            curve.take(leaf)
            if not curve.leaves:
                del self._curves[key]
        return keys


def _draw_alike(before: Planned, after: Planned) -> bool:
    return before.plan == after.plan and before.group == after.group
