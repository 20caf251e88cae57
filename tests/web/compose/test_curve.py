"""The S-curve in figures and words."""

import msgspec
import pytest

from tests.web.country import empty, nation
from tests.web.states import TODAY
from web.compose import base
from web.compose.curve import MOST_ROWS, gap, of_plan, spi, tile
from web.words import words

VI, EN = words("vi"), words("en")
FACTS = nation()


def test_the_gap_is_told_in_words() -> None:
    made = tile(FACTS, base.twin(FACTS), VI)
    assert made.said["operational/days_behind"] == ("chậm 12 ngày", "")
    assert made.slots["curve/of_plan"] == "so với kế hoạch"
    assert made.said["operational/planned_share"] == ("80,0%", "")
    assert made.said["operational/earned_share"] == ("70,0%", "")
    assert made.said["operational/planned_finish"] == ("15/06/2027", "")


def test_the_forecast_for_the_end_of_the_plan() -> None:
    made = tile(FACTS, base.twin(FACTS), VI)
    told = made.twin["curve"]["forecast"]
    assert (told["late"], told["middle"], told["early"]) == (0.8, 0.9, 1.0)
    assert (told["day"], told["tasks"], told["untold"]) == ("2027-06-15", 580, 120)
    assert told["fan"][0] == [TODAY.isoformat(), 0.7, 0.7, 0.7]
    assert made.said["curve/forecast/middle"] == ("90,0%", "")
    assert made.slots["curve/by"] == "15/06/2027"


def test_without_a_forecast_there_is_no_number() -> None:
    assert FACTS.curve is not None
    unseen = msgspec.structs.replace(FACTS, curve=msgspec.structs.replace(FACTS.curve, fan=None))
    made = tile(unseen, base.twin(unseen), VI)
    told = made.twin["curve"]["forecast"]
    assert (told["middle"], told["middle_state"], told["fan"]) == (None, "no_data", [])
    assert made.said["curve/forecast/middle"] == ("—", "none")


@pytest.mark.parametrize(
    ("days", "vi", "en"),
    [
        (12.4, "chậm 12 ngày so với kế hoạch", "12 days behind the plan"),
        (0.5, "chậm 1 ngày so với kế hoạch", "1 day behind the plan"),
        (0.4, "đúng kế hoạch ", "on plan "),
        (-0.4, "đúng kế hoạch ", "on plan "),
        (-7.0, "sớm 7 ngày so với kế hoạch", "7 days ahead of the plan"),
        (1234.0, "chậm 1.234 ngày so với kế hoạch", "1,234 days behind the plan"),
    ],
)
def test_days_behind_in_both_languages(days: float, vi: str, en: str) -> None:
    for spoken, said in ((VI, vi), (EN, en)):
        assert f"{gap(days, None, spoken)[0]} {of_plan(days, spoken)}" == said


def test_no_number_is_no_zero() -> None:
    assert gap(None, "not_yet_due", VI) == ("kế hoạch chưa bắt đầu", "")
    assert gap(None, "no_data", VI) == ("—", "none")
    assert of_plan(None, VI) == ""


def test_spi_is_shown_as_two_at_most() -> None:
    """Q51."""
    assert [spi(value, VI)[0] for value in (0.914, 2.0, 17.3, None)] == [
        "0,91",
        "2,00",
        "2,00",
        "—",
    ]


def test_the_table_tells_the_lines() -> None:
    made = tile(FACTS, base.twin(FACTS), VI)
    rows = made.twin["curve"]["rows"]
    assert len(rows) <= MOST_ROWS + 1
    assert (rows[0]["planned"], rows[-1]["planned"]) == (0.0, 1.0)
    assert len(made.page["days"]) == len(rows)
    for n, row in enumerate(rows):
        known = made.said[f"curve/rows/{n}/earned"]
        if row["day"] > TODAY.isoformat():
            assert (known, row["earned_state"]) == (("—", "none"), "not_yet_due")
    assert rows[0]["earned_state"] == "no_data", "nobody counted then"
    assert any(row["earned"] for row in rows)


def test_a_row_of_today_tells_what_is_earned_now() -> None:
    assert FACTS.curve is not None
    days = (msgspec.structs.replace(FACTS.curve.planned[0], day=TODAY), *FACTS.curve.planned[-1:])
    curve = msgspec.structs.replace(FACTS.curve, planned=days)
    facts = msgspec.structs.replace(FACTS, curve=curve)
    assert tile(facts, base.twin(facts), VI).twin["curve"]["rows"][0]["earned"] == 0.7


def test_other_days_ask_for_the_tile_anew() -> None:
    key = tile(FACTS, base.twin(FACTS), VI).slots["curve/key"]
    assert key.startswith("2026-02-25 ") and key.endswith(" 2027-06-15")


def test_the_lines_are_in_the_twin() -> None:
    curve = tile(FACTS, base.twin(FACTS), VI).twin["curve"]
    assert curve["planned"][-1] == ["2027-06-15", 1.0]
    assert curve["earned"][-1] == [TODAY.isoformat(), 0.7]


def test_without_a_plan_its_place_is_kept() -> None:
    made = tile(empty(), base.twin(empty()), VI)
    curve = made.twin["curve"]
    assert (curve["planned"], curve["earned"], curve["rows"]) == ([], [], [])
    assert curve["forecast"]["middle_state"] == "no_data"
    assert made.said["operational/days_behind"] == ("—", "none")
    assert made.said["operational/planned_finish"] == ("—", "none")
    assert made.slots["curve/key"] == ""
