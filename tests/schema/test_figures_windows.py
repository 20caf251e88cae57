"""Rolling windows in the twin (domain 7, Q37, Q80–84)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from msgspec.structs import replace

from schema.figures_windows import NAMES, windows
from schema.kpi import Headline, KpiState, Sentence, Windows
from schema.rolling import EMPTY, Lag, Pair, Rolling, Window

QUIET = KpiState(
    scope="vn.15",
    kpi_version=1,
    as_of=datetime(2026, 6, 1, tzinfo=UTC),
    clock=None,
    positions={},
    counts={},
    headline=Headline(rule="H7", vi=Sentence(line=()), en=Sentence(line=())),
    rolling=replace(EMPTY, units=40, communes=38),
)

WEEK = Window(
    completions=8,
    on_time=6,
    raised=3,
    answered=2,
    received_lag=Lag(11, 300, 600),
    verified_lag=Lag(8, 86_400, 172_800),
    answered_lag=Lag(2, 7_776_000, None),
    channels=(6, 3, 1, 0),
    reports=7,
    units=10,
    communes=9,
)
KNOWN = replace(EMPTY, units=40, communes=38)
BUSY = replace(QUIET, rolling=replace(KNOWN, d7=Pair(WEEK, Window(completions=5))))


def test_a_window_with_the_one_before_it() -> None:
    week = windows(BUSY)["d7"]
    assert (week["completions"], week["completions_on_time"]) == (8, 6)
    assert (week["completions_on_time_rate"], week["before"]["completions"]) == (0.75, 5)
    assert (week["difficulties_raised"], week["difficulties_answered"]) == (3, 2)
    assert (week["reports"], week["reporting_units"], week["units"]) == (7, 10, 40)
    assert (week["communes_reporting"], week["communes"]) == (9, 38)
    assert (week["reporting_rate"], week["communes_rate"]) == (0.25, 9 / 38)


def test_channels_sum_to_the_updates_in_force() -> None:
    week = windows(BUSY)["d7"]
    assert week["updates_in_force"] == 10
    assert [week["channels"][name] for name in ("connector", "form", "file", "on_behalf")] == [
        *(6, 3, 1, 0)
    ]
    assert (week["channels"]["connector_rate"], week["channels"]["file_rate"]) == (0.6, 0.1)


def test_a_median_is_said_by_the_edges_it_lies_between() -> None:
    week = windows(BUSY)["d7"]
    assert week["lag_received"] == {"n": 11, "from_s": 300, "to_s": 600}
    assert week["lag_verified"]["from_s"] == 86_400
    assert week["lag_answered"] == {
        "n": 2, "from_s": 7_776_000, "to_s": None, "to_s_state": "no_data",
    }  # fmt: skip


def test_nothing_happened_is_zero_and_no_rate() -> None:
    today = windows(QUIET)["today"]
    assert (today["completions"], today["reports"], today["lag_received"]["n"]) == (0, 0, 0)
    assert today["completions_on_time_rate"] is None
    assert today["completions_on_time_rate_state"] == "no_data"
    assert today["lag_received"]["from_s_state"] == "no_data"


def test_facts_belong_to_units_alone() -> None:
    of_field: dict[str, Any] = windows(replace(BUSY, scope="f.A", rolling=EMPTY))
    assert set(of_field) == set(NAMES)
    assert not {"reports", "channels", "lag_received"} & set(of_field["d7"])


def test_today_has_the_arrivals_of_the_pulse_and_counts_units_as_the_other_windows_do() -> None:
    pulse = Windows(updates_today=8, automatic_today=6, units_today=3, units=34, lag_s_today=80)
    busy = replace(BUSY, windows=pulse, rolling=replace(KNOWN, today=Pair(WEEK, WEEK)))
    today = windows(busy)["today"]
    assert (today["updates"], today["automatic"], today["automatic_rate"]) == (8, 6, 0.75)
    assert (today["lag_mean_s"], today["reporting_units"], today["units"]) == (10.0, 10, 40)


@pytest.mark.parametrize(
    ("rolling", "units"),
    [
        (EMPTY, 0),  # a field, a post or a programme: facts count to none (Q37)
        (None, 0),  # an instant of which no windows are kept
        (KNOWN, 0),  # a close: its windows are kept, the arrivals of its day are not
    ],
)
def test_arrivals_are_null_and_not_zero_where_nothing_is_counted(
    rolling: Rolling | None, units: int
) -> None:
    today = windows(replace(BUSY, windows=Windows(units=units), rolling=rolling))["today"]
    for name in ("updates", "automatic", "automatic_rate", "lag_mean_s"):
        assert (today[name], today[f"{name}_state"]) == (None, "no_data"), name
    if rolling is not KNOWN:
        for name in ("reporting_units", "units"):
            assert (today[name], today[f"{name}_state"]) == (None, "no_data"), name


def test_a_scope_of_units_that_heard_nothing_today_has_zeros() -> None:
    for units in (40, 0):  # organisations that nobody expects to report have no rate
        known = replace(KNOWN, units=units)
        today = windows(replace(BUSY, windows=Windows(units=units), rolling=known))["today"]
        assert (today["updates"], today["units"], today["automatic_rate"]) == (0, units, None)


def test_an_instant_of_which_no_windows_are_kept_has_null_and_not_zero() -> None:
    past = windows(replace(BUSY, rolling=None))
    for window in (past["d7"], past["d90"]["before"], past["today"]):
        assert (window["completions"], window["completions_state"]) == (None, "no_data")
    assert "reports" not in past["d7"]


def test_a_window_before_the_log_begins_is_not_known() -> None:
    young = windows(replace(BUSY, rolling=replace(KNOWN, d7=Pair(WEEK, None))))["d7"]
    before = young["before"]
    assert young["reports"] == 7
    assert (before["reports"], before["reports_state"]) == (None, "no_data")
    assert (before["units"], before["communes"]) == (40, 38)
    assert before["channels"]["form"] is None and before["lag_received"]["n"] is None
