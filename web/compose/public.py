"""A unit's board as the public has it: the partition, rates, tiers, and the units right below.

The same figures by the same names as on the internal board, of the counts of one picture
(``web.facts.public``), less what is withheld; no task, no sentence, nothing that moves.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct

from schema.figures import due, total
from schema.figures import figures as of_state
from schema.figures import planning as of_counts
from schema.fraction import ratio
from schema.kpi import KpiState
from schema.states import WITHDRAWN
from web.compose import planning
from web.compose.base import EMPTY, erase
from web.compose.facts import Place
from web.compose.names import full_name, short_name
from web.compose.tile import Said, Tile, counted, decimal, figures, shared
from web.compose.veil import veil
from web.compose.view import Figure
from web.compose.withheld import GROUPS
from web.words import Words

TIERS = {
    "planning": (
        *("total", "states", "withdrawn", "done", "within_deadline", "due", "completion_of_due"),
        *("overdue_rate", "on_time_rate", "completion_of_all", "overdue_of_all", "avg_days_late"),
    ),
    "operational": ("progress", "coverage", "spi_t"),
    "strategic": ("index", "coverage", "judged", "asked"),
}
"""What the public has of each tier; the rest would need cells of its own to be safe."""
RATES = tuple(name for name in TIERS["planning"] if "_" in name and name != "within_deadline")
PARTED = tuple(state.value for group in GROUPS if len(group) > 1 for state in group)
"""Parts that are less than their group."""
OF_PARTS = (
    *(f"planning/{kind}/{part}" for kind in ("states", "shares") for part in PARTED),
    *("planning/on_time_rate", "planning/avg_days_late", "index"),
    *(f"operational/{name}" for name in TIERS["operational"]),
)
"""What follows from the parts of a unit: withheld with them."""
WHOLES = ("done", "within_deadline")
OF_GROUPS = (
    *(f"planning/{name}" for name in (*WHOLES, "due", *RATES) if name not in OF_PARTS),
    *(f"planning/shares/{name}" for name in WHOLES),
    *(f"planning/{kind}/{part}" for kind in ("states", "shares") for part in planning.ORDER),
)
"""What follows from the groups."""
OUTSIDE = tuple(f"planning/withdrawn/{state.value}" for state in WITHDRAWN)
CHILD = ("overdue", "due", "overdue_rate", "on_time_rate")
"""Of a unit right below, beside its total; the last follows from its parts."""


class Shown(Struct, frozen=True, kw_only=True):
    """A unit as the public may see it; `counts` None: it holds no task."""

    place: Place
    counts: Mapping[str, int] | None
    cells_withheld: bool = False
    groups_withheld: bool = False
    total_withheld: bool = False
    withdrawn_withheld: bool = False


class PublicFacts(Struct, frozen=True, kw_only=True):
    """What is known of a scope for the public; `state` gives the tiers that are not counted."""

    unit: Shown
    children: tuple[Shown, ...]
    state: KpiState | None
    seen_at: datetime | None = None
    """The instant of the picture; that of the unit's own figures may be earlier."""
    as_of: datetime | None = None
    kpi_version: int | None = None


class PublicView(Struct, frozen=True, kw_only=True):
    """The board in one language."""

    seen_at: datetime | None
    figures: dict[str, Figure]
    twin: dict[str, Any]
    page: dict[str, Any]


def public_view(facts: PublicFacts, words: Words) -> PublicView:
    """Figures, twin and what the page needs beside them."""
    whole = _whole(facts, words)
    below = {child.place.code: _entry(child) for child in facts.children}
    tile = Tile(
        twin=whole.twin | {"children": below},
        said=whole.said | {k: v for code in below for k, v in _below(code, below[code], words)},
        page=whole.page
        | {
            "children": [_line(child, words) for child in _ordered(facts.children)],
            "withheld": bool(_pointers(facts)),
            "by_groups": facts.unit.cells_withheld and not facts.unit.groups_withheld,
            "no_bar": facts.unit.groups_withheld,
        },
    )
    made = veil(tile, _pointers(facts))
    return PublicView(
        seen_at=facts.seen_at,
        figures=figures(made, made.twin, facts.as_of),
        twin=made.twin,
        page=made.page,
    )


