"""What would lift a unit in its ranking, and how a share of a score is said."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from msgspec import Struct

from web.compose.tile import Said, Tile
from web.compose.urge import hidden_title
from web.formats import NONE, number
from web.words import Words

POINTS = 100
"""A score is said in points of a hundred, with two decimals: its four."""


class Gain(Struct, frozen=True, kw_only=True):
    """A task whose completion on the day lifts its unit; `gain` is what it adds to the score."""

    task: str
    title: str
    secret: bool
    due: date | None
    state: str
    gain: float


def points(share: float | None, words: Words) -> Said:
    """A score or a part of it: `0.8616` → `86,16`, or —."""
    if share is None:
        return NONE, "none"
    return number(Fraction(str(share)) * POINTS, words.lang, 2), ""


def tile(gains: Sequence[Gain], words: Words) -> Tile:
    """`lifts/0/gain` …, the one that lifts most first."""
    return Tile(
        twin={
            "lifts": [
                {
                    "task": each.task,
                    "title": None if each.secret else each.title,
                    "due": each.due.isoformat() if each.due else None,
                    "state": each.state,
                    "gain": each.gain,
                }
                for each in gains
            ]
        },
        said={f"lifts/{n}/gain": _gained(each.gain, words) for n, each in enumerate(gains)},
        page={
            "lifts": [
                {
                    "href": f"/tasks/{each.task}",
                    "title": hidden_title(words) if each.secret else each.title,
                    "due": each.due,
                    "state": each.state,
                }
                for each in gains
            ]
        },
    )


def _gained(gain: float, words: Words) -> Said:
    text, state = points(gain, words)
    return f"+{text}", state
