"""Thirty days, their weeks, and what is not known."""

import msgspec

from tests.web.country import empty, nation
from tests.web.states import TODAY
from web.compose.wave import DAYS, tile
from web.words import words

VI = words("vi")


def test_the_weeks_sum_their_days() -> None:
    wave = tile(nation(), VI).twin["wave"]
    assert len(wave["days"]) == DAYS
    assert sum(week["days"] for week in wave["weeks"]) == DAYS
    assert sum(week["due"] for week in wave["weeks"]) == wave["total"]
    assert wave["total"] == sum(day["due"] for day in wave["days"])


def test_the_bands_of_the_forecast_sum_up() -> None:
    made = tile(nation(), VI)
    wave = made.twin["wave"]
    for part in ("at_risk", "behind", "untold"):
        assert wave[part] > 0
        assert wave[part] == sum(day[part] for day in wave["days"])
        assert wave[part] == sum(week[part] for week in wave["weeks"])
    for day in wave["days"]:
        assert day["due"] == day["on_course"] + day["at_risk"] + day["behind"]
        assert day["untold"] <= day["on_course"], "nothing is foreseen of them, so nothing is said"
    assert made.said["wave/behind"] == (str(wave["behind"]), "behind")


def test_a_week_begins_on_monday() -> None:
    weeks = tile(nation(), VI).twin["wave"]["weeks"]
    assert TODAY.isoweekday() == 7
    assert [week["days"] for week in weeks] == [1, 7, 7, 7, 7, 1]


def test_the_scale_is_never_zero() -> None:
    assert tile(empty(), VI).twin["wave"]["highest"] == 1


def test_not_computed_is_not_nothing_due() -> None:
    made = tile(msgspec.structs.replace(nation(), wave=None), VI)
    assert made.twin["wave"]["total"] is None and made.twin["wave"]["at_risk"] is None
    assert not made.page["known"]


def test_the_page_knows_when_the_first_day_is_another() -> None:
    assert tile(nation(), VI).slots["wave/from"] == TODAY.isoformat()
