"""The operational tier by hand: percent complete, value, schedule (Q42–51)."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from schema.figures_operational import operational
from tests.schema.december import DECEMBER_2025, SCHEDULE, counts


def test_percent_complete_is_weighted() -> None:
    given = counts(
        weight=10_000,
        weight_reported=8_000,
        weight_progress=8_000 * 2_500,
        tasks_counted=5,
        tasks_reported=4,
        progress_plain=40_000,
    )
    twin = operational(given)
    assert (twin["progress"], twin["coverage"]) == (0.25, 0.8)


def test_weights_that_are_all_nothing_are_equal() -> None:
    given = counts(tasks_counted=4, tasks_reported=2, progress_plain=10_000, weight_zero=4)
    twin = operational(given)
    assert (twin["progress"], twin["coverage"]) == (0.5, 0.5)


def test_percent_complete_of_nothing() -> None:
    twin = operational(counts())
    assert (twin["progress"], twin["progress_state"]) == (None, "no_data")
    assert (twin["coverage"], twin["coverage_state"]) == (None, "no_data")
    silent = operational(counts(weight=5_000, tasks_counted=1))
    assert (silent["progress"], silent["coverage"]) == (None, 0.0)
    assert silent["progress_state"] == "no_data"


def test_value_and_schedule() -> None:
    twin = operational(DECEMBER_2025, SCHEDULE)
    assert (twin["pv"], twin["ev"], twin["spi"]) == (4.0, 3.0, 0.75)
    assert (twin["planned_share"], twin["earned_share"]) == (4 / 12, 0.25)
    assert (twin["es"], twin["at"], twin["pd"]) == (7.75, 10, 64)
    assert (twin["spi_t"], twin["days_behind"]) == (0.775, 2.25)
    assert (twin["planned_start"], twin["planned_finish"]) == ("2026-06-01", "2026-08-28")
    nulls = {f"{name}_state" for name, value in twin.items() if value is None}
    assert {name for name in twin if name.endswith("_state")} == nulls


def test_tasks_that_count_alike_have_planned_values_of_tasks() -> None:
    """Q44."""
    twin = operational(DECEMBER_2025, replace(SCHEDULE, alike=True, pv=25_000, ev=5_000))
    assert (twin["pv"], twin["ev"]) == (2.5, 0.5)


def test_a_plan_of_no_weight_has_no_share_of_it() -> None:
    twin = operational(DECEMBER_2025, replace(SCHEDULE, pv=0, ev=0, whole=0))
    for name in ("planned_share", "earned_share"):
        assert (twin[name], twin[f"{name}_state"]) == (None, "no_data")


def test_spi_is_not_cut_in_the_twin() -> None:
    """Q51: the display shows at most 2."""
    assert operational(DECEMBER_2025, replace(SCHEDULE, pv=10_000_000))["spi"] == 3.0


@pytest.mark.parametrize(("ev", "state"), [(0, "not_yet_due"), (1, "ahead")])
def test_nothing_planned_yet_is_no_spi(ev: int, state: str) -> None:
    twin = operational(DECEMBER_2025, replace(SCHEDULE, pv=0, ev=ev))
    assert (twin["spi"], twin["spi_state"]) == (None, state)


def test_on_the_first_day_there_is_no_spi_t() -> None:
    """Q50: AT = 0."""
    twin = operational(DECEMBER_2025, replace(SCHEDULE, at=0))
    assert (twin["spi_t"], twin["spi_t_state"]) == (None, "not_yet_due")
    assert (twin["days_behind"], twin["days_behind_state"]) == (None, "not_yet_due")


def test_a_plan_without_duration_has_no_spi_t() -> None:
    """Q50: PD = 0; the days since its only day are days behind."""
    twin = operational(DECEMBER_2025, replace(SCHEDULE, pd=0, es_num=0, es_den=1))
    assert (twin["spi_t"], twin["spi_t_state"]) == (None, "no_data")
    assert twin["days_behind"] == 10.0


def test_who_is_ahead_is_behind_by_less_than_nothing() -> None:
    assert operational(DECEMBER_2025, replace(SCHEDULE, es_num=48))["days_behind"] == -2.0


def test_a_scope_without_a_plan_says_so() -> None:
    with_plan, without = operational(DECEMBER_2025, SCHEDULE), operational(DECEMBER_2025)
    assert set(with_plan) <= set(without)
    for name in ("pv", "ev", "spi", "es", "at", "pd", "spi_t", "days_behind", "planned_finish"):
        assert (without[name], without[f"{name}_state"]) == (None, "no_data")


def test_an_earned_schedule_that_is_not_known_says_so() -> None:
    twin = operational(DECEMBER_2025, replace(SCHEDULE, es_num=0, es_den=0))
    assert (twin["es"], twin["es_state"]) == (None, "no_data")
