"""A case knows when it happened."""

from datetime import timedelta

from tests.alerts.builders import NOW, case, opened, room, standing


def test_a_standing_happened_in_log_time() -> None:
    seen = standing(at=NOW - timedelta(hours=2))
    assert case(seen).at == seen.at


def test_a_tick_happens_now() -> None:
    assert case(before=opened()).at == NOW


def test_a_room_gives_the_parameters_of_its_rules() -> None:
    assert room().parameters.step_hour == 8
