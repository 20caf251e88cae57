"""What the ranking reads: the leagues, the provisional table of one, the sealed ones."""

from __future__ import annotations

from datetime import date, datetime

from msgspec import Struct

from schema.clock import day_end, local_day
from schema.ranking import quarter
from schema.score import Parameters
from web.compose import ranking
from web.compose.lift import Gain
from web.pages.reads import Reads
from web.site import Site

FIRST = "provinces"


class League(Struct, frozen=True, kw_only=True):
    """Units ranked with one another."""

    code: str
    name: str


class Seal(Struct, frozen=True, kw_only=True):
    """A sealed table, its rows as they were kept: the hash is over them."""

    league: str
    day: date
    method: int
    rows: list[ranking.Row]
    hash: str
    sealed_at: datetime

    @property
    def by_unit(self) -> dict[str, ranking.Row]:
        """The row of each unit."""
        return {row["unit"]: row for row in self.rows}


class Table(Struct, frozen=True, kw_only=True):
    """A league as asked for: sealed, or as it stands now beside its newest seal."""

    league: League
    standings: tuple[ranking.Standing, ...]
    seal: Seal | None
    provisional: bool
    as_of: datetime


class Leagues:
    """Reads leagues and their tables."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._reads = Reads(site)

    @property
    def parameters(self) -> Parameters:
        """Those of the catalogue's method."""
        return Parameters.of(self._site.country.directory.catalogue.method.parameters)

    def known(self, lang: str) -> dict[str, League]:
        """Every league by its code, provinces first."""
        known = self._site.country.directory.catalogue.leagues
        return {
            each.code: League(code=each.code, name=each.name_en if lang == "en" else each.name_vi)
            for each in sorted(known, key=lambda league: league.code != FIRST)
        }

    def offered(self, lang: str) -> tuple[League, ...]:
        """The leagues to choose from; those of communes are reached from their province's."""
        return tuple(each for code, each in self.known(lang).items() if "." not in code)

    def asked(self, code: str, lang: str) -> League:
        """The league of a code; the first for one that is none."""
        known = self.known(lang)
        return known.get(code) or next(iter(known.values()), League(code=FIRST, name=FIRST))

    async def table(self, league: League, *, sealed: bool, day: date | None) -> Table | None:
        """The provisional table, or the sealed one of a day (None: the newest); None: no such."""
        seal = await self._seal(league.code, day if sealed else None)
        if not sealed:
            return await self._live(league, seal)
        if seal is None:
            return None
        places = {row["unit"]: self._reads.place(row["unit"]) for row in seal.rows}
        return Table(
            league=league,
            standings=ranking.kept(seal.rows, places),
            seal=seal,
            provisional=False,
            as_of=day_end(seal.day),
        )

    async def gains(self, unit: str) -> list[Gain]:
        """What would lift a unit today."""
        today = local_day(self._site.clock.now())
        rows = await self._reads.rows("ranking_lifts", unit=unit, day=today)
        return [
            Gain(
                task=task,
                title=title or task,
                secret=secrecy not in (None, "none"),
                due=due,
                state=state,
                gain=gain,
            )
            for task, title, secrecy, due, state, gain in rows
        ]

    async def _live(self, league: League, seal: Seal | None) -> Table:
        now, directory = self._site.clock.now(), self._site.country.directory
        members = [u.code for u in directory.tree.units.values() if u.league == league.code]
        states = await self._reads.states(members)
        begin = quarter(local_day(now))
        volumes = await self._reads.rows("ranking_volumes", quarter=begin, units=members)
        standings = ranking.live(
            ((directory.place(code), states.get(code)) for code in members),
            self.parameters,
            dict(volumes),
            seal.by_unit if seal else {},
        )
        return Table(league=league, standings=standings, seal=seal, provisional=True, as_of=now)

    async def _seal(self, league: str, day: date | None) -> Seal | None:
        for kept, method, rows, hash_, at in await self._reads.rows(
            "ranking_sealed", league=league, day=day
        ):
            return Seal(league=league, day=kept, method=method, rows=rows, hash=hash_, sealed_at=at)
        return None
