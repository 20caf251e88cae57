"""Who moved most: three with more overdue, three with fewer.

The change is the number overdue now less the number 24 hours ago (clarification Q80). A system
that has not run for so long compares with the day close before, and says so.
"""

from typing import Any

from web.compose.facts import BoardFacts, Child
from web.compose.tile import Said, Tile
from web.formats import signed
from web.words import Words

SHOWN = 3
WAYS = ("up", "down")


def tile(facts: BoardFacts, words: Words) -> Tile:
    """`movers/up` and `movers/down`, the furthest first."""
    since = basis(facts)
    moved = [(change, child) for child in counted(facts) if (change := moved_by(child, since))]
    up = best([each for each in moved if each[0] > 0])
    down = best([each for each in moved if each[0] < 0])
    twin = {
        "since": since,
        "up": [line(*each) for each in up],
        "down": [line(*each) for each in down],
    }
    return Tile(
        twin={"movers": twin},
        said=said(twin, words),
        slots=slots(twin) | spoken(since, words),
    )


def basis(facts: BoardFacts) -> str | None:
    """What now is compared with: `24h`, `yesterday`, or None while nothing is known."""
    known = [child for child in counted(facts) if child.state is not None]
    if any(child.overdue_24h_ago is not None for child in known):
        return "24h"
    return "yesterday" if any(c.state and c.state.yesterday for c in known) else None


def spoken(since: str | None, words: Words) -> dict[str, str]:
    """The title, and what stands there when nobody moved."""
    return {
        "movers/title": words.say(
            "movers.since_yesterday" if since == "yesterday" else "movers.title"
        ),
        "movers/none": words.say("empty.movers" if since else "empty.movers_unknown"),
    }


def counted(facts: BoardFacts) -> list[Child]:
    """Each task once: special zones are in their province, the group of bodies is no unit."""
    return [
        child
        for child in facts.children
        if not child.special_zone_of and child.place.kind != "central_group"
    ]


def moved_by(child: Child, since: str | None) -> int | None:
    """Overdue now less overdue then; None where either is unknown."""
    then = before(child, since)
    return None if child.state is None or then is None else child.state.counts["overdue"] - then


def before(child: Child, since: str | None) -> int | None:
    """The number overdue it is compared with."""
    if since == "yesterday" and child.state and child.state.yesterday:
        return child.state.yesterday["overdue"]
    return child.overdue_24h_ago


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


def said(twin: dict[str, Any], words: Words) -> dict[str, Said]:
    """`+3` for more overdue, `−2` for fewer."""
    return {
        f"movers/{way}/{n}/change": (signed(each["change"], words.lang), "")
        for way in WAYS
        for n, each in enumerate(twin[way])
    }


def slots(twin: dict[str, Any]) -> dict[str, str]:
    """Name and address of each line."""
    return {
        f"movers/{way}/{n}/{key}": value
        for way in WAYS
        for n, each in enumerate(twin[way])
        for key, value in (("name", each["name"]), ("href", f"/boards/{each['scope']}"))
    }
