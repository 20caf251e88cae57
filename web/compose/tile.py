"""One tile of a board: its part of the twin, how each of its figures is said, what else it needs.

A figure's value is read from the twin by its pointer, never given twice: page, twin and patch
cannot disagree.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct

from web.compose.view import Figure, State
from web.formats import NONE, number, percent
from web.words import Words

Said = tuple[str, State]
SLOT = "~"
"""Pointers that begin so name words on the page that may change; they are not in the twin."""
GREY_BELOW = 0.6


class Tile(Struct, frozen=True, kw_only=True):
    """What one module of `web.compose` contributes to a board."""

    twin: dict[str, Any] = {}
    said: dict[str, Said] = {}
    slots: dict[str, str] = {}  # pointer without its mark → words
    page: dict[str, Any] = {}
    coverage: dict[str, float] = {}  # pointer prefix → share known; 1 where not given


def counted(value: int | None, words: Words, state: State = "") -> Said:
    """A whole number: `1.287`, or — in the state `none`."""
    return (NONE, "none") if value is None else (number(value, words.lang), state)


def shared(value: float | None, words: Words, state: State = "") -> Said:
    """A fraction as a percentage with one decimal, or —."""
    return (NONE, "none") if value is None else (percent(value, words.lang), state)


def decimal(value: float | None, words: Words, digits: int, state: State = "") -> Said:
    """A number with decimals, or —."""
    return (NONE, "none") if value is None else (number(value, words.lang, digits), state)


def resolve(twin: Any, pointer: str) -> Any:
    """The value a pointer names; raises KeyError or IndexError where there is none."""
    for step in pointer.split("/"):
        twin = twin[int(step)] if isinstance(twin, list) else twin[step]
    return twin


def figures(tile: Tile, twin: Mapping[str, Any], as_of: datetime | None) -> dict[str, Figure]:
    """The figures and slots of one tile, their values taken from the whole twin."""
    made = {
        pointer: figure(resolve(twin, pointer), said, as_of, covered(tile.coverage, pointer))
        for pointer, said in tile.said.items()
    }
    return made | {SLOT + pointer: Figure(None, text) for pointer, text in tile.slots.items()}


def figure(value: Any, said: Said, as_of: datetime | None, coverage: float) -> Figure:
    """One figure; grey when too little of what should be known is."""
    text, state = said
    if coverage < GREY_BELOW and state not in ("none", "withheld"):
        state = "grey"
    return Figure(value, text, state, as_of, coverage)


def covered(coverage: Mapping[str, float], pointer: str) -> float:
    """The coverage of the longest prefix that names this pointer."""
    found = [prefix for prefix in coverage if pointer == prefix or pointer.startswith(prefix + "/")]
    return coverage[max(found, key=len)] if found else 1.0
