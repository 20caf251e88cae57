"""Who moved most in 24 hours: three with more overdue, three with fewer.

The change is the number overdue now less the number 24 hours ago (clarification Q80).
"""

from typing import Any

from web.compose.facts import BoardFacts, Child
from web.compose.tile import Said, Tile
from web.formats import signed
from web.words import Words

SHOWN = 3


def tile(facts: BoardFacts, words: Words) -> Tile:
    """`movers/up` and `movers/down`, the furthest first."""
    moved = [(change, child) for child in counted(facts) if (change := moved_by(child))]
    up = best([each for each in moved if each[0] > 0])
    down = best([each for each in moved if each[0] < 0])
    twin = {"up": [line(*each) for each in up], "down": [line(*each) for each in down]}
    return Tile(
        twin={"movers": twin},
        said=said(twin, words),
        slots=slots(twin) | {"movers/none": none(facts, words)},
    )


def none(facts: BoardFacts, words: Words) -> str:
    """What stands there without movers: nothing changed, or nothing is known of 24 hours ago."""
    known = any(child.overdue_24h_ago is not None for child in facts.children)
    return words.say("empty.movers" if known else "empty.movers_unknown")


def counted(facts: BoardFacts) -> list[Child]:
    """Each task once: special zones are in their province, the group of bodies is no unit."""
    return [
        child
        for child in facts.children
        if not child.special_zone_of and child.place.kind != "central_group"
    ]


def moved_by(child: Child) -> int | None:
    """Overdue now less overdue 24 hours ago; None where either is unknown."""
    if child.state is None or child.overdue_24h_ago is None:
        return None
    return child.state.counts["overdue"] - child.overdue_24h_ago


def best(moved: list[tuple[int, Child]]) -> list[tuple[int, Child]]:
    """The largest changes first, ties by name."""
    return sorted(moved, key=lambda each: (-abs(each[0]), each[1].place.sort_key))[:SHOWN]


def line(change: int, child: Child) -> dict[str, Any]:
    """One mover in the twin."""
    return {
        "scope": child.place.code,
        "name": child.place.short_vi or child.place.name_vi,
        "change": change,
    }


def said(twin: dict[str, list[dict[str, Any]]], words: Words) -> dict[str, Said]:
    """`+3` for more overdue, `−2` for fewer."""
    return {
        f"movers/{way}/{n}/change": (signed(each["change"], words.lang), "")
        for way, lines in twin.items()
        for n, each in enumerate(lines)
    }


def slots(twin: dict[str, list[dict[str, Any]]]) -> dict[str, str]:
    """Name and address of each line."""
    return {
        f"movers/{way}/{n}/{key}": value
        for way, lines in twin.items()
        for n, each in enumerate(lines)
        for key, value in (("name", each["name"]), ("href", f"/boards/{each['scope']}"))
    }