def _pointers(facts: PublicFacts) -> list[str]:
    """Everything that is withheld here."""
    found: list[str] = []
    found += OF_PARTS if facts.unit.cells_withheld else ()
    found += OF_GROUPS if facts.unit.groups_withheld else ()
    found += OUTSIDE if facts.unit.withdrawn_withheld else ()
    found += ["planning/total"] if facts.unit.total_withheld else []
    for child in facts.children:
        at = f"children/{child.place.code}/"
        found += [at + CHILD[-1]] if child.cells_withheld else []
        found += [at + name for name in CHILD] if child.groups_withheld else []
        found += [at + "total"] if child.total_withheld else []
    return found


def _whole(facts: PublicFacts, words: Words) -> Tile:
    """The unit itself, before anything is withheld."""
    twin = _published(facts)
    made = planning.tile(twin, words)
    plan = made.twin["planning"]
    plan["shares"] |= {name: planning.share(plan[name], plan["total"]) for name in WHOLES}
    known = {f"planning/{name}": shared(plan[name], words) for name in RATES[:-1]}
    said: dict[str, Said] = known | {
        **{f"planning/shares/{name}": shared(plan["shares"][name], words) for name in WHOLES},
        "planning/avg_days_late": decimal(plan["avg_days_late"], words, 1),
        "index": decimal(twin["index"], words, 2),
        "index_coverage": shared(twin["index_coverage"], words),
        "strategic/index": decimal(twin["strategic"]["index"], words, 2),
        "strategic/coverage": shared(twin["strategic"]["coverage"], words),
        "strategic/judged": counted(twin["strategic"]["judged"], words),
        "strategic/asked": counted(twin["strategic"]["asked"], words),
        "operational/spi_t": decimal(twin["operational"]["spi_t"], words, 2),
        "operational/progress": shared(twin["operational"]["progress"], words),
    }
    return Tile(twin=twin | made.twin, said=made.said | said, page=made.page)


def _published(facts: PublicFacts) -> dict[str, Any]:
    """The twin of the state at the picture's counts, reduced to what the public has."""
    state, counts = facts.state, facts.unit.counts
    full: dict[str, Any] = erase(EMPTY)
    if counts is not None:
        full["planning"] = of_counts(counts)
    if counts is not None and state is not None:
        full = of_state(msgspec.structs.replace(state, counts=dict(counts)))
    tiers = {tier: _reduced(full[tier], names) for tier, names in TIERS.items()}
    return {
        "scope": facts.unit.place.code,
        "access": "public",
        "as_of": facts.as_of.isoformat() if facts.as_of else None,
        "kpi_version": facts.kpi_version,
        "method": full["method"],
        **tiers,
        **_reduced(full, ("index", "index_coverage")),
    }


def _reduced(twin: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    """These names, with the words why one of them is null."""
    states = (f"{name}_state" for name in names)
    return {name: twin[name] for name in (*names, *(s for s in states if s in twin))}


def _entry(child: Shown) -> dict[str, Any]:
    counts = child.counts
    if counts is None or not total(counts):
        return dict.fromkeys(("total", *CHILD))
    return {
        "total": total(counts),
        "overdue": counts["overdue"],
        "due": due(counts),
        "overdue_rate": ratio(counts["overdue"], due(counts)),
        "on_time_rate": ratio(counts["done_on_time"], due(counts)),
    }


def _below(code: str, entry: Mapping[str, Any], words: Words) -> list[tuple[str, Said]]:
    said = {name: counted(entry[name], words) for name in ("total", "overdue", "due")}
    said |= {name: shared(entry[name], words) for name in ("overdue_rate", "on_time_rate")}
    return [(f"children/{code}/{name}", value) for name, value in said.items()]


def _ordered(children: tuple[Shown, ...]) -> list[Shown]:
    """By name: an order by figures would tell what is withheld of them."""
    return sorted(children, key=lambda child: (child.place.sort_key, child.place.code))


def _line(child: Shown, words: Words) -> dict[str, str]:
    place = child.place
    return {
        "code": place.code,
        "name": full_name(place, words),
        "short": short_name(place, words),
        "href": f"/boards/{place.code}",
    }
