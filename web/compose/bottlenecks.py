"""What stands in the way: open difficulties by type and by the body asked, the widest first."""

from typing import Any

from web.compose.facts import BoardFacts, Bottleneck
from web.compose.tile import Said, Tile, counted
from web.words import Words

ROWS = 5


def tile(facts: BoardFacts, words: Words) -> Tile:
    """`bottlenecks/0` … `bottlenecks/4`."""
    found = sorted(facts.bottlenecks or (), key=lambda b: (-b.units_waiting, -b.oldest_days))[:ROWS]
    twin = [entry(each) for each in found]
    said: dict[str, Said] = {}
    slots: dict[str, str] = {}
    for n, each in enumerate(twin):
        said[f"bottlenecks/{n}/units_waiting"] = counted(each["units_waiting"], words)
        said[f"bottlenecks/{n}/oldest_days"] = counted(each["oldest_days"], words)
        slots |= {f"bottlenecks/{n}/{key}": text for key, text in texts(found[n], words).items()}
    return Tile(
        twin={"bottlenecks": twin},
        said=said,
        slots=slots,
        page={"known": facts.bottlenecks is not None},
    )


def entry(each: Bottleneck) -> dict[str, Any]:
    """A row in the twin."""
    return {
        "type": each.type,
        "asked_of": each.asked_of.code,
        "asked_of_name": each.asked_of.name_vi,
        "units_waiting": each.units_waiting,
        "oldest_days": each.oldest_days,
    }


def texts(each: Bottleneck, words: Words) -> dict[str, str]:
    """The words of a row."""
    return {
        "type": words.label(each.type),
        "asked_of": each.asked_of.short_vi or each.asked_of.name_vi,
        "href": f"/units/{each.asked_of.code}",
    }
