"""What would lift a unit, as it is said; a secret task has no title."""

from __future__ import annotations

from datetime import date

import pytest

from web.compose.lift import Gain, points, tile
from web.words import words


def gain(task: str, gain: float, secret: bool = False) -> Gain:
    return Gain(
        task=task, title="Số hóa", secret=secret, due=date(2026, 11, 30), state="due_soon",
        gain=gain,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("share", "said"), [(0.8616, "86,16"), (1.0, "100,00"), (1e-05, "0,00"), (None, "—")]
)
def test_points_of_a_hundred(share: float | None, said: str) -> None:
    assert points(share, words("vi"))[0] == said


def test_gains_in_their_order() -> None:
    made = tile([gain("vn.15.t1", 0.0215), gain("vn.15.t2", 0.01, secret=True)], words("vi"))
    assert made.said["lifts/0/gain"] == ("+2,15", "")
    assert made.twin["lifts"][0] == {
        "task": "vn.15.t1", "title": "Số hóa", "due": "2026-11-30", "state": "due_soon",
        "gain": 0.0215,
    }  # fmt: skip
    assert made.twin["lifts"][1]["title"] is None
    assert "Số hóa" not in made.page["lifts"][1]["title"]
    assert made.page["lifts"][0]["href"] == "/tasks/vn.15.t1"
