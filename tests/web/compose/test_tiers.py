"""Four tiers: what is known, with its denominator; what is not, as —."""

import msgspec

from tests.web.country import empty, nation
from web.compose import base
from web.compose.tiers import changes, difference, tile
from web.words import words

VI = words("vi")


def test_index_and_strategic_tier_stand_with_their_coverage() -> None:
    made = tile(nation(), base.twin(nation()), VI)
    assert made.said["strategic/index"] == ("0,87", "")
    assert made.said["strategic/coverage"][0] == "75,0%"
    assert made.said["index_coverage"][0] == "100,0%"
    assert made.coverage["strategic/index"] == 0.75


def test_without_indicators_the_strategic_tier_keeps_its_place() -> None:
    made = tile(empty(), base.twin(empty()), VI)
    assert made.said["strategic/index"] == ("—", "none")
    assert made.said["index"] == ("—", "none")


def test_the_operational_tier_is_its_spi_t() -> None:
    made = tile(nation(), base.twin(nation()), VI)
    assert made.said["operational/spi_t"] == ("0,94", "")
    assert made.coverage["operational"] == 0.9
    assert tile(empty(), base.twin(empty()), VI).said["operational/spi_t"] == ("—", "none")


def test_the_rate_stands_with_its_denominator() -> None:
    facts = nation()
    made = tile(facts, base.twin(facts), VI)
    assert made.said["planning/on_time_rate"][0].endswith("%")
    assert made.said["planning/states/done_on_time"][0].isdigit()


def test_seven_days_ago_not_known_is_no_change_of_zero() -> None:
    facts = nation()
    assert facts.state is not None
    young = msgspec.structs.replace(
        facts, state=msgspec.structs.replace(facts.state, week_ago=None)
    )
    assert set(changes(young).values()) == {None}
    assert tile(young, base.twin(young), VI).said["change_7d/on_time_rate"] == ("—", "none")


def test_changes_are_in_points() -> None:
    assert difference(0.5, 0.25) == 0.25
    assert difference(None, 0.25) is difference(0.5, None) is None
    assert tile(nation(), base.twin(nation()), VI).said["change_7d/on_time_rate"][0][0] == "+"


def test_data_quality_stands_under_the_index_with_its_four_parts() -> None:
    facts = nation()
    twin = base.twin(facts)
    twin["quality"] |= {"dq": 0.8609, "accurate": 0.9625, "live": None}
    said = tile(facts, twin, VI).said
    assert said["quality/dq"] == ("0,86", "") and said["quality/accurate"] == ("96,3%", "")
    assert said["quality/live"] == ("—", "none")
