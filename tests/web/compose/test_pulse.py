"""What is said beside the pulse."""

import msgspec

from tests.web.country import nation
from tests.web.states import rolling
from web.compose import base
from web.compose.pulse import tile
from web.words import words

VI = words("vi")


def test_volume_reach_way_and_speed() -> None:
    facts = nation()
    said = tile(facts, base.twin(facts), VI).said
    assert said["windows/today/updates"] == ("9.842", "")
    assert said["windows/today/automatic_rate"] == ("94,0%", "")
    assert said["windows/today/lag_received/from_s"] == ("5 phút", "")
    assert said["windows/today/lag_received/to_s"] == ("10 phút", "")
    assert said["pulse/to_screen_ms"] == ("0,31 giây", "")


def test_a_programme_has_no_lag_of_its_own() -> None:
    facts = nation()
    assert facts.state is not None
    of_programme = msgspec.structs.replace(facts.state, rolling=rolling("vn", "nq57"))
    facts = msgspec.structs.replace(facts, state=of_programme)
    assert "windows/today/lag_received/from_s" not in tile(facts, base.twin(facts), VI).said


def test_without_a_pulse_there_is_no_way_to_the_screen() -> None:
    facts = msgspec.structs.replace(nation(), pulse=None, state=None)
    said = tile(facts, base.twin(facts), VI).said
    assert said["pulse/to_screen_ms"] == ("—", "none")
    assert said["windows/today/automatic_rate"] == ("—", "none")
