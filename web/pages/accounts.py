"""From a figure that is no sum or ratio of leaf integers to its account: its facts and its rule."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import NamedTuple

from schema.causes import Cause
from schema.quality import dq
from schema.score import Parameters
from schema.shares import Path, Shared, of_parts
from web.compose.accounts import composite, measured, planned, rolling, strategic, wave
from web.compose.accounts.account import Account, item_of, part_of
from web.compose.accounts.item import Item
from web.compose.accounts.unshared import Unshared
from web.compose.why import Leaf
from web.facts.reach import is_unit
from web.pages.ends import Asked
from web.pages.gather import Gather, Pools
from web.pages.kept import Later
from web.pages.moves import Moves
from web.site import Site

DQ, SPI_T = "quality/dq", "operational/spi_t"


class Told(NamedTuple):
    """A figure taken apart, the parts it is made of, why leaves moved where it is known."""

    shared: Shared
    parts: Mapping[str, Shared] = {}
    causes: Mapping[Item, Cause] = {}


class Accounts:
    """Takes figures apart: read in one snapshot each, worked on when it is over."""

    def __init__(self, site: Site, moves: Moves) -> None:
        self._site = site
        self._moves = moves

    async def read(
        self, scope: str, programme: str, figure: str, asked: tuple[Asked, Asked]
    ) -> Later[Account]:
        """Why a figure moved between two ends.

        Raises Unshared where nothing can tell; so may what is made later.
        """
        known, within = self._site.country.directory, _kept_within(figure, scope)
        async with self._moves.snapshot() as connection:
            exact = figure in wave.FIGURES
            ends = await self._moves.ends(
                connection, scope, programme, asked, exact=exact, within=within
            )
            gather = Gather(self._moves, known, connection, scope, programme, ends)
            found = await self._told(figure, gather, scope, programme)
            reported = await gather.reported() if figure not in rolling.FIGURES else frozenset
        begin = gather.days_of_ends[0].isoformat()

        def made() -> Account:
            told, leaves = found(), reported()
            return Account(
                path=known.path(scope), programme=programme, figure=figure,
                begin=ends[0], end=ends[1], shared=told.shared, parts=told.parts,
                measure=measure(figure),
                cause=lambda path: cause(path, told.causes, leaves, begin),
                below=lambda unit: self._moves.below(scope, unit),
                notes=notes(figure, told.shared),
            )  # fmt: skip

        return made

    async def _told(self, figure: str, gather: Gather, scope: str, programme: str) -> Later[Told]:
        family, ends = figure.partition("/")[0], gather.days_of_ends
        if family == "wave":
            tasks = await gather.wave()
            return lambda: _of_wave(*wave.account(figure, tasks(), *ends))
        if family == "windows":
            if (programme or not is_unit(scope)) and not rolling.of_tasks(figure):
                raise Unshared("units_only")
            days = await gather.days(figure)
            return lambda: Told(rolling.account(figure, days(), *ends))
        if family in ("quality", "score") and (programme or not is_unit(scope)):
            raise Unshared("units_only")
        rooms: dict[str, Callable[[str, Gather], Awaitable[Later[Told]]]] = {
            "operational": self._operational,
            "quality": self._quality,
            "strategic": self._strategic,
            "index": self._index,
            "score": partial(self._score, scope=scope),
        }
        return await rooms[family](figure, gather)

    async def _operational(self, figure: str, gather: Gather) -> Later[Told]:
        plans = await gather.plans(await gather.leaves())
        return lambda: Told(*planned.account(figure, *plans()))

    async def _quality(self, figure: str, gather: Gather) -> Later[Told]:
        return self._measured(figure, gather.unit, await gather.pools())

    def _measured(self, figure: str, scope: str, pools: Later[tuple[Pools, Pools]]) -> Later[Told]:
        children = self._site.country.directory.tree.children

        def made() -> Told:
            begin, end = pools()
            if scope not in begin or scope not in end:
                raise Unshared("quality_not_kept")
            return Told(*measured.account(figure, scope, begin, end, children))

        return made

    async def _dq(self, gather: Gather) -> Later[Shared]:
        """As a part of the score: where it was not kept it is not known, and drops out (Q75)."""
        scope, pools = gather.unit, await gather.pools()
        kept = self._measured(DQ, scope, pools)

        def made() -> Shared:
            begin, end = (each.get(scope) for each in pools())
            if begin and end:
                return kept().shared
            return Shared(before=dq(begin), after=dq(end), shares={})

        return made

    async def _strategic(self, figure: str, gather: Gather) -> Later[Told]:
        sides, ground = await gather.indicators(), gather.ground

        def made() -> Told:
            begin, end = sides()
            if (begin.index and not begin.stands) or (end.index and not end.stands):
                raise Unshared("indicators_not_kept")
            return Told(*strategic.account(figure, ground, begin, end))

        return made

    async def _index(self, figure: str, gather: Gather) -> Later[Told]:
        leaves = await gather.leaves()
        ladder = await self._strategic("strategic/index", gather)
        plans = await gather.plans(leaves)

        def made() -> Told:
            begin, end = leaves()
            spi_t, _ = planned.account(SPI_T, *plans())
            parts = composite.index(ladder().shared, spi_t, begin.whole, end.whole)
            return Told(of_parts(composite.weighed, parts), parts)

        return made

    async def _score(self, figure: str, gather: Gather, scope: str) -> Later[Told]:
        known = self._site.country.directory
        unit = known.tree.get(scope)
        if unit is None or unit.league is None:
            raise Unshared("not_ranked")
        members = [one.code for one in known.tree.units.values() if one.league == unit.league]
        leaves, leagues = await gather.leaves(), await gather.league(members)
        plans, quality = await gather.plans(leaves), await self._dq(gather)
        by = Parameters.of(known.catalogue.method.parameters)

        def made() -> Told:
            begin, end = (
                composite.Side(leaves=side.whole, league=league)
                for side, league in zip(leaves(), leagues(), strict=True)
            )
            spi_t, _ = planned.account(SPI_T, *plans())
            parts = composite.score(begin, end, spi_t, quality(), by)
            if figure != "score":
                return Told(parts[figure.partition("/")[2]])
            return Told(of_parts(partial(composite.scored, by=by), parts), parts)

        return made


def _of_wave(shared: Shared, causes: Mapping[Item, Cause]) -> Told:
    return Told(shared, causes=causes)


def _kept_within(figure: str, scope: str) -> bool:
    """Whether values kept within a day tell of a figure: all but the indicators, of units alone."""
    return is_unit(scope) and figure.startswith(("operational/", "quality/", "score"))


def known(figure: str) -> bool:
    """Whether a figure has an account."""
    if figure in FIGURES:
        return True
    return figure.startswith(NAMED) and figure.count("/") == NAMED[0].count("/")


def cause(path: Path, causes: Mapping[Item, Cause], reported: frozenset[Leaf], begin: str) -> Cause:
    """Why a leaf moved, as far as it is told apart."""
    item = item_of(path)
    if item is None:
        return Cause.BOTH
    if item in causes:
        return causes[item]
    if item.kind == "day":
        return Cause.REPORTS if item.day > begin else Cause.TIME
    if item.kind == "leaf" and part_of(path).endswith("plan"):
        return Cause.REPORTS
    if item.kind == "leaf":
        return Cause.BOTH if item.leaf in reported else Cause.TIME
    return _CAUSES.get(item.kind, Cause.BOTH)


def measure(figure: str) -> str:
    """How a figure is printed."""
    if figure in _SHARES:
        return "share"
    if figure.startswith("windows/"):
        return "share" if rolling.is_rate(figure) else "count"
    if figure.startswith("wave/"):
        return "count"
    return "days" if figure in planned.DAYS else "number"


def notes(figure: str, shared: Shared) -> tuple[str, ...]:
    """What is to be known of an account."""
    unknown = ("why.unknown",) if shared.difference is None else ()
    return (*unknown, "why.days_now") if figure in rolling.FIGURES else unknown


_CAUSES = {
    "reading": Cause.REPORTS, "target": Cause.REPORTS, "baseline": Cause.REPORTS,
    "plan": Cause.REPORTS, "path": Cause.TIME, "time": Cause.TIME, "method": Cause.METHOD,
}  # fmt: skip
_SHARES = ("strategic/coverage", "operational/planned_share")
NAMED = ("strategic/indicators/", "strategic/objectives/", "strategic/fields/")
"""Figures of what a catalogue names."""
FIGURES = (
    *planned.FIGURES, "strategic/index", "strategic/coverage", *measured.FIGURES,
    *composite.FIGURES, *wave.FIGURES, *rolling.FIGURES,
)  # fmt: skip
