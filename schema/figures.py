"""From the integers of a KPI state to the fractions of its twin: the one place for division.

Formulas: mission.md §4.3–4.4 with clarifications Q26–Q27, Q42–51. A fraction whose denominator is
empty is None and has a sibling `<name>_state` that says why.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from schema.figures_strategic import composite, strategic
from schema.figures_windows import windows
from schema.kpi import KpiState, Operational
from schema.period import twin as period
from schema.quality import twin as quality
from schema.states import PARTITION, WITHDRAWN

Twin = dict[str, Any]


def ratio(num: int, den: int) -> float | None:
    """num/den as the nearest float64, None for an empty denominator."""
    return float(Fraction(num, den)) if den else None


def total(counts: Mapping[str, int]) -> int:
    """The whole: the eight parts added up."""
    return sum(counts[state] for state in PARTITION)


def done(counts: Mapping[str, int]) -> int:
    """Tasks done: on time and late."""
    return counts["done_on_time"] + counts["done_late"]


def due(counts: Mapping[str, int]) -> int:
    """Tasks due: done + overdue, the denominator of the rates."""
    return done(counts) + counts["overdue"]


def planning(counts: Mapping[str, int]) -> Twin:
    """Planning tier (mission §4.3): the partition, its published grouping and the rates."""
    due_0 = counts["done_on_time_0"] + counts["done_late_0"] + counts["overdue_0"]
    late = counts["done_late"] + counts["overdue"]
    twin: Twin = {
        "total": total(counts),
        "states": {state.value: counts[state] for state in PARTITION},
        "withdrawn": {state.value: counts[state] for state in WITHDRAWN},
        "done": done(counts),
        "within_deadline": sum(
            counts[name] for name in ("in_time", "due_soon", "not_started", "awaiting")
        ),
        "due": due(counts),
    }
    _put(twin, "completion_of_due", done(counts), due(counts), "nothing_due")
    _put(twin, "overdue_rate", counts["overdue"], due(counts), "nothing_due")
    _put(twin, "on_time_rate", counts["done_on_time"], due(counts), "nothing_due")
    _put(twin, "on_time_rate_due_0", counts["done_on_time_0"], due_0, "nothing_due")
    _put(twin, "completion_of_all", done(counts), total(counts), "no_data")
    _put(twin, "overdue_of_all", counts["overdue"], total(counts), "no_data")
    _put(twin, "avg_days_late", counts["days_late"], late, "nothing_due")
    return twin


INSTANCES = ("done_on_time", "done_late", "awaiting", "in_time", "due_soon", "overdue")
"""States of a period of a recurring task that has begun."""


def instances(counts: Mapping[str, int]) -> Twin:
    """The partition of recurring tasks' periods and its rates, beside that of tasks (Q32)."""
    states = {name: counts.get(f"instance_{name}", 0) for name in INSTANCES}
    done, late = states["done_on_time"] + states["done_late"], states["done_late"]
    due, overdue = done + states["overdue"], states["overdue"]
    twin: Twin = {"total": sum(states.values()), "states": states, "done": done, "due": due}
    _put(twin, "completion_of_due", done, due, "nothing_due")
    _put(twin, "overdue_rate", overdue, due, "nothing_due")
    _put(twin, "on_time_rate", states["done_on_time"], due, "nothing_due")
    days = counts.get("instance_days_late", 0)
    _put(twin, "avg_days_late", days, late + overdue, "nothing_due")
    return twin


def operational(counts: Mapping[str, int], schedule: Operational | None = None) -> Twin:
    """Operational tier (mission §4.4): percent complete over leaves, then value and schedule.

    Percent complete is Σ w·p / Σ w with its coverage (Q42–45); weights all 0 or none are equal.
    """
    twin: Twin = {}
    if counts["weight"]:
        reported, whole = counts["weight_reported"], counts["weight"]
        _put(twin, "progress", counts["weight_progress"], reported * 10_000, "no_data")
    else:
        reported, whole = counts["tasks_reported"], counts["tasks_counted"]
        _put(twin, "progress", counts["progress_plain"], reported * 10_000, "no_data")
    _put(twin, "coverage", reported, whole, "no_data")
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
    _put(twin, "planned_share", of.pv, of.whole, "no_data")
    _put(twin, "earned_share", of.ev, of.whole, "no_data")
    _put(twin, "spi", of.ev, of.pv, "ahead" if of.ev else "not_yet_due")
    _put(twin, "es", of.es_num, of.es_den, "no_data")
    twin |= {"at": of.at, "pd": of.pd}
    _put(twin, "spi_t", of.es_num, of.es_den * of.at if of.pd else 0, _no_spi_t(of))
    _put(twin, "days_behind", of.at * of.es_den - of.es_num, of.es_den * bool(of.at), _no_spi_t(of))
    return twin | {
        "planned_start": of.start.isoformat(),
        "planned_finish": of.finish.isoformat(),
    }


def _spi_t(of: Operational | None) -> Fraction | None:
    """SPI(t) exactly, as far as there is one."""
    if of is None or not of.pd or not of.at or not of.es_den:
        return None
    return Fraction(of.es_num, of.es_den * of.at)


def _no_spi_t(of: Operational) -> str:
    return "no_data" if of.at else "not_yet_due"


def figures(state: KpiState) -> Twin:
    """The twin of a KPI state: every published figure of it, by the names of clarifications N."""
    return {
        "scope": state.scope,
        "programme": state.programme,
        "as_of": state.as_of.isoformat(),
        "clock": state.clock.isoformat() if state.clock else None,
        "kpi_version": state.kpi_version,
        "method": state.method,
        "positions": {str(partition): at for partition, at in state.positions.items()},
        "planning": planning(state.counts),
        "operational": operational(state.counts, state.operational),
        "strategic": strategic(state.strategic),
        "instances": instances(state.counts),
        "quality": quality(state.quality) | {"period": period(state.period)},
        **composite(
            state.strategic.index if state.strategic else None,
            _spi_t(state.operational),
            Fraction(state.counts["done_on_time"], due(state.counts))
            if due(state.counts)
            else None,
        ),
        "risk": {name: state.counts.get(name, 0) for name in ("at_risk", "behind", "silent")},
        "difficulties_open": state.counts["difficulties_open"],
        "windows": windows(state),
        "headline": {"rule": state.headline.rule, **state.headline.numbers},
    }


def _put(twin: Twin, name: str, num: int, den: int, state: str) -> None:
    twin[name] = ratio(num, den)
    if not den:
        twin[f"{name}_state"] = state
