"""Days from day 0 and their rhythm."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from stream.sample.days import second_of_day
from tests.stream.sample.small import days, rng

MONDAY = date(2025, 12, 1)
TET_2026 = date(2026, 2, 17)


def test_days_are_local() -> None:
    assert days(MONDAY).midnight(0) == datetime(2025, 11, 30, 17, tzinfo=UTC)
    assert days(MONDAY).at(-1, 8 * 3600) == datetime(2025, 11, 30, 1, tzinfo=UTC)


def test_working_days_are_counted_as_the_method_does() -> None:
    around = days(MONDAY)
    assert around.between(-3, 0) == 1, "Friday to Monday"
    assert not around.is_working(-1)
    assert around.working_on_or_before(-1) == -3
    assert around.working_on_or_after(-2) == 0
    assert around.after(0, 5) == 7
    assert around.between(0, around.after(0, 7)) == 7


def test_mondays_are_busy_weekends_and_tet_are_empty() -> None:
    around = days(MONDAY)
    assert around.weight(0) > around.weight(1) > around.weight(5) > around.weight(6)
    assert days(TET_2026).weight(0) < 0.05


def test_quotas_keep_the_rate_on_average() -> None:
    quotas = days(MONDAY).quotas(-7, -1, 1_000)
    assert sum(quotas.values()) == pytest.approx(7_000, abs=7)
    assert quotas[-7] > quotas[-1]


@pytest.mark.parametrize(("session", "first", "last"), [(0, 7, 12), (1, 13, 20)])
def test_nights_are_empty(session: int, first: int, last: int) -> None:
    drawn = rng()
    seconds = [second_of_day(drawn, session) for _ in range(500)]
    assert min(seconds) >= first * 3600
    assert max(seconds) <= last * 3600
