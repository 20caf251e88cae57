"""Windows side by side (Q80): what is said of each, and what a field has not (Q37)."""

from datetime import UTC, datetime

from msgspec.structs import replace

from schema.figures import figures as twin_of
from tests.web.country import nation
from tests.web.states import rolling
from web.compose.tile import figures
from web.compose.windows import OF_TASKS, OF_UNITS, duration, tile
from web.words import words

VI = words("vi")
STATE = nation().state
assert STATE is not None
TWIN = twin_of(STATE)
FIELD = twin_of(replace(STATE, rolling=rolling("f.A", "")))


def test_each_figure_is_said_now_and_before_with_what_it_is_a_part_of() -> None:
    said = tile(TWIN, VI).said
    assert said["windows/d7/completions_on_time"] == ("27", "")
    assert said["windows/d7/completions"] == ("31", "")
    assert said["windows/d7/completions_on_time_rate"] == ("87,1%", "")
    assert said["windows/d7/before/completions"] == ("12", "")
    assert said["windows/d90/communes_reporting"] == ("2.850", "")
    assert said["windows/d90/communes"] == ("3.321", "")
    assert said["windows/d30/channels/connector_rate"] == ("94,0%", "")


def test_a_median_is_two_edges_and_a_number_of_cases() -> None:
    said = tile(TWIN, VI).said
    assert said["windows/d7/lag_verified/from_s"] == ("24 giờ", "")
    assert said["windows/d7/lag_verified/n"] == ("31", "")
    assert said["windows/d7/lag_answered/to_s"] == ("—", "none")
    assert duration(600, words("en")) == ("10 min", "")


def test_a_field_has_what_follows_from_its_tasks() -> None:
    names = [line["name"] for line in tile(FIELD, VI).page["lines"]]
    assert names == list(OF_TASKS)
    assert [line["name"] for line in tile(TWIN, VI).page["lines"]] == [*OF_TASKS, *OF_UNITS]


def test_every_figure_is_in_the_twin_and_has_its_words() -> None:
    made = tile(TWIN, VI)
    assert figures(made, TWIN, datetime(2026, 6, 1, tzinfo=UTC)).keys() == made.said.keys()
    for lang in ("vi", "en"):
        assert all(words(lang).say(f"windows.{line['key']}") for line in made.page["lines"])
