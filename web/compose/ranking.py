"""A league by on-time rate: ranks with ties, denominators, and who has too few tasks to be ranked.

Rate = done on time / (done + overdue), of the unit with everything below it. Equal rates as
published (rounded half up to 4 decimals, clarification Q73) share a rank: 1, 1, 3. Fewer than
`MINIMUM` tasks due: listed by code after the ranked (Q75, Q79).
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from msgspec import Struct

from schema.figures import due, ratio, total
from schema.kpi import KpiState
from web.compose.facts import Place
from web.compose.sign import unit_sign
from web.compose.tile import Said, Tile, counted, shared
from web.formats import rounded
from web.words import Words

MINIMUM = 5
DECIMALS = 4


class Standing(Struct, frozen=True, kw_only=True):
    """A unit in its league; `rank` None: not ranked."""

    place: Place
    rank: int | None
    rate: float | None
    on_time: int | None
    due: int | None
    overdue: int | None
    total: int | None
    sign: str


def league(members: Iterable[tuple[Place, KpiState | None]]) -> tuple[Standing, ...]:
    """Ranked first, the highest rate first; then the others by code."""
    all_ = [standing(place, state) for place, state in members]
    ranked = sorted(
        (each for each in all_ if rankable(each)), key=lambda s: (-published(s), s.place.sort_key)
    )
    others = sorted((each for each in all_ if not rankable(each)), key=lambda s: s.place.code)
    return (*with_ranks(ranked), *others)


def standing(place: Place, state: KpiState | None) -> Standing:
    """A unit's numbers, not ranked yet."""
    counts = state.counts if state else None
    known = counts is not None and total(counts) > 0
    return Standing(
        place=place,
        rank=None,
        rate=ratio(counts["done_on_time"], due(counts)) if counts and known else None,
        on_time=counts["done_on_time"] if counts and known else None,
        due=due(counts) if counts and known else None,
        overdue=counts["overdue"] if counts and known else None,
        total=total(counts) if counts and known else None,
        sign=unit_sign(counts).value,
    )


def rankable(each: Standing) -> bool:
    """Whether enough of its tasks were due."""
    return (each.due or 0) >= MINIMUM


def published(each: Standing) -> Decimal:
    """The rate as published: what ties are judged by."""
    return rounded(each.rate or 0.0, DECIMALS)


def with_ranks(ranked: list[Standing]) -> Iterable[Standing]:
    """Ranks 1, 1, 3 over standings in order."""
    rank, before = 0, None
    for position, each in enumerate(ranked, 1):
        if published(each) != before:
            rank, before = position, published(each)
        yield Standing(
            place=each.place, rank=rank, rate=each.rate, on_time=each.on_time, due=each.due,
            overdue=each.overdue, total=each.total, sign=each.sign,
        )  # fmt: skip


def tile(standings: tuple[Standing, ...], words: Words) -> Tile:
    """`rows/0` … with their figures."""
    said: dict[str, Said] = {}
    for n, each in enumerate(standings):
        said |= {
            f"rows/{n}/rank": counted(each.rank, words),
            f"rows/{n}/rate": shared(each.rate, words),
            f"rows/{n}/on_time": counted(each.on_time, words),
            f"rows/{n}/due": counted(each.due, words),
            f"rows/{n}/overdue": counted(each.overdue, words, each.sign),
            f"rows/{n}/total": counted(each.total, words),
        }
    return Tile(
        twin={"rows": [entry(each) for each in standings], "size": len(standings)},
        said=said | {"size": counted(len(standings), words)},
        page={"rows": [page(each) for each in standings]},
    )


def entry(each: Standing) -> dict[str, Any]:
    """A row in the twin and in the CSV."""
    return {
        "unit": each.place.code,
        "name": each.place.name_vi,
        "rank": each.rank,
        "on_time_rate": each.rate,
        "rate": each.rate,
        "on_time": each.on_time,
        "due": each.due,
        "overdue": each.overdue,
        "total": each.total,
        "sign": each.sign,
    }


def page(each: Standing) -> dict[str, Any]:
    """Names and links of a row."""
    return {
        "name": each.place.name_vi,
        "href": f"/boards/{each.place.code}",
        "sign": each.sign,
        "ranked": each.rank is not None,
        "rate": each.rate,
    }
