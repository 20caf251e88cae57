"""The feed under the pulse: one notable event at a time, the rest as a number."""

from typing import Any

from web.compose.facts import BoardFacts, Notable
from web.compose.tile import Tile, counted
from web.formats import clock
from web.words import Words

KEPT = 5


def tile(facts: BoardFacts, words: Words) -> Tile:
    """`notable/events/0` is the newest; the page shows one, at least two seconds each."""
    kept = facts.notable[:KEPT]
    twin = {"events": [entry(each) for each in kept], "more": facts.notable_more}
    slots = {
        f"notable/events/{n}/{key}": text
        for n, each in enumerate(kept)
        for key, text in texts(each, words).items()
    }
    return Tile(
        twin={"notable": twin},
        said={"notable/more": counted(facts.notable_more, words)},
        slots=slots,
    )


def entry(each: Notable) -> dict[str, Any]:
    """An event in the twin."""
    return {
        "at": each.at.isoformat(),
        "kind": each.kind,
        "task": each.task,
        "title": each.title,
        "unit": each.unit.code,
    }


def texts(each: Notable, words: Words) -> dict[str, str]:
    """The words of an event."""
    return {
        "at": clock(each.at),
        "kind": words.say(f"notable.{each.kind}"),
        "title": each.title,
        "unit": each.unit.short_vi or each.unit.name_vi,
        "href": f"/tasks/{each.task}",
    }
