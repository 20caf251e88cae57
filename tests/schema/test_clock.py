"""The local day, and the clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given

from schema.clock import TZ, Clock, day_end, day_start, local_day
from tests.schema.anything import DAYS, INSTANTS, calm


def test_a_day_begins_at_17_utc_of_the_day_before() -> None:
    assert day_start(date(2026, 6, 1)) == datetime(2026, 5, 31, 17, tzinfo=UTC)
    assert day_start(date(2026, 6, 1)).utcoffset() == timedelta(0)
    assert day_end(date(2026, 6, 1)) == day_start(date(2026, 6, 2))


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2026, 6, 1, 23, 59, 59, 900_000, TZ), date(2026, 6, 1)),
        (datetime(2026, 6, 1, 23, 59, 59, 999_999, TZ), date(2026, 6, 1)),
        (datetime(2026, 6, 2, tzinfo=TZ), date(2026, 6, 2)),
        (datetime(2026, 6, 1, 16, 59, 59, 999_999, UTC), date(2026, 6, 1)),
        (datetime(2026, 6, 1, 17, tzinfo=UTC), date(2026, 6, 2)),
        (datetime(1969, 12, 31, 16, 59, 59, 999_999, UTC), date(1969, 12, 31)),
        (datetime(1969, 12, 31, 17, tzinfo=UTC), date(1970, 1, 1)),
    ],
)
def test_the_local_day_turns_at_midnight_sharp(instant: datetime, day: date) -> None:
    assert local_day(instant) == day


@calm
@given(INSTANTS)
def test_the_local_day_is_that_of_the_zone(instant: datetime) -> None:
    day = local_day(instant)
    assert day == instant.astimezone(TZ).date()
    assert day_start(day) <= instant < day_end(day)


@calm
@given(DAYS)
def test_a_day_holds_both_its_ends(day: date) -> None:
    assert local_day(day_start(day)) == day
    assert local_day(day_end(day) - timedelta(microseconds=1)) == day
    assert day_end(day) - day_start(day) == timedelta(hours=24)


def test_the_clock_is_the_machines() -> None:
    before = datetime.now(UTC)
    told = Clock().now()
    assert before <= told <= datetime.now(UTC)
    assert told.utcoffset() == timedelta(0)


def test_an_offset_shifts_the_clock() -> None:
    shifted = Clock(offset=timedelta(days=-30)).now()
    assert abs(shifted - (datetime.now(UTC) - timedelta(days=30))) < timedelta(seconds=5)


def test_a_rate_runs_from_the_anchor() -> None:
    anchor = datetime.now(UTC) - timedelta(hours=1)
    told = Clock(rate=24.0, anchor=anchor).now()
    assert abs(told - (anchor + timedelta(hours=24))) < timedelta(minutes=5)
