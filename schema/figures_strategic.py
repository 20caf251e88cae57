"""The strategic tier and the composite index as fractions of the twin. Division happens here."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from schema.strategic import Exact, IndicatorNow, Strategic

Twin = dict[str, Any]
WEIGHTS = {
    "strategic": Fraction(4, 10),
    "operational": Fraction(3, 10),
    "planning": Fraction(3, 10),
}
"""Of the tiers in the composite index (domain 16)."""


def strategic(tier: Strategic | None) -> Twin:
    """Index, coverage and the six indicators furthest from their path; all null without any."""
    if tier is None:
        return {
            "index": None,
            "index_state": "no_data",
            "coverage": None,
            "coverage_state": "no_data",
            "asked": 0,
            "judged": 0,
            "indicators": [],
        }
    twin: Twin = {"index": number(tier.index)}
    if tier.index is None:
        twin["index_state"] = "no_data"
    return twin | {
        "coverage": number(tier.coverage),
        "asked": tier.indicators,
        "judged": tier.judged,
        "day": tier.day.isoformat(),
        "indicators": [indicator(one) for one in tier.furthest],
    }


def indicator(of: IndicatorNow) -> Twin:
    """One indicator: values in its own measure, attainment and coverage as fractions of one."""
    twin: Twin = {
        "code": of.code,
        "measure": of.measure,
        "kind": of.kind,
        "direction": of.direction,
        "band": of.band,
        "sign": of.sign,
        "coverage": number(of.coverage),
        "as_of": _day(of.occurred),
        "baseline_on": _day(of.baseline_on),
        "target_on": _day(of.target_on),
        "provisional": of.provisional,
        "stale": of.stale,
        "flagged": of.flagged,
        "rolled": of.rolled,
        "met": of.met,
        "missed": of.missed,
        "update": of.update,
    }
    _put(twin, "value", of.value, "no_data")
    _put(twin, "baseline", of.baseline, "no_data")
    _put(twin, "target", of.target, "no_data")
    _put(twin, "asked", of.asked, of.state or "no_data")
    _put(twin, "attainment", of.attainment, of.state or "no_data")
    _put(twin, "way", _way(of, of.value), of.state or "no_data")
    _put(twin, "way_asked", _way(of, of.asked), of.state or "no_data")
    _put(twin, "required_pace", of.pace, "no_data")
    p_hit = None if of.p_hit is None else (of.p_hit, 10_000)
    _put(twin, "p_hit", p_hit, of.p_hit_state or "no_data")
    return twin


def composite(
    strategic: Exact | None, spi_t: Fraction | None, on_time_rate: Fraction | None
) -> Twin:
    """The weighted mean of the tiers that are known, each at most 1, and their share of the weight.

    Coverage is that of the three tiers here; each tier has its own beside it.
    """
    tiers = {
        "strategic": None if strategic is None else Fraction(*strategic),
        "operational": spi_t,
        "planning": on_time_rate,
    }
    known = {name: min(value, Fraction(1)) for name, value in tiers.items() if value is not None}
    present = sum((WEIGHTS[name] for name in known), Fraction(0))
    twin: Twin = {"index_coverage": float(present)}
    if not present:
        return twin | {"index": None, "index_state": "no_data"}
    total = sum((WEIGHTS[name] * value for name, value in known.items()), Fraction(0))
    return twin | {"index": float(total / present)}


def number(exact: Exact | None) -> float | None:
    """The nearest float64 of an exact number."""
    return None if exact is None else float(Fraction(*exact))


def _way(of: IndicatorNow, value: Exact | None) -> Exact | None:
    """Which share of the way from the baseline to the target a value has gone (A_end)."""
    if value is None or of.baseline is None or of.target is None:
        return None
    begin, end = Fraction(*of.baseline), Fraction(*of.target)
    gone = (Fraction(*value) - begin) / (end - begin) if end != begin else None
    return None if gone is None else (gone.numerator, gone.denominator)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _put(twin: Twin, name: str, exact: Exact | None, state: str) -> None:
    twin[name] = number(exact)
    if exact is None:
        twin[f"{name}_state"] = state
