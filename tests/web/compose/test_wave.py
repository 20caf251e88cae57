"""Thirty days, their weeks, and what is not known."""

import msgspec

from tests.web.country import TODAY, empty, nation
from web.compose.wave import DAYS, tile
from web.words import words

VI = words("vi")


def test_the_weeks_sum_their_days() -> None:
    wave = tile(nation(), VI).twin["wave"]
    assert len(wave["days"]) == DAYS
    assert sum(week["days"] for week in wave["weeks"]) == DAYS
    assert sum(week["due"] for week in wave["weeks"]) == wave["total"]
    assert wave["total"] == sum(day["due"] for day in wave["days"])


def test_a_week_begins_on_monday() -> None:
    weeks = tile(nation(), VI).twin["wave"]["weeks"]
    assert TODAY.isoweekday() == 7
    assert [week["days"] for week in weeks] == [1, 7, 7, 7, 7, 1]


def test_the_scale_is_never_zero() -> None:
    assert tile(empty(), VI).twin["wave"]["highest"] == 1


def test_not_computed_is_not_nothing_due() -> None:
    made = tile(msgspec.structs.replace(nation(), wave=None), VI)
    assert made.twin["wave"]["total"] is None
    assert not made.page["known"]


def test_the_page_knows_when_the_first_day_is_another() -> None:
    assert tile(nation(), VI).slots["wave/from"] == TODAY.isoformat()
