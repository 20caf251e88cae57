"""One board in one language: every tile asked, their parts of the twin joined, figures drawn.

`board_view` is the only way from facts to the glass: the page, its `.json` twin and each patch
are three readings of its answer.
"""

from typing import Any

from web.compose import (
    atlas,
    base,
    bottlenecks,
    curve,
    headline,
    heat,
    movers,
    notable,
    planning,
    programmes,
    pulse,
    strategic,
    tiers,
    urge,
    wave,
    worst,
)
from web.compose.doors import doors
from web.compose.facts import BoardFacts, Place
from web.compose.join import merge
from web.compose.names import full_name, short_name
from web.compose.tile import SLOT, Tile, figures
from web.compose.view import BoardView, Figure
from web.words import Words, words


def board_view(facts: BoardFacts, lang: str) -> BoardView:
    """Everything a board shows of `facts` in `vi` or `en`."""
    spoken = words(lang)
    twin = base.twin(facts)
    made = tiles(facts, twin, spoken)
    whole = identity(facts) | joined(twin, made)
    as_of = facts.state.as_of if facts.state else None
    shown = {
        pointer: figure
        for tile in made.values()
        for pointer, figure in figures(tile, whole, as_of).items()
    }
    ways = doors(shown, whole)
    return BoardView(
        scope=facts.path[-1].code,
        programme=facts.programme,
        lang=lang,
        as_of=as_of,
        figures=shown | vitals(facts) | headline.slots(made["headline"].page) | moving(ways),
        twin=whole,
        page={name: tile.page for name, tile in made.items()}
        | page(facts, spoken)
        | {"doors": ways},
    )


MOVING = ("bottlenecks/", "strategic/indicators/")
"""Rows that a patch may give to something else: their doors move with them."""


def moving(ways: dict[str, str]) -> dict[str, Figure]:
    """The doors of such rows as words of the page."""
    return {
        f"{SLOT}door/{pointer}": Figure(None, address)
        for pointer, address in ways.items()
        if pointer.startswith(MOVING)
    }


def tiles(facts: BoardFacts, twin: dict[str, Any], spoken: Words) -> dict[str, Tile]:
    """Every tile by name, in the order of reading."""
    return {
        "headline": headline.tile(facts, twin, spoken),
        "programmes": programmes.tile(facts, spoken),
        "tiers": tiers.tile(facts, twin, spoken),
        "strategic": strategic.tile(facts, twin, spoken),
        "atlas": atlas.tile(facts, spoken),
        "heat": heat.tile(facts, spoken),
        "worst": worst.tile(facts, spoken),
        "movers": movers.tile(facts, spoken),
        "urge": urge.tile(facts, spoken),
        "wave": wave.tile(facts, spoken),
        "planning": planning.tile(twin, spoken),
        "curve": curve.tile(facts, twin, spoken),
        "bottlenecks": bottlenecks.tile(facts, spoken),
        "pulse": pulse.tile(facts, twin, spoken),
        "notable": notable.tile(facts, spoken),
    }


def joined(twin: dict[str, Any], made: dict[str, Tile]) -> dict[str, Any]:
    """The twin of the state with what each tile adds."""
    for tile in made.values():
        twin = merge(twin, tile.twin)
    return twin


def identity(facts: BoardFacts) -> dict[str, Any]:
    """Which board this is, first in the twin."""
    scope = facts.path[-1]
    return {"name": scope.name_vi, "name_en": scope.name_en or None, "sample": facts.sample} | {
        "feed": facts.feed
    }


OTHERS = ("field", "post")
"""Kinds of scopes that are no units: nobody reports from them, nobody speaks for them."""


def vitals(facts: BoardFacts) -> dict[str, Figure]:
    """What the page needs to judge its own age: they travel like figures."""
    as_of = facts.state.as_of if facts.state else None
    stamp = as_of.isoformat() if as_of else None
    return {
        "as_of": Figure(stamp, "", "", as_of),
        "feed": Figure(facts.feed, "", "", as_of),
        "headline/rule": Figure(facts.state.headline.rule if facts.state else None, ""),
    }


def page(facts: BoardFacts, spoken: Words) -> dict[str, Any]:
    """Names and links around the figures."""
    return {
        "path": [crumb(each, spoken) for each in facts.path[:-1]] + [here(facts.path[-1], spoken)],
        "name": full_name(facts.path[-1], spoken),
        "kind": facts.path[-1].kind,
        "counts_arrivals": facts.path[-1].kind not in OTHERS,
        "unit": (facts.path[0] if facts.path[-1].kind in OTHERS else facts.path[-1]).code,
        "sample": facts.sample,
        "feed": facts.feed,
        "server_time": facts.server_time,
        "empty": facts.state is None or not any(facts.state.counts.values()),
    }


def crumb(place: Place, spoken: Words) -> dict[str, str]:
    """A step of the path above."""
    return {"name": short_name(place, spoken), "href": f"/boards/{place.code}"}


def here(place: Place, spoken: Words) -> dict[str, str]:
    """The last step: this board's own name."""
    return {"name": full_name(place, spoken), "href": f"/boards/{place.code}"}
