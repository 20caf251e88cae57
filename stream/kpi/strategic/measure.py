"""What a scope measures: its own readings, else those of its units added up (Q56, Q57).

Stock: the last value. Flow: the periods after the baseline's day added up. Ratio: Σ num / Σ den,
never a mean of percentages. Ranks and booleans never add up.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from msgspec import Struct

from schema.catalogue import Indicator
from stream.kpi.strategic.band import LEAST_COVERAGE
from stream.kpi.strategic.facts import Held, Reading, first, latest
from stream.kpi.strategic.fresh import Fresh, freshness

NEVER_ROLLED = frozenset({"rank", "bool"})
ZERO, ONE = Fraction(0), Fraction(1)


class Measured(Struct, frozen=True, kw_only=True):
    """A measured value; `value` is None when it is too old or was never told."""

    value: Fraction | None
    fresh: Fresh
    occurred: date
    """The day it occurred; of several, the oldest that counts."""
    num: Fraction | None = None
    den: Fraction | None = None
    n: int | None = None
    coverage: Fraction = ONE
    rolled: bool = False
    """Added up from units."""
    update: str | None = None


def own(indicator: Indicator, held: Held, since: date | None, day: date) -> Measured | None:
    """The unit's own value as known at the end of `day`; None when it has never reported.

    `since`: the baseline's day, after which the periods of a flow count.
    """
    known = [one for one in held.readings if one.known_on(day)]
    last = latest(known)
    if last is None:
        return None
    fresh = freshness(last.occurred, day, indicator.max_age)
    value = flow(known, since) if indicator.kind == "flow" else value_of(indicator, last)
    return Measured(
        value=None if fresh is Fresh.GONE else value,
        fresh=fresh,
        occurred=last.occurred,
        num=_exact(last.num),
        den=_exact(last.den),
        n=last.n or indicator.members,
        update=last.update,
    )


def value_of(indicator: Indicator, reading: Reading) -> Fraction | None:
    """The value of a reading; of a ratio with both its parts, the exact quotient."""
    if indicator.kind == "ratio" and reading.num is not None and reading.den:
        return _scale(indicator) * Fraction(reading.num) / Fraction(reading.den)
    return _exact(reading.value)


def flow(known: Sequence[Reading], since: date | None) -> Fraction | None:
    """The periods that begin after `since` added up; without it those after the first reading."""
    beginning = first(known)
    if since is None and beginning is not None:
        since = beginning.last_day
        if all(one.first_day <= since for one in known):
            return _exact(beginning.value)
    counted = [one.value for one in known if since is not None and one.first_day > since]
    told = [Fraction(value) for value in counted if value is not None]
    return sum(told, ZERO) if told else None


def rolled(indicator: Indicator, parts: Sequence[Measured | None]) -> Measured | None:
    """The values of a scope's units added up; None in `parts` is a unit that never reported.

    What is missing understates the sum; coverage is the share of units that is in it.
    """
    if indicator.kind in NEVER_ROLLED:
        return None
    there = [one for one in parts if one is not None and _counts(indicator, one)]
    if not there:
        return None
    fresh = sum(one.fresh is Fresh.FRESH for one in there)
    den = sum((one.den or ZERO for one in there), ZERO)
    num = sum((one.num or ZERO for one in there), ZERO)
    ratio = indicator.kind == "ratio"
    total = sum((one.value or ZERO for one in there), ZERO)
    return Measured(
        value=_scale(indicator) * num / den if ratio else total,
        fresh=Fresh.FRESH if fresh >= LEAST_COVERAGE * len(parts) else Fresh.STALE,
        occurred=min(one.occurred for one in there),
        num=num if ratio else None,
        den=den if ratio else None,
        coverage=Fraction(len(there), len(parts)),
        rolled=True,
    )


def _counts(indicator: Indicator, one: Measured) -> bool:
    if one.value is None:
        return False
    return indicator.kind != "ratio" or (one.num is not None and bool(one.den))


def _scale(indicator: Indicator) -> int:
    return 100 if indicator.measure.startswith("%") else 1


def _exact(value: object) -> Fraction | None:
    return None if value is None else Fraction(str(value))
