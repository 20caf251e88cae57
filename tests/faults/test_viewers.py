"""A viewer shows what its frames say, and complains of a patch that is missing."""

from __future__ import annotations

from tests.faults.viewers import Viewer

SNAPSHOT = {"t": "s", "e": "one", "s": 4, "d": None, "f": {"/a": [1, "1", ""], "/b": [2, "2", ""]}}


def patch(seq: int, **figures: object) -> dict[str, object]:
    return {"t": "p", "s": seq, "f": {f"/{name}": value for name, value in figures.items()}}


def test_patches_move_and_take_away() -> None:
    viewer = Viewer("")
    viewer.apply(SNAPSHOT)
    viewer.apply(patch(5, a=[3, "3", ""], b=[None, "", "gone"]))
    assert viewer.figures == {"/a": [3, "3", ""]}
    assert not viewer.faults


def test_a_missing_patch_is_a_fault() -> None:
    viewer = Viewer("")
    viewer.apply(SNAPSHOT)
    viewer.apply(patch(6))
    assert viewer.faults == ["patch 6 came after 4"]


def test_it_is_level_when_a_heartbeat_says_so() -> None:
    viewer = Viewer("")
    viewer.apply(SNAPSHOT)
    viewer.apply({"t": "h", "s": 5})
    assert not viewer.level.is_set()
    viewer.apply(patch(5))
    viewer.apply({"t": "h", "s": 5})
    assert viewer.level.is_set()


def test_an_inbox_remembers_whatever_it_was_shown() -> None:
    viewer = Viewer("")
    viewer.apply({**SNAPSHOT, "i": [{"id": "x"}]})
    viewer.apply({**patch(5), "i": {"put": [{"id": "y"}], "gone": ["x"]}})
    assert list(viewer.alerts) == ["y"]
    assert viewer.alerts_ever == {"x", "y"}
