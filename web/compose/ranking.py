"""A league as a table: ranks with ties, the score with its parts, and who is listed and why.

The provisional table is made of KPI states by the same formula (``schema.ranking``) as the sealed
one, whose rows come as they were kept.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import floor
from typing import Any

from msgspec import Struct

from schema.figures import total
from schema.kpi import KpiState
from schema.ranking import Ranked, row, table
from schema.score import Parameters, entrant, mean
from web.compose.facts import Place
from web.compose.lift import points
from web.compose.names import full_name
from web.compose.sign import unit_sign
from web.compose.tile import Said, Tile, counted, shared
from web.words import Words

Row = Mapping[str, Any]
"""A row as published (``schema.ranking.row``), a sealed one with its intervals."""
PARTS = ("on_time", "spi_t", "dq", "lateness")
BOUNDS = ("score_low", "score_high", "rank_low", "rank_high")
TENTHS = 10


class Standing(Struct, frozen=True, kw_only=True):
    """A unit in its league; what only a live table knows is None in a sealed one."""

    place: Place
    row: Row
    overdue: int | None = None
    total: int | None = None
    sign: str = "none"
    sealed: Row | None = None
    """Its row in the newest sealed table."""


Member = tuple[Place, KpiState | None]


def live(
    members: Iterable[Member],
    by: Parameters,
    volumes: Mapping[str, int],
    sealed: Mapping[str, Row],
) -> tuple[Standing, ...]:
    """The provisional table; without volumes of the quarter there are no bands."""
    given = {place.code: (place, state) for place, state in members}
    entrants = [
        entrant(
            code,
            state.counts if state else None,
            state.operational if state else None,
            volumes.get(code, 0) if volumes else None,
            state.quality if state else None,
        )
        for code, (_, state) in given.items()
    ]
    league_mean = mean(entrants)
    return tuple(
        _standing(each, league_mean, *given[each.entrant.unit], sealed)
        for each in table(entrants, by)
    )


def kept(rows: Iterable[Row], places: Mapping[str, Place]) -> tuple[Standing, ...]:
    """A sealed table, its order as it was."""
    return tuple(Standing(place=places[row["unit"]], row=row) for row in rows)


def _standing(
    each: Ranked,
    league_mean: Fraction,
    place: Place,
    state: KpiState | None,
    sealed: Mapping[str, Row],
) -> Standing:
    counts = state.counts if state else None
    whole = total(counts) if counts else None
    return Standing(
        place=place,
        row=row(each, league_mean) | dict.fromkeys(BOUNDS),
        overdue=counts["overdue"] if counts and whole else None,
        total=whole or None,
        sign=unit_sign(counts).value,
        sealed=sealed.get(place.code),
    )


def tile(standings: Sequence[Standing], by: Parameters, words: Words) -> Tile:
    """`rows/0` … with their figures, `mean`, `size`, `ranked`."""
    said: dict[str, Said] = {}
    for n, each in enumerate(standings):
        said |= {f"rows/{n}/{key}": text for key, text in _said(each, words).items()}
    size, ranked = len(standings), sum(1 for each in standings if each.row["rank"])
    league_mean = standings[0].row["league_mean"] if standings else None
    base, limits = _base(standings), by.bands
    return Tile(
        twin={
            "rows": [entry(each) for each in standings],
            "size": size,
            "ranked": ranked,
            "mean": league_mean,
        },
        said=said
        | {"size": counted(size, words), "ranked": counted(ranked, words)}
        | {"mean": shared(league_mean, words)},
        page={"rows": [page(each, base, limits, words) for each in standings]},
    )


def _said(each: Standing, words: Words) -> dict[str, Said]:
    row = each.row
    return {
        "rank": counted(row["rank"], words),
        **{key: points(row[key], words) for key in ("score", "score_low", "score_high")},
        **{key: counted(row[key], words) for key in ("rank_low", "rank_high")},
        "rate": shared(row["on_time_rate"], words),
        "on_time": counted(row["on_time"], words),
        "due": counted(row["due"], words),
        "overdue": counted(each.overdue, words, each.sign if each.overdue is not None else ""),
        "total": counted(each.total, words),
        "volume": counted(row["volume"], words),
        "sealed": counted(_sealed_rank(each), words),
        **{f"parts/{part}": points(row["parts"][part], words) for part in PARTS},
    }


def entry(each: Standing) -> dict[str, Any]:
    """A row in the twin."""
    return {
        **each.row,
        "name": each.place.name_vi,
        "rate": each.row["on_time_rate"],
        "overdue": each.overdue,
        "total": each.total,
        "sign": each.sign,
        "sealed": _sealed_rank(each),
    }


def page(each: Standing, base: float, limits: tuple[int, ...], words: Words) -> dict[str, Any]:
    """Names, links and the strip of a row: low, point and high as shares of its length."""
    row = each.row
    span = {key: _along(value, base) for key, value in _drawn(each).items()}
    return {
        "unit": each.place.code,
        "name": full_name(each.place, words),
        "href": f"/boards/{each.place.code}",
        "sign": each.sign,
        "ranked": row["rank"] is not None,
        "band": row["band"],
        **_band(row["band"], limits),
        "reason": row["reason"],
        "span": span if row["score"] is not None else None,
    }


def _band(band: int | None, limits: tuple[int, ...]) -> dict[str, Any]:
    """How a band is said: its phrase and the number it ends below, or with."""
    above = [limit for limit in limits if band is not None and limit > band]
    if not above:
        return {"band_key": "rank.band_last", "band_high": None}
    if band == limits[0]:
        return {"band_key": "rank.band_first", "band_high": above[0]}
    return {"band_key": "rank.band", "band_high": above[0] - 1}


def _base(standings: Sequence[Standing]) -> float:
    """Where strips begin: the tenth below the least that is drawn."""
    drawn = [value for each in standings for value in _drawn(each).values() if value is not None]
    return min(floor(min(drawn, default=0) * TENTHS), TENTHS - 1) / TENTHS


def _drawn(each: Standing) -> dict[str, float | None]:
    """The point, and the interval around it: in a provisional table the one of the newest seal."""
    known = each.row if each.sealed is None else each.sealed
    return {
        "score": each.row["score"],
        "score_low": known["score_low"],
        "score_high": known["score_high"],
    }


def _along(value: float | None, base: float) -> float | None:
    return None if value is None else (value - base) / (1 - base)


def _sealed_rank(each: Standing) -> int | None:
    return each.sealed["rank"] if each.sealed else None
