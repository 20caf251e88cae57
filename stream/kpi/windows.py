"""Today's arrivals per scope: updates, how many by connector, how late, how many units reported.

Windows exist for scopes of units without a programme (Q37); a unit counts once however much it
reports (Q82), in every scope above it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from schema.kpi import Windows
from stream.kpi.cut import REPORTERS, Cut


class Arrived(NamedTuple):
    """What a unit sent today: updates, those by connector, seconds of received − occurred."""

    updates: int
    automatic: int
    lag_s: int


def windows(cut: Cut, arrived: Mapping[str, Arrived]) -> dict[str, Windows]:
    """Today's window of every scope in which something arrived."""
    sums: dict[str, list[int]] = {}
    for unit, (updates, automatic, lag_s) in arrived.items():
        reporting = 1 if updates and cut.kind(unit) in REPORTERS else 0
        for scope in cut.line(unit):
            total = sums.setdefault(scope, [0, 0, 0, 0])
            total[0] += updates
            total[1] += automatic
            total[2] += reporting
            total[3] += lag_s
    return {scope: _window(cut, scope, total) for scope, total in sums.items()}


def quiet(cut: Cut, scope: str) -> Windows:
    """The window of a scope from which nothing came."""
    return Windows(units=cut.reporters(scope))


def _window(cut: Cut, scope: str, total: list[int]) -> Windows:
    updates, automatic, units, lag_s = total
    return Windows(
        updates_today=updates,
        automatic_today=automatic,
        units_today=units,
        units=cut.reporters(scope),
        lag_s_today=lag_s,
    )
