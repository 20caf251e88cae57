"""`/ranking`, `.json`, `.csv`: public leagues by on-time rate."""

from __future__ import annotations

import csv
import io

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response

from web.compose import ranking
from web.compose.tile import figures
from web.pages.frame import Frame, as_twin
from web.pages.reads import Reads
from web.site import Site

FIRST = "provinces"
COLUMNS = ("rank", "unit", "name", "on_time_rate", "on_time", "due", "overdue", "total")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet would run a cell that begins so."""


class League(Struct, frozen=True, kw_only=True):
    """Units ranked with one another."""

    code: str
    name: str


class Ranking(Struct, frozen=True, kw_only=True):
    """A league as it stands now."""

    league: League
    standings: tuple[ranking.Standing, ...]


class Rankings:
    """The three forms of one table."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._reads = Reads(site)

    async def page(self, request: Request) -> Response:
        """The table for people."""
        frame = Frame(self._site, request)
        found = await self._read(request, frame.look.lang)
        tile = ranking.tile(found.standings, frame.words)
        return frame.page(
            "ranking.html",
            figures=figures(tile, tile.twin, frame.site.clock.now()),
            page=tile.page,
            league=found.league,
            leagues=self.leagues(frame.look.lang),
            minimum=ranking.MINIMUM,
        )

    async def twin(self, request: Request) -> Response:
        """The table as JSON."""
        frame = Frame(self._site, request)
        found = await self._read(request, frame.look.lang)
        return as_twin(
            {"league": found.league.code, "as_of": self._site.clock.now().isoformat(),
             "minimum": ranking.MINIMUM, "provisional": True}
            | ranking.tile(found.standings, frame.words).twin
        )  # fmt: skip

    async def table(self, request: Request) -> Response:
        """The table as CSV; `?excel=1` as Vietnamese spreadsheets want it (semicolons, BOM)."""
        found = await self._read(request, "vi")
        excel = request.query_params.get("excel") == "1"
        text = io.StringIO()
        writer = csv.writer(text, delimiter=";" if excel else ",", lineterminator="\r\n")
        writer.writerow(COLUMNS)
        for each in found.standings:
            row = ranking.entry(each)
            writer.writerow([safe(row[column]) for column in COLUMNS])
        body = ("\N{BYTE ORDER MARK}" if excel else "") + text.getvalue()
        name = f"nhip-ranking-{found.league.code}.csv"
        return Response(
            body.encode(),
            media_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    async def _read(self, request: Request, lang: str) -> Ranking:
        directory = self._site.country.directory
        asked = request.query_params.get("league", "")
        leagues = self.leagues(lang)
        named = {each.code: each for each in (*leagues, *self.below(asked, lang))}
        league = named.get(asked) or next(iter(leagues), League(code=FIRST, name=FIRST))
        members = [u.code for u in directory.tree.units.values() if u.league == league.code]
        states = await self._reads.states(members)
        return Ranking(
            league=league,
            standings=ranking.league((directory.place(code), states.get(code)) for code in members),
        )

    def leagues(self, lang: str) -> tuple[League, ...]:
        """The leagues one may choose from: provinces first, communes by their province's page."""
        known = self._site.country.directory.catalogue.leagues
        first = sorted(known, key=lambda league: league.code != FIRST)
        return tuple(
            League(code=each.code, name=each.name_en if lang == "en" else each.name_vi)
            for each in first
            if not each.code.startswith("vn.") and "." not in each.code
        )

    def below(self, asked: str, lang: str) -> tuple[League, ...]:
        """The league of the communes of a province, if it is asked for."""
        return tuple(
            League(code=each.code, name=each.name_en if lang == "en" else each.name_vi)
            for each in self._site.country.directory.catalogue.leagues
            if each.code == asked
        )


def safe(value: object) -> object:
    """A cell no spreadsheet takes for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
