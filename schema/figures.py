"""From the integers of a KPI state to the fractions of its twin: the one place for division.

Planning tier: mission.md §4.3 with clarifications Q26–Q27, Q32; the others have rooms of their own.
A fraction whose denominator is empty is None and has a sibling `<name>_state` that says why.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from schema.figures_operational import operational, spi_t
from schema.figures_strategic import composite, strategic
from schema.figures_windows import windows
from schema.fraction import Twin, put
from schema.kpi import KpiState
from schema.period import twin as period
from schema.quality import twin as quality
from schema.states import PARTITION, WITHDRAWN


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
    put(twin, "completion_of_due", done(counts), due(counts), "nothing_due")
    put(twin, "overdue_rate", counts["overdue"], due(counts), "nothing_due")
    put(twin, "on_time_rate", counts["done_on_time"], due(counts), "nothing_due")
    put(twin, "on_time_rate_due_0", counts["done_on_time_0"], due_0, "nothing_due")
    put(twin, "completion_of_all", done(counts), total(counts), "no_data")
    put(twin, "overdue_of_all", counts["overdue"], total(counts), "no_data")
    put(twin, "avg_days_late", counts["days_late"], late, "nothing_due")
    return twin


INSTANCES = ("done_on_time", "done_late", "awaiting", "in_time", "due_soon", "overdue")
"""States of a period of a recurring task that has begun."""


def instances(counts: Mapping[str, int]) -> Twin:
    """The partition of recurring tasks' periods and its rates, beside that of tasks (Q32)."""
    states = {name: counts.get(f"instance_{name}", 0) for name in INSTANCES}
    done, late = states["done_on_time"] + states["done_late"], states["done_late"]
    due, overdue = done + states["overdue"], states["overdue"]
    twin: Twin = {"total": sum(states.values()), "states": states, "done": done, "due": due}
    put(twin, "completion_of_due", done, due, "nothing_due")
    put(twin, "overdue_rate", overdue, due, "nothing_due")
    put(twin, "on_time_rate", states["done_on_time"], due, "nothing_due")
    days = counts.get("instance_days_late", 0)
    put(twin, "avg_days_late", days, late + overdue, "nothing_due")
    return twin


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
            spi_t(state.operational),
            Fraction(state.counts["done_on_time"], due(state.counts))
            if due(state.counts)
            else None,
        ),
        "risk": {name: state.counts.get(name, 0) for name in ("at_risk", "behind", "silent")},
        "difficulties_open": state.counts["difficulties_open"],
        "windows": windows(state),
        "headline": {"rule": state.headline.rule, **state.headline.numbers},
    }
