"""The operational tier: percent complete, planned and earned value, earned schedule.

Formulas: mission.md §4.4 with clarifications Q42–51.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from schema.fraction import Twin, put, ratio
from schema.kpi import Operational


def operational(counts: Mapping[str, int], schedule: Operational | None = None) -> Twin:
    """Operational tier (mission §4.4): percent complete over leaves, then value and schedule.

    Percent complete is Σ w·p / Σ w with its coverage (Q42–45); weights all 0 or none are equal.
    """
    twin: Twin = {}
    if counts["weight"]:
        reported, whole = counts["weight_reported"], counts["weight"]
        put(twin, "progress", counts["weight_progress"], reported * 10_000, "no_data")
    else:
        reported, whole = counts["tasks_reported"], counts["tasks_counted"]
        put(twin, "progress", counts["progress_plain"], reported * 10_000, "no_data")
    put(twin, "coverage", reported, whole, "no_data")
    return twin | (_scheduled(schedule) if schedule else _UNPLANNED)


_SCHEDULE = (
    *("pv", "ev", "planned_share", "earned_share", "spi", "es", "at", "pd", "spi_t"),
    *("days_behind", "planned_start", "planned_finish"),
)
_UNPLANNED: Twin = {
    key: value for name in _SCHEDULE for key, value in ((name, None), (f"{name}_state", "no_data"))
}
"""What a scope without leaves has to say of its schedule."""
_WEIGHTS, _TASKS = 10_000_000, 10_000
"""Planned values of a weight of one, and of one task where all count alike."""


def _scheduled(of: Operational) -> Twin:
    """PV = Σ w·plan, EV = Σ w·p, SPI = EV/PV; ES, AT, PD in working days, SPI(t) = ES/AT (Q46–51).

    SPI without a planned value is None: "ahead" when something is earned already. SPI(t) is None
    on the first day and before (AT = 0), and for a plan without duration (PD = 0, Q50).
    """
    scale = _TASKS if of.alike else _WEIGHTS
    twin: Twin = {"pv": ratio(of.pv, scale), "ev": ratio(of.ev, scale)}
    put(twin, "planned_share", of.pv, of.whole, "no_data")
    put(twin, "earned_share", of.ev, of.whole, "no_data")
    put(twin, "spi", of.ev, of.pv, "ahead" if of.ev else "not_yet_due")
    put(twin, "es", of.es_num, of.es_den, "no_data")
    twin |= {"at": of.at, "pd": of.pd}
    put(twin, "spi_t", of.es_num, of.es_den * of.at if of.pd else 0, _no_spi_t(of))
    put(twin, "days_behind", of.at * of.es_den - of.es_num, of.es_den * bool(of.at), _no_spi_t(of))
    return twin | {
        "planned_start": of.start.isoformat(),
        "planned_finish": of.finish.isoformat(),
    }


def spi_t(of: Operational | None) -> Fraction | None:
    """SPI(t) exactly, as far as there is one."""
    if of is None or not of.pd or not of.at or not of.es_den:
        return None
    return Fraction(of.es_num, of.es_den * of.at)


def _no_spi_t(of: Operational) -> str:
    return "no_data" if of.at else "not_yet_due"
