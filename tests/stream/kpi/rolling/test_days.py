from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from stream.kpi.rolling.bands import BANDS, KEEP, STEPS, band_of
from stream.kpi.rolling.days import Days
from tests.stream.kpi.places import TODAY, ago


class Bands:
    """What each row is worth in each band, as it was told."""

    def __init__(self) -> None:
        self.worth: Counter[tuple[str, int]] = Counter()
        self.days: Days[str] = Days(TODAY, self.move)

    def move(self, row: str, band: int, by: int) -> None:
        self.worth[row, band] += by

    @property
    def now(self) -> dict[tuple[str, int], int]:
        return {place: number for place, number in self.worth.items() if number}


def test_a_row_is_in_the_band_of_its_age_and_tells_what_it_moves_by() -> None:
    bands = Bands()
    assert bands.days.put("a", ago(3), 5) == 2
    assert bands.days.put("a", ago(3), 2) == 2
    assert bands.now == {("a", 2): 2}
    bands.days.put("a", ago(3), 0)
    assert bands.now == {}


@pytest.mark.parametrize("age", [-1, 180, KEEP, 400])
def test_a_day_outside_the_windows_moves_nothing(age: int) -> None:
    bands = Bands()
    assert bands.days.put("a", ago(age), 5) is None
    assert bands.now == {}


@pytest.mark.parametrize("steps", [1, 2, STEPS])
def test_a_row_grows_older_day_by_day(steps: int) -> None:
    bands = Bands()
    given = [-steps, -1, 0, 1, 6, 13, 29, 59, 89, 179]
    for age in given:
        bands.days.put(f"{age}", ago(age), 1)
    assert bands.days.begin(TODAY + timedelta(days=steps))
    left = {(f"{age}", band) for age in given if (band := band_of(age + steps)) is not None}
    assert set(bands.now) == left


def test_a_day_that_has_begun_already_moves_nothing() -> None:
    bands = Bands()
    bands.days.put("a", ago(0), 1)
    assert bands.days.begin(TODAY)
    assert bands.now == {("a", 0): 1}


@pytest.mark.parametrize("steps", [-1, STEPS + 1])
def test_after_a_leap_everything_is_told_anew(steps: int) -> None:
    bands = Bands()
    bands.days.put("a", ago(0), 1)
    bands.days.put("b", ago(180), 1)
    assert not bands.days.begin(TODAY + timedelta(days=steps))
    bands.worth.clear()
    bands.days.replay()
    told = {(row, band) for row, age in (("a", 0), ("b", 180)) for band in range(BANDS)
            if band_of(age + steps) == band}  # fmt: skip
    assert set(bands.now) == told


def test_days_that_nobody_looks_back_to_are_forgotten() -> None:
    bands = Bands()
    bands.days.put("a", ago(KEEP - 1), 1)
    bands.days.put("b", ago(KEEP), 1)
    bands.days.begin(TODAY + timedelta(days=1))
    bands.days.begin(TODAY - timedelta(days=20))
    bands.days.replay()
    assert bands.now == {}
