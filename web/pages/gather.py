"""Reads what accounts are made of, at both ends of a span, in one snapshot.

What is read is worked on later, in a thread, when the snapshot is over (`Later`).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date
from functools import cache
from operator import add
from typing import Any

import msgspec
from psycopg import AsyncConnection

from schema.attribution import Counts
from schema.clock import local_day
from schema.close import Tiers
from schema.database import Row
from schema.earned.curve import Drawn
from schema.quality import Quality
from schema.strategic import Attained, IndicatorNow, attained
from schema.unit import ROOT
from web.compose.accounts import planned, rolling, strategic, wave
from web.compose.moment import CHANGES, HISTORY, NOW, Moment
from web.compose.why import End, Leaf
from web.facts.directory import Directory
from web.facts.reach import FIELD, is_unit
from web.pages import stood
from web.pages.kept import Later, Made, counts, rows, tiers
from web.pages.moves import Ends, Moves, coarse

_INDICATOR = msgspec.json.Decoder(IndicatorNow)
Pools = Mapping[str, Quality]
Stands = Mapping[str, Mapping[str, Attained]]
"""How each indicator stood, by scope and code."""
Read = Callable[[AsyncConnection[Row], Moment, Sequence[str], str], Awaitable[Later[Made]]]


class Gather:
    """Reads for one scope and span."""

    def __init__(
        self,
        moves: Moves,
        known: Directory,
        connection: AsyncConnection[Row],
        scope: str,
        programme: str,
        ends: Ends,
    ) -> None:
        self._moves = moves
        self._known = known
        self._connection = connection
        self._scope = scope
        self._programme = programme
        self.ends = ends
        self._own: Later[tuple[Tiers, Tiers]] | None = None
        self._within = HISTORY in (ends[0].kept, ends[1].kept)

    async def leaves(self) -> Later[tuple[End, End]]:
        """Both ends' leaves, by unit alone where one of them is kept so."""
        found = await self._moves.sides(self._connection, self._scope, self._programme, self.ends)
        if not self._within:
            return found

        def made() -> tuple[End, End]:
            begin, end = found()
            return coarse(begin, self._home), coarse(end, self._home)

        return cache(made)

    async def own(self) -> Later[tuple[Tiers, Tiers]]:
        """The tiers of the scope at both ends."""
        if self._own is None:
            begin, end = await self._both(tiers, [self._scope], self._programme)
            one = self._scope
            self._own = cache(lambda: (begin().get(one, Tiers()), end().get(one, Tiers())))
        return self._own

    async def plans(
        self, leaves: Later[tuple[End, End]]
    ) -> Later[tuple[planned.Side, planned.Side]]:
        """What was planned at both ends, and earned."""
        given = {"begin": self.ends[0].at, "end": self.ends[1].at}
        tasks, own = await self._rows("stood", **given), await self.own()

        def made() -> tuple[planned.Side, planned.Side]:
            drawn = stood.plans(tasks, self._leaf)
            begin, end = map(_planned, own(), self.ends, drawn, leaves())
            return begin, end

        return made

    async def pools(self) -> Later[tuple[Pools, Pools]]:
        """The integers of data quality of every unit of the scope; without those not kept."""
        begin, end = await self._both(tiers, self._known.tree.subtree(self._scope))
        return cache(lambda: (_pools(begin()), _pools(end())))

    async def indicators(self) -> Later[tuple[strategic.Side, strategic.Side]]:
        """How every indicator asked of the scope stood, and in the units below it."""
        unit = self.unit
        if not is_unit(self._scope) and not self._scope.startswith(FIELD):  # a post is asked none
            return lambda: (strategic.NOTHING, strategic.NOTHING)
        places = self._known.tree.subtree(unit)
        own = await self.own()
        begin, end = [await self._stands(moment, places) for moment in self.ends]

        def made() -> tuple[strategic.Side, strategic.Side]:
            published = own()
            return (_climbed(unit, begin(), published[0]), _climbed(unit, end(), published[1]))

        return made

    @property
    def unit(self) -> str:
        """Whose indicators are those of the scope."""
        return self._scope if is_unit(self._scope) else ROOT

    @property
    def ground(self) -> strategic.Ground:
        """What the ladder is climbed by."""
        field = self._scope.removeprefix(FIELD) if self._scope.startswith(FIELD) else ""
        return strategic.Ground(
            catalogue=self._known.catalogue,
            unit=self.unit,
            children=self._known.tree.children,
            programme=self._programme,
            field=field,
        )

    async def days(self, figure: str) -> Later[rolling.Days]:
        """What happened on the days of both windows."""
        spans = [rolling.span(figure, last) for last in self.days_of_ends]
        (begins, begin), (ends, end) = spans
        given = {"begins": begins, "begin": begin, "ends": ends, "end": end}
        nums, dens = rolling.places(figure)
        flows = await self._rows("flows", **given, nums=nums, dens=dens) if nums else []
        reports = [] if nums else await self._rows("reports", **given)

        def made() -> rolling.Days:
            kinds = [self._kind(code) for code in self._known.tree.subtree(self._scope)]
            return rolling.Days(
                flows={day: (num, den) for day, (num, den) in self._by_day(flows).items()},
                reports={day: number for day, (number,) in self._by_day(reports).items()},
                units=sum(kind in rolling.REPORTERS for kind in kinds),
                communes=kinds.count(rolling.COMMUNE),
                kind=self._kind,
            )

        return made

    async def wave(self) -> Later[list[wave.Task]]:
        """Every one-off task at both ends."""
        found = await self._rows("stood", begin=self.ends[0].at, end=self.ends[1].at)
        return lambda: stood.tasks(found, self._home)

    async def league(
        self, units: Sequence[str]
    ) -> Later[tuple[Mapping[str, Counts], Mapping[str, Counts]]]:
        """The integers of every unit of a league at both ends."""
        begin, end = await self._both(counts, units)
        return lambda: (begin(), end())

    async def reported(self) -> Later[frozenset[Leaf]]:
        """Leaves of whose tasks anything was reported in between."""
        reports = await self._moves.reports(
            self._connection, self._scope, self._programme, self.ends
        )
        if self._within:
            return lambda: frozenset(Leaf(self._home(leaf.lead)) for leaf in reports())
        return lambda: frozenset(reports())

    @property
    def days_of_ends(self) -> tuple[date, date]:
        """The local day each end is told of."""
        return _day(self.ends[0]), _day(self.ends[1])

    def _leaf(self, leaf: Leaf) -> Leaf:
        """By unit alone where an end is kept so."""
        return Leaf(self._home(leaf.lead)) if self._within else leaf

    def _by_day(self, found: Sequence[Row]) -> dict[rolling.Day, tuple[int, ...]]:
        """Sums by the unit that answers today, and day."""
        made: dict[rolling.Day, tuple[int, ...]] = {}
        for unit, day, *sums in found:
            place = self._home(unit), day
            before = made.get(place)
            made[place] = tuple(map(add, before, sums)) if before else tuple(sums)
        return made

    async def _both(
        self, read: Read[Made], scopes: Sequence[str], programme: str = ""
    ) -> tuple[Later[Made], Later[Made]]:
        begin = await read(self._connection, self.ends[0], scopes, programme)
        return begin, await read(self._connection, self.ends[1], scopes, programme)

    async def _stands(self, moment: Moment, places: Sequence[str]) -> Later[Stands]:
        if moment.kept == NOW:
            found = await self._rows("indicators_now", scopes=list(places))
            return lambda: _standing(found)
        kept = await tiers(self._connection, moment, places)
        return lambda: {
            scope: {one.code: one for one in each.attained}
            for scope, each in kept().items()
            if each.attained
        }

    async def _rows(self, name: str, **given: Any) -> list[Row]:
        reach = self._known.reach(self._scope).given
        return await rows(self._connection, name, reach | {"programme": self._programme} | given)

    def _home(self, lead: str) -> str:
        return self._known.lines.of(lead)[0]

    def _kind(self, code: str) -> str:
        unit = self._known.tree.get(code)
        return unit.kind if unit else ""


