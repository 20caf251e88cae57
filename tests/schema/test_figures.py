"""The one place for division, on the golden counts of domain 13 (Q29: counts, exact fractions)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from schema import figures_windows
from schema.figures import done, due, figures, instances, planning, total
from schema.kpi import KpiState, Windows
from schema.measures import MEASURES, named
from schema.period import Period
from schema.quality import Quality
from schema.quality import twin as quality
from schema.states import PARTITION
from schema.strategic import Strategic
from tests.schema.anything import calm
from tests.schema.december import DECEMBER_2025, SCHEDULE, counts
from tests.schema.test_kpi import STATE

F = Fraction


YEAR_2017 = counts(done_on_time=14_068, done_late=1_983, in_time=5_640, overdue=223)
"""2017: 21,914 tasks, of which 16,274 were due."""


def test_december_2025_is_an_exact_partition() -> None:
    twin = planning(DECEMBER_2025)
    assert twin["total"] == total(DECEMBER_2025) == 1_287 == 601 + 404 + 104 + 178
    assert (twin["done"], twin["within_deadline"]) == (601, 404)
    assert (twin["states"]["overdue"], twin["states"]["recurring"]) == (104, 178)
    assert sum(twin["states"].values()) == 1_287
    assert twin["withdrawn"] == {"suspended": 5, "cancelled": 2}


def test_december_2025_with_both_denominators() -> None:
    twin = planning(DECEMBER_2025)
    assert due(DECEMBER_2025) == twin["due"] == 705
    assert twin["overdue_of_all"] == 104 / 1_287
    assert twin["overdue_rate"] == 104 / 705
    assert twin["completion_of_all"] == 601 / 1_287
    assert twin["completion_of_due"] == 601 / 705
    rates = [twin[name] for name in ("overdue_of_all", "overdue_rate", "completion_of_all")]
    assert [f"{100 * rate:.1f}" for rate in rates] == ["8.1", "14.8", "46.7"]


def test_2017_shows_the_rate_that_was_published_and_the_true_one() -> None:
    twin = planning(YEAR_2017)
    assert (twin["total"], twin["done"], twin["due"]) == (21_914, 16_051, 16_274)
    assert twin["completion_of_due"] == float(Fraction(16_051, 16_274))
    assert twin["overdue_rate"] == float(Fraction(223, 16_274))
    assert twin["on_time_rate"] == float(Fraction(14_068, 16_274))
    rates = [twin[name] for name in ("completion_of_due", "overdue_rate", "on_time_rate")]
    assert [f"{100 * rate:.1f}" for rate in rates] == ["98.6", "1.4", "86.4"]


def test_lao_cai_did_everything() -> None:
    assert planning(counts(done_on_time=167))["completion_of_due"] == 1.0


def test_the_rate_by_original_due_dates_has_its_own_denominator() -> None:
    """Q22."""
    given = counts(done_on_time=3, overdue=1, done_on_time_0=1, done_late_0=2, overdue_0=2)
    twin = planning(given)
    assert (twin["on_time_rate"], twin["on_time_rate_due_0"]) == (3 / 4, 1 / 5)


def test_average_lateness_counts_the_zeros() -> None:
    """Q27: due Friday, done Saturday is done late with 0 working days."""
    assert planning(counts(done_late=1, overdue=1, days_late=5))["avg_days_late"] == 2.5


@pytest.mark.parametrize(
    "name",
    ["completion_of_due", "overdue_rate", "on_time_rate", "on_time_rate_due_0", "avg_days_late"],
)
def test_nothing_due_is_null_and_says_so(name: str) -> None:
    twin = planning(counts(in_time=3, awaiting=1, recurring=2))
    assert twin[name] is None
    assert twin[f"{name}_state"] == "nothing_due"


@pytest.mark.parametrize("name", ["completion_of_all", "overdue_of_all"])
def test_an_empty_scope_has_no_data(name: str) -> None:
    twin = planning(counts(cancelled=1))
    assert (twin[name], twin[f"{name}_state"]) == (None, "no_data")


def test_a_figure_that_is_there_has_no_state() -> None:
    assert not [name for name in planning(DECEMBER_2025) if name == "overdue_rate_state"]


def test_the_twin_of_a_state() -> None:
    windows = Windows(updates_today=8)
    state = replace(STATE, counts=DECEMBER_2025, windows=windows, clock=STATE.as_of)
    twin = figures(state)
    assert {"scope", "as_of", "kpi_version", "planning", "operational", "strategic", "quality",
            "index", "windows", "headline"} <= set(twin)  # fmt: skip
    assert twin["as_of"] == twin["clock"] == "2026-06-01T02:00:00+00:00"
    assert twin["positions"] == {"0": 12, "7": 0}
    assert twin["headline"] == {"rule": "H2", "overdue": 104}
    assert twin["windows"] == figures_windows.windows(state)


TIERS = replace(
    STATE,
    programme="nq57",
    counts=counts(done_on_time=3, overdue=1, at_risk=2, silent=5, difficulties_open=6),
    operational=SCHEDULE,
    strategic=Strategic(day=date(2026, 6, 1), index=(3, 5), indicators=4, judged=2),
)
"""Strategic 0.6, SPI(t) 0.775, on time 3 of 4."""


def test_the_twin_of_a_state_with_all_tiers() -> None:
    before = {name: count for name, count in TIERS.counts.items() if name != "behind"}
    twin = figures(replace(TIERS, counts=before))
    assert (twin["programme"], twin["method"]) == ("nq57", STATE.method)
    assert twin["operational"]["spi_t"] == 0.775
    assert (twin["strategic"]["asked"], twin["strategic"]["judged"]) == (4, 2)
    assert (twin["risk"]["at_risk"], twin["risk"]["silent"]) == (2, 5)
    assert twin["risk"]["behind"] == 0, "a state written before this was counted has none"
    assert twin["difficulties_open"] == 6
    assert twin["instances"] == instances(TIERS.counts)


def test_the_twin_of_a_state_tells_its_data_quality_and_its_period() -> None:
    period = Period(reports=9, reports_missing=2, units=4, units_missing=1)
    twin = figures(replace(STATE, quality=Quality(slots=5, on_time=4), period=period))
    asked = {"reports": 9, "reports_missing": 2, "units": 4, "units_missing": 1}
    assert twin["quality"] == quality(Quality(slots=5, on_time=4)) | {"period": asked}


PERIODS = {
    "instance_done_on_time": 5,
    "instance_done_late": 3,
    "instance_awaiting": 7,
    "instance_in_time": 11,
    "instance_due_soon": 13,
    "instance_overdue": 2,
    "instance_days_late": 45,
}


def test_periods_of_recurring_tasks_have_a_partition_and_rates_of_their_own() -> None:
    """Q32: 8 done and 2 overdue of 10 due, 45 days late over the 5 that were late."""
    assert instances(PERIODS) == {
        "total": 41,
        "states": {
            "done_on_time": 5,
            "done_late": 3,
            "awaiting": 7,
            "in_time": 11,
            "due_soon": 13,
            "overdue": 2,
        },
        "done": 8,
        "due": 10,
        "completion_of_due": 0.8,
        "overdue_rate": 0.2,
        "on_time_rate": 0.5,
        "avg_days_late": 9.0,
    }


def test_without_periods_there_is_nothing_due() -> None:
    """Also of a state written before periods were counted."""
    twin = instances({})
    assert (twin["total"], twin["done"], twin["due"]) == (0, 0, 0)
    assert set(twin["states"].values()) == {0}
    for name in ("completion_of_due", "overdue_rate", "on_time_rate", "avg_days_late"):
        assert (twin[name], twin[f"{name}_state"]) == (None, "nothing_due")


def test_nobody_late_has_no_days_late_of_periods() -> None:
    twin = instances({"instance_overdue": 1})
    assert (twin["avg_days_late"], twin["overdue_rate"]) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("state", "index", "coverage"),
    [
        (TIERS, F(4, 10) * F(3, 5) + F(3, 10) * F(31, 40) + F(3, 10) * F(3, 4), 1.0),
        (replace(TIERS, strategic=None), (F(31, 40) + F(3, 4)) / 2, 0.6),
        (replace(TIERS, operational=None), (4 * F(3, 5) + 3 * F(3, 4)) / 7, 0.7),
        (replace(TIERS, operational=replace(SCHEDULE, pd=0)), (4 * F(3, 5) + 3 * F(3, 4)) / 7, 0.7),
        (replace(TIERS, operational=replace(SCHEDULE, at=0)), (4 * F(3, 5) + 3 * F(3, 4)) / 7, 0.7),
        (replace(TIERS, counts=counts(in_time=9)), (4 * F(3, 5) + 3 * F(31, 40)) / 7, 0.7),
    ],
    ids=["all", "no indicator", "no plan", "no duration", "first day", "nothing due"],
)
def test_the_composite_index_stands_on_the_tiers_that_are_known(
    state: KpiState, index: Fraction, coverage: float
) -> None:
    """Domain 16: 0.4, 0.3, 0.3."""
    twin = figures(state)
    assert (twin["index"], twin["index_coverage"]) == (float(index), coverage)


def test_an_empty_country_has_a_twin_too() -> None:
    twin = figures(STATE)
    assert twin["clock"] is None
    assert twin["windows"]["today"]["automatic_rate_state"] == "no_data"
    assert twin["windows"]["today"]["lag_mean_s_state"] == "no_data"
    assert all(null_has_state(part) for part in (twin, *objects(twin)))


def objects(value: Any) -> list[dict[str, Any]]:
    inner = value.values() if isinstance(value, dict) else ()
    return [one for each in inner if isinstance(each, dict) for one in (each, *objects(each))]


def null_has_state(twin: dict[str, Any]) -> bool:
    """Whether each null says why; the clock of an empty country and names need not."""
    nulls = {name for name, value in twin.items() if value is None} - {"clock"}
    return all(f"{name}_state" in twin for name in nulls)


@calm
@given(st.lists(st.integers(0, 10**9), min_size=len(MEASURES), max_size=len(MEASURES)))
def test_the_parts_always_sum_to_the_whole(row: list[int]) -> None:
    given_counts = named(tuple(row))
    twin = planning(given_counts)
    assert twin["done"] + twin["within_deadline"] + twin["states"]["overdue"] + (
        twin["states"]["recurring"]
    ) == sum(given_counts[state] for state in PARTITION)
    assert done(given_counts) <= due(given_counts) <= twin["total"]
    for name in ("completion_of_due", "overdue_rate", "on_time_rate", "completion_of_all"):
        assert twin[name] is None or 0 <= twin[name] <= 1


DENOMINATORS = {
    "completion_of_due": ("done_on_time", "done_late", "overdue"),
    "overdue_rate": ("done_on_time", "done_late", "overdue"),
    "on_time_rate": ("done_on_time", "done_late", "overdue"),
    "on_time_rate_due_0": ("done_on_time_0", "done_late_0", "overdue_0"),
    "completion_of_all": tuple(PARTITION),
    "overdue_of_all": tuple(PARTITION),
    "avg_days_late": ("done_late", "overdue"),
}
"""What each figure of the planning tier is divided by (mission §4.3, Q22, Q26–27)."""


@calm
@given(st.lists(st.integers(0, 2), min_size=len(MEASURES), max_size=len(MEASURES)))
def test_a_figure_is_null_iff_its_denominator_is_empty(row: list[int]) -> None:
    """Over the whole twin: null is not zero, and zero is not null."""
    given_counts = named(tuple(row))
    twin = figures(replace(STATE, counts=given_counts))
    for name, parts in DENOMINATORS.items():
        empty = not sum(given_counts[part] for part in parts)
        assert (twin["planning"][name] is None) == empty, name
        assert (f"{name}_state" in twin["planning"]) == empty, name
    weighed = given_counts["weight"] > 0
    whole = given_counts["weight" if weighed else "tasks_counted"]
    known = given_counts["weight_reported" if weighed else "tasks_reported"]
    assert (twin["operational"]["coverage"] is None) == (whole == 0)
    assert (twin["operational"]["progress"] is None) == (known == 0)
    assert all(null_has_state(part) for part in (twin, *objects(twin)))
