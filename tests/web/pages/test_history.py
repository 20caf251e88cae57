"""`/boards/{scope}/history.json`: ends of buckets, values at them, what is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from schema.clock import day_end
from tests.stream.kpi.places import counts
from tests.web.pages_rig import client
from web.pages.history import MOST, span
from web.pages.span import BadSpan

NOW = datetime(2026, 11, 22, 7, 5, tzinfo=UTC)  # 14:05 in Ha Noi
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def ask(**given: str) -> Any:
    return span({"from": "now-7d", **given}, NOW)


def test_days_end_with_closes_counted_back_from_the_last_one_over() -> None:
    days = ask(bucket="1d").closes
    assert days == [date(2026, 11, 15) + n * DAY for n in range(7)]
    assert [day_end(day) > NOW - 7 * DAY for day in days] == [True] * 7
    assert ask(bucket="7d").closes == [date(2026, 11, 21)]
    weeks = span({"from": "2026-10-31", "to": "2026-11-21", "bucket": "7d"}, NOW).closes
    assert weeks == [date(2026, 11, 7), date(2026, 11, 14), date(2026, 11, 21)]


def test_parts_of_a_day_end_on_multiples_since_midnight() -> None:
    asked = span({"from": "now-3h", "bucket": "1h"}, NOW)
    assert asked.instants == [datetime(2026, 11, 22, hour, tzinfo=UTC) for hour in (5, 6, 7)]
    whole = span({"from": "2026-11-20", "to": "2026-11-21", "bucket": "6h"}, NOW).instants
    assert whole == [day_end(date(2026, 11, 20)) + n * 6 * HOUR for n in (1, 2, 3, 4)]


@pytest.mark.parametrize(
    "given",
    [
        {"bucket": "7m"},
        {"bucket": "36h"},
        {"bucket": "0d"},
        {"bucket": "soon"},
        {"from": "now"},
        {"to": "2027-01-01"},
        {"from": "yesterday"},
    ],
)
def test_what_is_no_span_is_refused(given: dict[str, str]) -> None:
    with pytest.raises(BadSpan, match="expected"):
        span(given, NOW)


def test_a_point_is_the_figure_at_the_end_of_its_bucket() -> None:
    day = date(2026, 11, 20)
    value = list(counts(done_on_time=3, overdue=1))
    site = client({"closes": [(day, value)]})
    address = "/boards/vn/history.json?from=2026-11-18&to=2026-11-20"
    told = site.get(f"{address}&figure=planning/on_time_rate").json()
    assert (told["scope"], told["bucket_s"]) == ("vn", 86_400)
    assert told["points"] == [
        {"at": day_end(day - DAY).isoformat(), "value": None, "value_state": "no_data"},
        {"at": day_end(day).isoformat(), "value": 0.75},
    ]
    number = site.get(f"{address}&figure=planning/states/overdue").json()
    assert number["points"][1]["value"] == 1
    empty = client({"closes": [(day, list(counts()))]}).get(address).json()
    assert empty["points"][1] == {
        "at": day_end(day).isoformat(), "value": None, "value_state": "nothing_due"
    }  # fmt: skip


def test_what_was_published_within_a_day_is_told_by_the_hour() -> None:
    end = datetime(2026, 11, 22, 7, tzinfo=UTC)
    site = client({"within": [(end, list(counts(overdue=2)))]})
    address = "/boards/vn/history.json?figure=planning/states/overdue&bucket=1h&from="
    told = site.get(f"{address}now-2h").json()["points"]
    assert told[-1] == {"at": end.isoformat(), "value": 2}
    assert site.get(f"{address}now-401d").status_code == 400


@pytest.mark.parametrize(
    "address",
    [
        "vn/history.json?figure=strategic/index",
        f"vn/history.json?from=now-{MOST + 2}d",
        "vn/history.json?from=now-30d&bucket=1m",
        "vn/history.json?bucket=x",
    ],
)
def test_what_cannot_be_told_says_why(address: str) -> None:
    refused = client({}).get(f"/boards/{address}")
    assert refused.status_code == 400 and "expected" in refused.text


def test_a_scope_nobody_knows_has_no_history() -> None:
    assert client({}).get("/boards/xx/history.json").status_code == 404
