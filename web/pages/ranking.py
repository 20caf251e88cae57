"""`/ranking`, `.json`, `.csv`: public leagues, provisional (now) or sealed (`?sealed=1`, `?day=`).

As it was known on a day is as it was sealed then: `?as_of=` is another word for `?day=`.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from web.compose import lift, ranking
from web.compose.tile import Tile, figures
from web.compose.veil import SIGN
from web.pages.frame import Frame, as_twin
from web.pages.leagues import Leagues, Table
from web.pages.sheet import as_sheet
from web.site import Site
from web.words import Words, words

COLUMNS = (
    "rank", "unit", "name", "on_time_rate", "on_time", "due", "overdue", "total", "score", "band",
    "volume", "score_low", "score_high", "rank_low", "rank_high", "present", "reason",
)  # fmt: skip
"""A spreadsheet would run a cell that begins so."""


class Rankings:
    """The three forms of one table."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._leagues = Leagues(site)

    async def page(self, request: Request) -> Response:
        """The table for people."""
        frame = Frame(self._site, request)
        found = await self._read(request, frame.look.lang)
        if found is None:
            return frame.problem(404, "rank.no_seal")
        tile = await self._tile(found, frame.words)
        lifted = await self._lifted(request, found, frame.words)
        seal = await self._sealed(found)
        made = figures(tile, tile.twin, found.as_of) | figures(lifted, lifted.twin, found.as_of)
        return frame.page(
            "ranking.html",
            figures=made | figures(seal, seal.twin, found.as_of),
            page=tile.page | lifted.page,
            found=found,
            leagues=self._leagues.offered(frame.look.lang),
            below=self._below(found, frame.look.lang),
            by=self._leagues.parameters,
        )

    async def twin(self, request: Request) -> Response:
        """The table as JSON; of a sealed one also the rows its hash is over."""
        frame = Frame(self._site, request)
        found = await self._read(request, frame.look.lang)
        if found is None:
            return frame.problem(404, "rank.no_seal")
        lifted = await self._lifted(request, found, frame.words)
        head: dict[str, Any] = {
            "league": found.league.code,
            "as_of": found.as_of.isoformat(),
            "minimum": int(self._leagues.parameters.few_tasks),
            "provisional": found.provisional,
        }
        body = (await self._tile(found, frame.words)).twin
        return as_twin(head | body | lifted.twin | (await self._sealed(found)).twin)

    async def table(self, request: Request) -> Response:
        """The table as CSV; `?excel=1` as Vietnamese spreadsheets want it (semicolons, BOM)."""
        found = await self._read(request, "vi")
        if found is None:
            return Frame(self._site, request).problem(404, "rank.no_seal")
        rows = (await self._tile(found, words("vi"))).twin["rows"]
        cells = ([cell(row, column) for column in COLUMNS] for row in rows)
        return as_sheet([COLUMNS, *cells], f"nhip-ranking-{found.league.code}", request)

    async def _tile(self, found: Table, words: Words) -> Tile:
        return ranking.tile(found.standings, self._leagues.parameters, words)

    async def _sealed(self, found: Table) -> Tile:
        return sealed(found)

    async def _read(self, request: Request, lang: str) -> Table | None:
        asked = request.query_params
        text = asked.get("day") or asked.get("as_of") or ""
        day = day_of(text)
        if day is None and text:
            return None
        league = self._leagues.asked(asked.get("league", ""), lang)
        return await self._leagues.table(
            league, sealed=asked.get("sealed") == "1" or day is not None, day=day
        )

    async def _lifted(self, request: Request, found: Table, words: Words) -> Tile:
        unit = request.query_params.get("unit", "")
        place = next((s.place for s in found.standings if s.place.code == unit), None)
        if place is None or not found.provisional:
            return Tile(twin={}, page={"lifted": None})
        made = lift.tile(await self._leagues.gains(unit), words)
        return Tile(twin=made.twin, said=made.said, page=made.page | {"lifted": place.name_vi})

    def _below(self, found: Table, lang: str) -> dict[str, str]:
        """The league of the communes of each province that has one."""
        known = self._leagues.known(lang)
        codes = (each.place.code for each in found.standings)
        return {code: f"communes.{code}" for code in codes if f"communes.{code}" in known}


def cell(row: dict[str, Any], column: str) -> Any:
    """A cell of the sheet; `*` where it is withheld, which is not the same as empty."""
    return SIGN if row.get(f"{column}_state") == "withheld" else row[column]


def sealed(found: Table) -> Tile:
    """`seal/hash` and what it is over; null before the first seal."""
    seal = found.seal
    if seal is None:
        return Tile(twin={"seal": None})
    twin: dict[str, Any] = {
        "league": seal.league,
        "day": seal.day.isoformat(),
        "method": seal.method,
        "hash": seal.hash,
        "sealed_at": seal.sealed_at.isoformat(),
    }
    if not found.provisional:
        twin["rows"] = seal.rows
    return Tile(twin={"seal": twin}, said={"seal/hash": (seal.hash, "")})


def day_of(text: str) -> date | None:
    """A day as an address says it; None for what is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