def _planned(
    own: Tiers, moment: Moment, plans: Mapping[Leaf, Sequence[Drawn]], end: End
) -> planned.Side:
    return planned.Side(
        published=own.operational,
        today=_day(moment),
        plans={leaf: tuple(each) for leaf, each in plans.items()},
        earned={
            leaf: (counts.get("weight_progress", 0), counts.get("progress_plain", 0))
            for leaf, counts in end.whole.items()
        },
    )


def _climbed(unit: str, stands: Stands, published: Tiers) -> strategic.Side:
    record = published.strategic
    return strategic.Side(
        stands=stands.get(unit, {}),
        below=stands,
        index=record.index if record else None,
        coverage=record.coverage if record else None,
    )


def _standing(found: Sequence[Row]) -> Stands:
    made: dict[str, dict[str, Attained]] = {}
    for scope, state in found:
        one = attained(_INDICATOR.decode(state))
        made.setdefault(scope, {})[one.code] = one
    return made


def _pools(of: Mapping[str, Tiers]) -> Pools:
    return {scope: each.quality for scope, each in of.items() if each.quality}


def _day(moment: Moment) -> date:
    """A close is of its own day, an instant of the local day it lies in."""
    at_close = moment.day is not None and moment.kept != CHANGES
    return moment.day if at_close and moment.day else local_day(moment.at)
