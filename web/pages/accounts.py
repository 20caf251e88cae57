"""From a figure that is no sum or ratio of leaf integers to its account: its facts and its rule."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Awaitable, Callable, Mapping
from functools import partial

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
from web.pages.gather import Gather
from web.pages.moves import Moves
from web.site import Site

Told = tuple[Shared, Mapping[str, Shared]]
"""A figure taken apart, and the parts it is made of."""
DQ, SPI_T = "quality/dq", "operational/spi_t"


class Accounts:
    """Takes figures apart in one snapshot each."""

    def __init__(self, site: Site, moves: Moves) -> None:
        self._site = site
        self._moves = moves

    async def read(
        self, scope: str, programme: str, figure: str, asked: tuple[Asked, Asked]
    ) -> Account:
        """Why a figure moved between two ends. Raises Unshared where nothing can tell."""
        known, within = self._site.country.directory, _kept_within(figure, scope)
        async with self._moves.snapshot() as connection:
            exact = figure in wave.FIGURES
            ends = await self._moves.ends(
                connection, scope, programme, asked, exact=exact, within=within
            )
            gather = Gather(self._moves, known, connection, scope, programme, ends)
            causes: dict[Item, Cause] = {}
            shared, parts = await self._told(figure, gather, scope, programme, causes)
            reported = await gather.reported() if figure not in rolling.FIGURES else frozenset()
        begin = gather.days_of_ends[0].isoformat()
        return Account(
            path=known.path(scope), programme=programme, figure=figure, begin=ends[0], end=ends[1],
            shared=shared, parts=parts, measure=measure(figure),
            cause=lambda path: cause(path, causes, reported, begin),
            below=lambda unit: self._moves.below(scope, unit),
            notes=notes(figure, shared),
        )  # fmt: skip

    async def _told(
        self, figure: str, gather: Gather, scope: str, programme: str, causes: dict[Item, Cause]
    ) -> Told:
        family = figure.partition("/")[0]
        if family == "wave":
            shared, found = wave.account(figure, await gather.wave(), *gather.days_of_ends)
            causes |= found
            return shared, {}
        if family == "windows":
            if (programme or not is_unit(scope)) and not rolling.of_tasks(figure):
                raise Unshared("units_only")
            days = await gather.days(figure)
            return rolling.account(figure, days, *gather.days_of_ends), {}
        if family in ("quality", "score") and (programme or not is_unit(scope)):
            raise Unshared("units_only")
        rooms: dict[str, Callable[[str, Gather], Awaitable[Told]]] = {
            "operational": self._operational,
            "quality": self._quality,
            "strategic": self._strategic,
            "index": self._index,
            "score": partial(self._score, scope=scope),
        }
        return await rooms[family](figure, gather)

    async def _operational(self, figure: str, gather: Gather) -> Told:
        leaves = await gather.leaves()
        return await to_thread(planned.account, figure, *await gather.plans(leaves))

    async def _quality(self, figure: str, gather: Gather) -> Told:
        begin, end = await gather.pools()
        scope, tree = gather.unit, self._site.country.directory.tree
        if scope not in begin or scope not in end:
            raise Unshared("quality_not_kept")
        return await to_thread(measured.account, figure, scope, begin, end, tree.children)

    async def _dq(self, gather: Gather) -> Told:
        """As a part of the score: where it was not kept it is not known, and drops out (Q75)."""
        begin, end = await gather.pools()
        scope, tree = gather.unit, self._site.country.directory.tree
        if scope in begin and scope in end:
            return await to_thread(measured.account, DQ, scope, begin, end, tree.children)
        return Shared(before=dq(begin.get(scope)), after=dq(end.get(scope)), shares={}), {}

    async def _strategic(self, figure: str, gather: Gather) -> Told:
        begin, end = await gather.indicators()
        if (begin.index and not begin.stands) or (end.index and not end.stands):
            raise Unshared("indicators_not_kept")
        return await to_thread(strategic.account, figure, gather.ground, begin, end)

    async def _index(self, figure: str, gather: Gather) -> Told:
        begin, end = await gather.leaves()
        ladder, _ = await self._strategic("strategic/index", gather)
        spi_t, _ = await to_thread(planned.account, SPI_T, *await gather.plans((begin, end)))
        parts = composite.index(ladder, spi_t, begin.whole, end.whole)
        return of_parts(composite.weighed, parts), parts

    async def _score(self, figure: str, gather: Gather, scope: str) -> Told:
        known = self._site.country.directory
        unit = known.tree.get(scope)
        if unit is None or unit.league is None:
            raise Unshared("not_ranked")
        members = [one.code for one in known.tree.units.values() if one.league == unit.league]
        by = Parameters.of(known.catalogue.method.parameters)
        begin, end = await gather.leaves()
        leagues = await gather.league(members)
        sides = [
            composite.Side(leaves=side.whole, league=league)
            for side, league in zip((begin, end), leagues, strict=True)
        ]
        spi_t, _ = await to_thread(planned.account, SPI_T, *await gather.plans((begin, end)))
        quality, _ = await self._dq(gather)
        parts = composite.score(sides[0], sides[1], spi_t, quality, by)
        if figure != "score":
            return parts[figure.partition("/")[2]], {}
        return of_parts(partial(composite.scored, by=by), parts), parts


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
