"""How a unit stands, as one sign: the third column of screens.md §5, in one place.

Thresholds are data of the method; weights are those of tasks, in 1/1,000. Counts are the named
measures of a KpiState.
"""

from collections.abc import Mapping
from fractions import Fraction

from schema.figures import due, total
from schema.states import Sign

OVERDUE_WEIGHT = Fraction(10, 100)
"""More than this share of the weight a unit holds is overdue: ■."""
ON_TRACK_FROM = Fraction(95, 100)
AT_RISK_FROM = Fraction(85, 100)


def unit_sign(counts: Mapping[str, int] | None, *, silent: bool = False) -> Sign:
    """The sign of a unit: none without tasks, silent without signal, else by what is late."""
    if counts is None or total(counts) == 0:
        return Sign.NONE
    if silent:
        return Sign.SILENT
    if overdue_share(counts) > OVERDUE_WEIGHT:
        return Sign.OVERDUE
    return by_rate(counts)


def by_rate(counts: Mapping[str, int]) -> Sign:
    """Steps of the on-time rate; nothing due yet is on track."""
    rate = Fraction(counts["done_on_time"], due(counts)) if due(counts) else Fraction(1)
    if rate >= ON_TRACK_FROM:
        return Sign.ON_TRACK
    return Sign.AT_RISK if rate >= AT_RISK_FROM else Sign.BEHIND


def overdue_share(counts: Mapping[str, int]) -> Fraction:
    """Overdue part of what the unit holds, by weight; by number where no task has a weight."""
    if counts["weight"]:
        return Fraction(counts["weight_overdue"], counts["weight"])
    return Fraction(counts["overdue"], total(counts))
