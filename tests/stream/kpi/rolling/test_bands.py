"""Windows of local days as unions of bands (Q80)."""

from __future__ import annotations

import pytest

from stream.kpi.rolling.bands import BANDS, EDGES, KEEP, OVER_A_WEEK, SPANS, WINDOWS, band_of


def ages(bands: tuple[int, ...]) -> list[int]:
    """The ages in some bands."""
    return [age for age in range(400) if band_of(age) in bands]


@pytest.mark.parametrize(("name", "length"), [("today", 1), ("d7", 7), ("d30", 30), ("d90", 90)])
def test_a_window_ends_today_and_the_one_before_it_is_as_long(name: str, length: int) -> None:
    span = WINDOWS[name]
    assert ages(span.now) == list(range(length))
    assert ages(span.before) == list(range(length, 2 * length))


def test_days_to_come_and_days_too_old_are_in_no_band() -> None:
    assert band_of(-1) is None and band_of(180) is None
    assert (band_of(0), band_of(179)) == (0, BANDS - 1)
    assert EDGES[-1] < KEEP


def test_each_window_stands_beside_the_one_before() -> None:
    assert SPANS[2:4] == (WINDOWS["d7"].now, WINDOWS["d7"].before) and len(SPANS) == 8


def test_over_a_week_are_the_days_of_the_window_that_are_more_than_seven_days_ago() -> None:
    assert ages(OVER_A_WEEK) == list(range(8, 90))
