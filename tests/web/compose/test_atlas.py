"""The map of provinces and the heat table of everything else."""

import msgspec

from schema.kpi import KpiState
from schema.quality import Quality
from tests.web.country import empty, nation
from tests.web.states import NAMES, place
from web.compose.atlas import entry, tile
from web.compose.facts import BoardFacts, Child
from web.words import words

VI = words("vi")


def province_board() -> BoardFacts:
    facts = nation()
    communes = tuple(
        Child(place=place(f"vn.38.{n:05d}", f"Xã {n}", "commune"), state=child.state)
        for n, child in enumerate(facts.children[:20])
    )
    return msgspec.structs.replace(facts, children=communes)


def test_every_province_has_its_cell() -> None:
    tiles = {each["code"]: each for each in tile(nation(), VI).page["tiles"]}
    assert set(NAMES) < set(tiles)
    assert (tiles["vn.01"]["row"], tiles["vn.01"]["column"]) == (3, 3)
    assert tiles["tw"]["row"] is None


def test_hoang_sa_and_truong_sa_are_always_on_the_map() -> None:
    facts = empty()
    assert all(not child.special_zone_of for child in facts.children)
    made = tile(facts, VI)
    assert {each["short"] for each in made.page["tiles"] if each["inset"]} == {
        "Hoàng Sa",
        "Trường Sa",
    }
    assert made.said["map/vn.48.20333/value"] == ("—", "none")


def test_a_province_without_overdue_shows_zero_not_a_dash() -> None:
    made = tile(nation(), VI)
    assert made.said["map/vn.15/value"] == ("0", "on_track")
    assert made.slots["map/vn.15/word"] == "Đúng tiến độ"


def test_the_lagging_are_filled_and_the_silent_say_so() -> None:
    made = tile(nation(), VI)
    assert made.said["map/vn.38/value"] == ("17", "overdue")
    assert made.said["map/vn.11/value"][1] == "silent"


def test_a_heat_table_reads_from_the_most_overdue() -> None:
    made = tile(province_board(), VI)
    values = [made.twin["map"][each["code"]]["value"] for each in made.page["tiles"]]
    assert values == sorted(values, reverse=True)
    assert not made.page["atlas"]


def test_another_set_of_tiles_has_another_key() -> None:
    facts = nation()
    fewer = msgspec.structs.replace(facts, children=facts.children[1:])
    assert tile(facts, VI).slots["map/key"] == tile(nation(3), VI).slots["map/key"]
    assert tile(facts, VI).slots["map/key"] != tile(fewer, VI).slots["map/key"]


def test_a_child_nobody_published_is_unknown() -> None:
    child = Child(place=place("vn.01", "Hà Nội"), state=None)
    made = tile(msgspec.structs.replace(nation(), children=(child,)), VI)
    assert made.twin["map"]["vn.01"]["value"] is None


def with_quality(state: KpiState, quality: Quality) -> KpiState:
    return msgspec.structs.replace(state, quality=quality)


def test_a_tile_tells_the_data_quality_of_its_unit() -> None:
    good = Quality(slots=9, on_time=9, share=90_000)
    child = next(one for one in nation().children if one.state is not None)
    assert child.state is not None
    told = entry(msgspec.structs.replace(child, state=with_quality(child.state, good)))
    few = entry(msgspec.structs.replace(child, state=with_quality(child.state, Quality(slots=4))))
    assert (told["dq"], few["dq"]) == (1.0, None)
