"""Q59, Q60: five bands and grey, hysteresis on day closes, signs of screens §5."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema.states import Sign
from stream.kpi.strategic.band import Band, Seal, raw_band, seal, sign_of


def pct(value: float) -> Fraction:
    return Fraction(str(value)) / 100


def sealed(*values: float | None) -> list[Band]:
    """The colour after each close."""
    found: list[Band] = []
    state: Seal | None = None
    for value in values:
        a = None if value is None else pct(value)
        state = seal(state, a, raw_band(a))
        found.append(state.band)
    return found


@pytest.mark.parametrize(
    ("value", "band"),
    [
        (120, Band.GREEN),
        (95, Band.GREEN),
        (94.99, Band.AMBER_GREEN),
        (85, Band.AMBER_GREEN),
        (84.99, Band.AMBER),
        (70, Band.AMBER),
        (69.99, Band.AMBER_RED),
        (60, Band.AMBER_RED),
        (59.99, Band.RED),
        (-30, Band.RED),
    ],
)
def test_edges(value: float, band: Band) -> None:
    assert raw_band(pct(value)) is band


def test_grey_where_too_little_is_known() -> None:
    assert raw_band(None) is raw_band(pct(99), stale=True) is Band.GREY
    assert raw_band(pct(99), coverage=Fraction(59, 100)) is Band.GREY
    assert raw_band(pct(99), coverage=Fraction(60, 100)) is Band.GREEN


def test_an_unlikely_target_is_red() -> None:
    assert raw_band(pct(99), p_hit=Fraction(19, 100)) is Band.RED
    assert raw_band(pct(99), p_hit=Fraction(20, 100)) is Band.GREEN


def test_the_first_value_takes_its_raw_colour() -> None:
    assert sealed(70) == [Band.AMBER]


def test_a_change_shows_at_the_second_close_running() -> None:
    assert sealed(90, 96, 96) == [Band.AMBER_GREEN, Band.AMBER_GREEN, Band.GREEN]
    assert sealed(90, 96, 90, 96) == [Band.AMBER_GREEN] * 4


def test_a_band_is_left_only_002_below_its_edge() -> None:
    assert sealed(96, 93, 93, 93) == [Band.GREEN] * 4
    assert sealed(96, 92.9, 92.9) == [Band.GREEN, Band.GREEN, Band.AMBER_GREEN]


def test_a_better_band_is_entered_at_its_edge() -> None:
    assert sealed(90, 94.9, 94.9) == [Band.AMBER_GREEN] * 3


def test_grey_comes_and_goes_at_once() -> None:
    assert sealed(96, None, 50) == [Band.GREEN, Band.GREY, Band.RED]


@given(st.lists(st.integers(93, 97), min_size=1, max_size=30))
def test_nothing_flaps_within_the_gap(values: list[int]) -> None:
    found = sealed(96, *values)
    assert set(found) == {Band.GREEN}


@pytest.mark.parametrize(
    ("band", "sign"),
    [
        (Band.GREEN, Sign.ON_TRACK),
        (Band.AMBER_GREEN, Sign.AT_RISK),
        (Band.AMBER, Sign.AT_RISK),
        (Band.AMBER_RED, Sign.BEHIND),
        (Band.RED, Sign.BEHIND),
        (Band.GREY, Sign.NONE),
    ],
)
def test_signs(band: Band, sign: Sign) -> None:
    assert sign_of(band) is sign
    assert sign_of(band, missed=True) is Sign.OVERDUE
    assert sign_of(band, missed=True, silent=True) is Sign.SILENT
