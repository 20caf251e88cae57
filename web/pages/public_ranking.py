"""`/ranking` and its files as the public has them: the same order, small cells withheld."""

from __future__ import annotations

from starlette.requests import Request

from web.compose import ranking
from web.compose.public_ranking import veiled, withheld_in
from web.compose.ranking import Standing
from web.compose.tile import Tile
from web.compose.veil import veil
from web.facts.public import Picture
from web.pages.leagues import Table
from web.pages.ranking import Rankings, sealed
from web.words import Words


class PublicRankings(Rankings):
    """The three forms, seen through the picture of the moment."""

    async def _tile(self, found: Table, words: Words) -> Tile:
        picture = await self._site.pictures.get()
        made = ranking.tile(found.standings, self._leagues.parameters, words)
        return veiled(
            made,
            found.standings,
            cells=_cells(found, picture),
            totals=picture.withheld.totals | _few(found, picture),
            secret=picture.withheld.secret,
        )

    async def _sealed(self, found: Table) -> Tile:
        cells = _cells(found, await self._site.pictures.get())
        return veil(sealed(found), ("seal/hash", "seal/rows") if cells else ())

    async def _lifted(self, request: Request, found: Table, words: Words) -> Tile:
        """What would lift a unit is a list of its tasks: internal."""
        return Tile(page={"lifted": None})


def _cells(found: Table, picture: Picture) -> list[int]:
    """Those withheld now, and those of which this table, of another instant, has a small number."""

    def hides(each: Standing) -> bool:
        unit, row = each.place.code, each.row
        rest = row["due"] - row["on_time"]
        numbers = (row["on_time"], row["due"], rest, each.overdue or 0, rest - (each.overdue or 0))
        return unit in picture.withheld.cells or picture.small(unit, *numbers)

    return withheld_in(found.standings, hides)


def _few(found: Table, picture: Picture) -> frozenset[str]:
    """Units whose total is small in this table, of an instant after the picture's."""
    some = ((each.place.code, each.total or 0) for each in found.standings)
    return frozenset(unit for unit, total in some if picture.small(unit, total))
