"""A board as it is shown: figures under their pointers, the twin they point into, and the page.

A pointer is a JSON pointer without its leading slash (`planning/states/overdue`): it names the
same number in the page (`data-figure`), in the `.json` twin and in a patch.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct

State = str
"""How a figure looks: "" plain · ok risk behind overdue silent (screens.md §5) · none (—) ·
withheld (*) · grey (coverage < 0.6) · gone (the pointer no longer exists: hide its row)."""


class Figure(Struct, frozen=True):
    """One value on the glass."""

    value: Any  # as in the twin, unrounded
    text: str  # as printed, in the language of the view
    state: State = ""
    as_of: datetime | None = None  # None: nothing known yet
    coverage: float = 1.0  # 0..1: share of what should have been known


class BoardView(Struct, frozen=True, kw_only=True):
    """One board in one language."""

    scope: str
    programme: str
    lang: str
    as_of: datetime | None
    figures: dict[str, Figure]
    twin: dict[str, Any]  # JSON-able: what /boards/{scope}.json answers
    page: dict[str, Any]  # what the template needs beside figures: rows, tiles, links, names


GONE = (None, "", "gone")


def changes(
    before: Mapping[str, Figure], after: Mapping[str, Figure]
) -> dict[str, tuple[Any, str, State]]:
    """The `f` of a patch: what a page showing `before` must be told to show `after`."""
    moved = {
        pointer: (figure.value, figure.text, figure.state)
        for pointer, figure in after.items()
        if not same(before.get(pointer), figure)
    }
    return moved | {pointer: GONE for pointer in before.keys() - after.keys()}


def same(old: Figure | None, new: Figure) -> bool:
    """Whether a reader would see no difference (the age alone is told by the heartbeat)."""
    return old is not None and (old.value, old.text, old.state) == (
        new.value,
        new.text,
        new.state,
    )


def snapshot(figures: Mapping[str, Figure]) -> dict[str, tuple[Any, str, State]]:
    """The `f` of a snapshot frame: every figure."""
    return changes({}, figures)
