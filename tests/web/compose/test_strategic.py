"""The six indicators furthest from their path, in their own measures."""

from __future__ import annotations

import pytest

from tests.web.country import empty, nation
from web.compose import base
from web.compose.strategic import measured, pace, tile
from web.compose.tile import figures
from web.words import words

VI, EN = words("vi"), words("en")
FACTS = nation()
TWIN = base.twin(FACTS)


def test_a_row_says_now_target_pace_and_sign() -> None:
    said = tile(FACTS, TWIN, VI).said
    at = "strategic/indicators/1"
    assert said[f"{at}/value"] == ("42%", "")
    assert said[f"{at}/target"] == ("90%", "")
    assert said[f"{at}/required_pace"] == ("+3,0", "")
    assert said[f"{at}/attainment"] == ("0,50", "behind")
    assert said[f"{at}/p_hit"] == ("34%", "")
    assert said["strategic/indicators/2/p_hit"] == ("—", "none")


def test_the_way_and_where_the_path_asks_to_be() -> None:
    row = TWIN["strategic"]["indicators"][1]
    assert (row["way"], row["way_asked"]) == (0.25, 0.5)


def test_past_its_day_there_is_no_pace() -> None:
    assert tile(FACTS, TWIN, VI).said["strategic/indicators/0/required_pace"] == ("—", "none")


def test_names_and_what_must_be_known_of_them_in_both_languages() -> None:
    at = "strategic/indicators/2"
    vi, en = tile(FACTS, TWIN, VI).slots, tile(FACTS, TWIN, EN).slots
    assert vi[f"{at}/name"] == "Dịch vụ công trực tuyến"
    assert en[f"{at}/name"] == "D01 in English"
    assert "tạm tính" in vi[f"{at}/about"] and "số liệu cũ" in vi[f"{at}/about"]


def test_a_stale_value_is_grey() -> None:
    assert tile(FACTS, TWIN, VI).said["strategic/indicators/2/value"] == ("58%", "grey")


def test_every_figure_stands_in_the_twin() -> None:
    made = figures(tile(FACTS, TWIN, VI), TWIN, None)
    assert made["strategic/indicators/0/value"].value == 20


def test_a_country_without_readings_has_no_rows() -> None:
    assert tile(empty(), base.twin(empty()), VI).said == {}


@pytest.mark.parametrize(
    ("value", "measure", "text"),
    [
        (56.73, "%", "56,7%"),
        (85352.0, "DN", "85.352"),
        (3.0, "tổ chức", "3"),
        (2.45, "người", "2,5"),
        (0.766, "index", "0,766"),
        (0.4, "%", "0,4%"),
        (12345.6, "trạm", "12.346"),
        (None, "%", "—"),
    ],
)
def test_values_in_their_measure(value: float | None, measure: str, text: str) -> None:
    assert measured(value, measure, VI)[0] == text


def test_a_large_pace_needs_no_decimal_a_small_one_two() -> None:
    assert pace(0.0159, VI) == ("+0,02", "")
    assert pace(0.0, VI) == ("0,0", "")
    assert pace(232.4, VI) == ("+232", "")
    assert pace(-6.55, VI) == ("−6,6", "")
