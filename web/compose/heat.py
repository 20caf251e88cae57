"""The heat table of a scope's children: how many stand how, in one sentence and by sign.

The cells themselves are those of `web.compose.atlas`; here stand the sum above them (who has
anything overdue, who most), the count of each sign, which add up to all, and the alphabet.
"""

from collections import Counter
from typing import Any

from schema.states import Sign
from web.compose import atlas
from web.compose.facts import BoardFacts, Child
from web.compose.names import short_name
from web.compose.sign import unit_sign
from web.compose.tile import Said, Tile, counted
from web.words import Words

SIGNS = (Sign.OVERDUE, Sign.BEHIND, Sign.AT_RISK, Sign.ON_TRACK, Sign.SILENT, Sign.NONE)
"""In the order in which they ask for somebody."""
FEW, SOME, LONG = 60, 100, 20
"""Up to so many cells, two and three columns on a wall; letters from which a name is long."""


def tile(facts: BoardFacts, words: Words) -> Tile:
    """`heat/units`, `heat/with_overdue`, `heat/signs/…` and `heat/worst`, where anybody is late."""
    twin = summed(facts)
    worst = most_overdue(facts)
    if worst is not None:
        twin["worst"] = {"unit": worst.place.code, "value": atlas.overdue(worst)}
    return Tile(
        twin={"heat": twin},
        said=said(twin, words),
        slots={
            "heat/worst/name": short_name(worst.place, words) if worst else "",
            "heat/worst/href": atlas.way(worst, facts) if worst else "",
        },
        page=layout([short_name(child.place, words) for child in facts.children])
        | {"alphabet": alphabet(facts.children)},
    )


def summed(facts: BoardFacts) -> dict[str, Any]:
    """How many units there are, how many have anything overdue, how many stand how."""
    units = atlas.once(facts)
    stand = Counter(
        unit_sign(child.state.counts if child.state else None, silent=child.silent)
        for child in units
    )
    return {
        "units": len(units),
        "with_overdue": sum(atlas.overdue(child) > 0 for child in units),
        "signs": {sign.value: stand[sign] for sign in SIGNS},
        "worst": None,
    }


def most_overdue(facts: BoardFacts) -> Child | None:
    """The child with the most overdue, the first in the alphabet of several; None if none has."""
    late = [child for child in atlas.once(facts) if atlas.overdue(child) > 0]
    return min(late, key=lambda child: atlas.order(child, facts)) if late else None


def said(twin: dict[str, Any], words: Words) -> dict[str, Said]:
    """How they are printed."""
    made = {f"heat/{key}": counted(twin[key], words) for key in ("units", "with_overdue")}
    for sign, count in twin["signs"].items():
        made[f"heat/signs/{sign}"] = counted(count, words)
    if twin["worst"] is not None:
        made["heat/worst/value"] = counted(twin["worst"]["value"], words, "overdue")
    return made


def alphabet(children: tuple[Child, ...]) -> dict[str, int]:
    """The place of each child in the Vietnamese alphabet, from 0."""
    ordered = sorted(children, key=lambda child: (child.place.sort_key, child.place.code))
    return {child.place.code: n for n, child in enumerate(ordered)}


def layout(names: list[str]) -> dict[str, Any]:
    """Columns of a wall for so many names, read downwards, and the rows that takes."""
    columns = 2 if len(names) <= FEW else 3 if len(names) <= SOME else 4
    return {
        "columns": columns,
        "rows": -(-len(names) // columns) or 1,
        "long": any(len(name) > LONG for name in names) and len(names) <= FEW,
    }
