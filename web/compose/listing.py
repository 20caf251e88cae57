"""A list of facts behind a figure: one row each, in the twin as they are, on the page in words."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from web.compose.tile import Tile, counted
from web.words import Words


class Row(Struct, frozen=True, kw_only=True):
    """One fact: what it says in a twin, and the words for it on a page."""

    entry: dict[str, Any]
    kind: str  # what happened
    title: str  # what it is about
    href: str | None  # where that has its page
    who: str  # who said or changed it
    who_href: str | None
    lines: tuple[str, ...] = ()  # details, one a line
    sign: str = ""
    late: bool = False


def tile(
    name: str, rows: tuple[Row, ...], count: int, of: int, following: str | None, words: Words
) -> Tile:
    """`<name>/0` … of one page; `count` of all, `of` units, tasks or indicators."""
    return Tile(
        twin={
            "count": count,
            "of": of,
            "shown": len(rows),
            "next": following,
            name: [row.entry for row in rows],
        },
        said={
            "count": counted(count, words),
            "of": counted(of, words),
            "shown": counted(len(rows), words),
        },
        page={"lines": rows, "next": following, "all": len(rows) == count},
    )


def table(name: str, twin: dict[str, Any]) -> list[list[Any]]:
    """The rows of a `.csv`: the heads, then a fact each."""
    entries = twin[name]
    heads = list(entries[0]) if entries else []
    return [heads, *([_cell(entry[head]) for head in heads] for entry in entries)]


def _cell(value: Any) -> Any:
    return " ".join(map(str, value)) if isinstance(value, list) else value
