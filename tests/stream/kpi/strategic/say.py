"""Readings, targets and indicators with sensible defaults: say only what the test is about."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from schema.catalogue import Indicator
from schema.clock import day_start
from stream.kpi.strategic.facts import Held, Reading, Target
from stream.kpi.strategic.path import Point
from tests.builders import new_id

JUNE, DECEMBER = date(2025, 6, 30), date(2025, 12, 31)
TODAY = date(2025, 9, 30)


def indicator(code: str = "C01", **fields: Any) -> Indicator:
    """5G by default: a ratio in percent, up, fresh for 120 days."""
    given: dict[str, Any] = {
        "name_vi": code, "name_en": code, "measure": "%", "direction": "up", "kind": "ratio",
        "objective": "c", "source": "O", **fields,
    }  # fmt: skip
    return Indicator(code=code, **given)


def reading(value: float | None = None, on: date = TODAY, **fields: Any) -> Reading:
    """A reading that occurred and was known at noon of a day, named by that day."""
    noon = day_start(on) + timedelta(hours=12)
    given: dict[str, Any] = {
        "period": on.isoformat(), "occurred_at": noon, "known_at": noon, "update": new_id(),
        "value": None if value is None else Decimal(str(value)), **fields,
    }  # fmt: skip
    return Reading(**given)


def parts(num: int, den: int, on: date = TODAY) -> Reading:
    """A reading with numerator and denominator."""
    return reading(None, on, num=Decimal(num), den=Decimal(den))


def target(value: float, on: date = DECEMBER, **fields: Any) -> Target:
    """A target on a day."""
    return Target(on=on, value=Decimal(str(value)), **fields)


def held(
    *readings: Reading, goal: Target | Iterable[Target] = (), base: float | None = None
) -> Held:
    """Facts of a unit; `base` is its value at the end of June 2025."""
    return Held(
        readings=readings,
        targets=(goal,) if isinstance(goal, Target) else tuple(goal),
        baseline=None if base is None else Point(JUNE, Fraction(str(base))),
    )
