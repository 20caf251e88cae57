"""Numbers, dates and lags as people in Việt Nam read them."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.formats import clock, day, lasted, moment, number, percent, rounded, signed


@pytest.mark.parametrize(
    ("value", "digits", "vi", "en"),
    [
        (1234567.84, 1, "1.234.567,8", "1,234,567.8"),
        (0, 0, "0", "0"),
        (-2, 0, "\N{MINUS SIGN}2", "\N{MINUS SIGN}2"),
        (1287, 0, "1.287", "1,287"),
        (None, 0, "—", "—"),
    ],
)
def test_numbers(value: float | None, digits: int, vi: str, en: str) -> None:
    assert number(value, "vi", digits) == vi
    assert number(value, "en", digits) == en


def test_published_percentages_agree_at_one_decimal() -> None:
    """Clarification Q29: 16.051/16.274, 223/16.274, 14.068/16.274, 104/1.287, 104/705."""
    shares = (16051 / 16274, 223 / 16274, 14068 / 16274, 104 / 1287, 104 / 705)
    assert [percent(share, "vi") for share in shares] == ["98,6%", "1,4%", "86,4%", "8,1%", "14,8%"]


def test_half_goes_up_and_away_from_zero() -> None:
    assert str(rounded(Fraction(1, 2), 0)) == "1"
    assert str(rounded(Fraction(-1, 2), 0)) == "-1"
    assert percent(0.0625, "en") == "6.3%"


def test_a_small_negative_is_no_negative_zero() -> None:
    assert number(-0.04, "vi", 1) == "0,0"


def test_zero_and_unknown_are_two_signs() -> None:
    assert (percent(0.0, "vi"), percent(None, "vi")) == ("0,0%", "—")


def test_signs_of_changes() -> None:
    assert [signed(n, "vi") for n in (3, 0, -2, None)] == ["+3", "0", "\N{MINUS SIGN}2", "—"]


def test_a_day_ends_at_midnight_in_viet_nam() -> None:
    last = datetime(2026, 11, 22, 16, 59, 59, tzinfo=UTC)
    assert (day(last), day(last + timedelta(seconds=1))) == ("22/11/2026", "23/11/2026")
    assert day(date(2026, 2, 3)) == "03/02/2026"
    assert day(None) == clock(None) == moment(None) == "—"


def test_the_time_stands_before_the_day() -> None:
    at = datetime(2026, 11, 22, 7, 5, 12, tzinfo=UTC)
    assert moment(at) == "14:05 22/11/2026"
    assert clock(at, seconds=True) == "14:05:12"


@pytest.mark.parametrize(
    ("seconds", "vi", "en"),
    [
        (0.4, "0,4 giây", "0.4 s"),
        (45, "45 giây", "45 s"),
        (360, "6 phút", "6 min"),
        (10_800, "3 giờ", "3 h"),
        (12 * 86_400, "12 ngày", "12 days"),
    ],
)
def test_lags(seconds: float, vi: str, en: str) -> None:
    assert lasted(timedelta(seconds=seconds), "vi") == vi
    assert lasted(timedelta(seconds=seconds), "en") == en


def test_a_lag_not_known() -> None:
    assert lasted(None, "vi") == "—"


@given(st.integers(-(10**12), 10**12))
def test_a_whole_number_reads_back(value: int) -> None:
    shown = number(value, "vi").replace(".", "").replace("\N{MINUS SIGN}", "-")
    assert int(shown) == value
