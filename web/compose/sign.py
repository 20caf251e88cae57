"""How a unit stands, as one sign: the third column of screens.md §5, in one place.

The steps are those of the completion of what was due, done / (done + overdue), not of the on-time
rate: what was late and is done cannot be mended by anybody, and colour is spent only where a person
is needed (docs/decisions tells more). The on-time rate is what ranks. Thresholds are data of the
method; weights are those of tasks, in 1/1,000. Counts are the named measures of a KpiState.
"""

from collections.abc import Mapping
from fractions import Fraction

from schema.figures import done, due, total
from schema.states import Sign

OVERDUE_WEIGHT = Fraction(10, 100)
"""More than this share of the weight a unit holds is overdue: ■ …"""
OVERDUE_FROM = 5
"""… if at least so many tasks are: one late task of six is not a unit in distress."""
ON_TRACK_FROM = Fraction(95, 100)
AT_RISK_FROM = Fraction(85, 100)


def unit_sign(counts: Mapping[str, int] | None, *, silent: bool = False) -> Sign:
    """The sign of a unit: none without tasks, silent without signal, else by what is late."""
    if counts is None or total(counts) == 0:
        return Sign.NONE
    if silent:
        return Sign.SILENT
    if counts["overdue"] >= OVERDUE_FROM and overdue_share(counts) > OVERDUE_WEIGHT:
        return Sign.OVERDUE
    return by_completion(counts)


def by_completion(counts: Mapping[str, int]) -> Sign:
    """Steps of done / due; nothing due yet is on track."""
    share = Fraction(done(counts), due(counts)) if due(counts) else Fraction(1)
    if share >= ON_TRACK_FROM:
        return Sign.ON_TRACK
    return Sign.AT_RISK if share >= AT_RISK_FROM else Sign.BEHIND


def overdue_share(counts: Mapping[str, int]) -> Fraction:
    """Overdue part of what the unit holds, by weight; by number where no task has a weight."""
    if counts["weight"]:
        return Fraction(counts["weight_overdue"], counts["weight"])
    return Fraction(counts["overdue"], total(counts))
