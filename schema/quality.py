"""Data quality of a scope: its integers, and the formula over them (mission §4.6, Q62–69).

DQ = accurate^0.35 · complete^0.25 · clean^0.15 · live^0.25. Parts are exact fractions; the
geometric mean is a decimal of 28 digits, the same on every machine. Integers are pooled over the
subtree (``stream.kpi.quality``); division happens here. An example: docs/method-quality.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Context, Decimal
from fractions import Fraction
from typing import Any

from msgspec import Struct

EXPONENTS = {"accurate": 35, "complete": 25, "clean": 15, "live": 25}
"""In 1/100: a part of 0 makes DQ 0, which no average does."""
FEW_SLOTS = 5
"""With fewer slots due in the window DQ is null: too few (Q67)."""
WHOLE = 10_000
_EXACT = Context(prec=28)
"""Of `ln` and `exp`: correctly rounded, whatever the machine."""


class Quality(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The integers of a scope over the 90 local days ending today (Q62)."""

    slots: int = 0
    """E: reporting slots whose due day and grace have passed (Q63)."""
    on_time: int = 0
    late: int = 0
    share: int = 0
    """Required fields of the filled slots, 1/10,000 of a slot each."""
    checks: int = 0
    severity: int = 0
    """Of open violations, in halves (Q64)."""
    records: int = 0
    faults: int = 0
    tasks: int = 0
    """Open tasks that should be heard of, and indicators asked for (Q66); `fresh` of them."""
    fresh: int = 0
    weight: int = 0
    """Their weight, 1/1,000; `weight_fresh` of the fresh ones."""
    weight_fresh: int = 0


def accurate(of: Quality) -> Fraction | None:
    """1 − severity of open violations by checks run; None: nothing was checked."""
    if not of.checks:
        return None
    return max(Fraction(0), 1 - Fraction(of.severity, 2 * of.checks))


def complete(of: Quality) -> Fraction | None:
    """(on time + late)/E · mean fill of the filled = required fields brought by those asked for.

    None: no slot was due.
    """
    return Fraction(of.share, WHOLE * of.slots) if of.slots else None


def timeliness(of: Quality) -> Fraction | None:
    """Slots filled on time of those due (Q69); in no score."""
    return Fraction(of.on_time, of.slots) if of.slots else None


def clean(of: Quality) -> Fraction | None:
    """1 − faults by records; None: nothing was reported."""
    return max(Fraction(0), 1 - Fraction(of.faults, of.records)) if of.records else None


def live(of: Quality) -> Fraction | None:
    """Weight of what is fresh by weight of all; weights that are all 0 are equal (Q44, Q66)."""
    if of.weight:
        return Fraction(of.weight_fresh, of.weight)
    return Fraction(of.fresh, of.tasks) if of.tasks else None


PARTS = {"accurate": accurate, "complete": complete, "clean": clean, "live": live}


def dq(of: Quality | None) -> Fraction | None:
    """The score; None with fewer than five slots due. Null parts drop out, exponents rescaled."""
    if of is None or of.slots < FEW_SLOTS:
        return None
    return joined({name: each(of) for name, each in PARTS.items()})


def joined(parts: Mapping[str, Fraction | None]) -> Fraction | None:
    """The geometric mean of the parts that are known; None without any."""
    known = {name: part for name, part in parts.items() if part is not None}
    if not known:
        return None
    if not all(known.values()):
        return Fraction(0)
    whole = sum(EXPONENTS[name] for name in known)
    logarithm = sum((_ln(part) * EXPONENTS[name] for name, part in known.items()), Decimal(0))
    return Fraction(_EXACT.exp(_EXACT.divide(logarithm, Decimal(whole))))


def _ln(part: Fraction) -> Decimal:
    return _EXACT.ln(_EXACT.divide(Decimal(part.numerator), Decimal(part.denominator)))


def twin(of: Quality | None) -> dict[str, Any]:
    """`quality` of the board's twin: fractions of 1 with state words, and what they are made of."""
    of = of or Quality()
    made: dict[str, Any] = {}
    _put(made, "dq", dq(of), "too_few")
    for name, part in PARTS.items():
        _put(made, name, part(of), "nothing_due" if name == "complete" else "no_data")
    _put(made, "timeliness", timeliness(of), "nothing_due")
    return made | {
        "slots": of.slots,
        "slots_on_time": of.on_time,
        "slots_late": of.late,
        "slots_missing": of.slots - of.on_time - of.late,
        "checks": of.checks,
        "severity": of.severity / 2,
        "records": of.records,
        "faults": of.faults,
        "heard_of": of.tasks,
        "fresh": of.fresh,
    }


def _put(made: dict[str, Any], name: str, value: Fraction | None, state: str) -> None:
    made[name] = None if value is None else float(value)
    if value is None:
        made[f"{name}_state"] = state
