"""The five children of a scope with the most overdue, and which of them a tile is.

For walls, whose map has no names: a flagged tile carries its place in the list beside it.
"""

from typing import Any

from web.compose import atlas
from web.compose.facts import BoardFacts, Child
from web.compose.names import short_name
from web.compose.tile import Tile, counted
from web.words import Words

ROWS = 5


def tile(facts: BoardFacts, words: Words) -> Tile:
    """`worst/0` … `worst/4`, and a flag for each child that may be among them."""
    found = most_overdue(facts)
    flags = {child.place.code: "" for child in facts.children}
    flags |= {child.place.code: str(n + 1) for n, child in enumerate(found)}
    return Tile(
        twin={"worst": [entry(child) for child in found]},
        said={
            f"worst/{n}/value": counted(atlas.overdue(child), words, atlas.entry(child)["sign"])
            for n, child in enumerate(found)
        },
        slots={f"worst/{n}/name": short_name(child.place, words) for n, child in enumerate(found)}
        | {f"worst/flag/{code}": flag for code, flag in flags.items()},
    )


def most_overdue(facts: BoardFacts) -> list[Child]:
    """At most five, ties by name; special zones are counted in their province."""
    late = [child for child in atlas.once(facts) if atlas.overdue(child) > 0]
    return sorted(
        late,
        key=lambda child: (-atlas.overdue(child), child.place.sort_key, child.place.code),
    )[:ROWS]


def entry(child: Child) -> dict[str, Any]:
    """A row in the twin."""
    return {
        "unit": child.place.code,
        "name": child.place.name_vi,
        "value": atlas.overdue(child),
    }
