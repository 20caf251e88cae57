"""Strategic indicators: targets of provinces, and what was measured. Invented values."""

from __future__ import annotations

from random import Random
from typing import Any

from schema.catalogue import Catalogue, Indicator
from schema.unit import ROOT, Tree
from schema.update import IndicatorReading, TargetSet
from stream.core.slots import period_name
from stream.sample.baselines import began_at
from stream.sample.days import Days
from stream.sample.diary import Diary, Habit, Way
from stream.sample.fate import FIRST
from stream.sample.tasks import STANDING_OFFICE

NEVER = frozenset({"D05", "D06", "A09", "B18", "C07"})
"""Indicators nobody ever reported."""
STATISTICS = Way(name="stats", habit=Habit("connector", "stats", 0))


class Readings:
    """Writes targets and readings into the diary."""

    def __init__(self, diary: Diary, days: Days, every: int, rng: Random) -> None:
        """`every`: days between two readings of a unit."""
        self._diary, self._days, self._every, self._rng = diary, days, every, rng
        self._first: dict[str, int] = {}

    def write(self, catalogue: Catalogue, tree: Tree) -> None:
        """Targets on the first days, then readings at even distances."""
        provinces = [unit.code for unit in tree.units.values() if unit.kind == "province"]
        for indicator in catalogue.indicators:
            if indicator.code in NEVER:
                continue
            if indicator.kind != "rank" and indicator.weight:
                self._series(indicator, ROOT)
            if indicator.per_province:
                for province in provinces:
                    self._target(indicator, province)
                    self._series(indicator, province)

    def _target(self, indicator: Indicator, province: str) -> None:
        for point in indicator.targets:
            self._diary.write(
                TargetSet, STANDING_OFFICE, FIRST + 1, session=0, subject=indicator.code,
                unit=province, date=point.on, value=point.value, version=1,
            )  # fmt: skip

    def _series(self, indicator: Indicator, unit: str) -> None:
        begin, end = self._path(indicator)
        first = self._first.setdefault(unit, FIRST + 2 + self._rng.randint(0, self._every - 1))
        pace = self._rng.uniform(0.6, 1.15)
        for day in range(first, 0, self._every):
            share = (day - FIRST) / -FIRST * pace
            self._reading(indicator, unit, day, begin + (end - begin) * share)

    def _path(self, indicator: Indicator) -> tuple[float, float]:
        """From where to where the sample lets an indicator move in its 90 days."""
        goal = indicator.targets[0].value if indicator.targets else None
        told = began_at(indicator)
        begin = told if told is not None else self._rng.uniform(5, 40)
        reach = begin * 1.2 + 1 if goal is None else begin + (goal - begin) * 0.7
        return begin, reach

    def _reading(self, indicator: Indicator, unit: str, day: int, value: float) -> None:
        fields: dict[str, Any] = {"value": round(value, 1)}
        if indicator.kind == "ratio" and indicator.measure == "%":
            whole = 100 * self._rng.randint(20, 400)
            part = round(value / 100 * whole)
            fields = {"value": round(100 * part / whole, 4), "num": part, "den": whole}
        elif indicator.kind in ("stock", "flow"):
            fields = {"value": round(value)}
        elif indicator.kind == "bool":
            fields = {"value": 0}
        elif indicator.kind == "rank":
            fields = {"value": self._rng.randint(1, indicator.members or 34),
                      "n": indicator.members or 34, "publisher": "sample"}  # fmt: skip
        name = period_name(self._days.date(day), "weekly")
        self._diary.write(
            IndicatorReading, unit, day, session=0, way=STATISTICS, subject=indicator.code,
            unit=unit, period=name, **fields,
        )  # fmt: skip
