"""A role that nobody fills is told with 0, and a standby needs a mirror."""

from __future__ import annotations

from web.roles import ready


def test_a_role_without_a_process_is_told() -> None:
    assert ready([("web", True), ("web", True), ("fold", False)], standby=False) == {
        "web": 2,
        "fold": 0,
        "roll": 0,
        "alerts": 0,
    }


def test_others_are_none_of_its_business() -> None:
    assert "feed" not in ready([("feed", True)], standby=False)


def test_a_standby_needs_a_mirror() -> None:
    assert ready([], standby=True)["mirror"] == 0
    assert ready([("mirror", True)], standby=True)["mirror"] == 1
    assert "mirror" not in ready([("mirror", True)], standby=False)
