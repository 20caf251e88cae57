"""Reads what accounts are made of, at both ends of a span, in one snapshot."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import msgspec
from psycopg import AsyncConnection

from schema.attribution import Counts
from schema.clock import local_day
from schema.close import Tiers
from schema.database import Row
from schema.earned.axis import axis_of
from schema.earned.curve import Drawn, drawn
from schema.earned.plan import Milestone, Plan
from schema.quality import Quality
from schema.states import WITHDRAWN, State
from schema.strategic import Attained, IndicatorNow, attained
from schema.unit import ROOT
from schema.workdays import state_offices
from web.compose.accounts import planned, rolling, strategic, wave
from web.compose.moment import CHANGES, HISTORY, NOW, Moment
from web.compose.why import End, Leaf
from web.facts.directory import Directory
from web.facts.reach import FIELD, is_unit
from web.pages.kept import Kept, kept, rows
from web.pages.moves import LEAF, Ends, Moves, coarse

OUTSIDE = frozenset({None, State.UNKNOWN.value, *(state.value for state in WITHDRAWN)})
"""States in which a task is no leaf of the plan."""
_INDICATOR = msgspec.json.Decoder(IndicatorNow)


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
        self._within = HISTORY in (ends[0].kept, ends[1].kept)

    async def leaves(self) -> tuple[End, End]:
        """Both ends' leaves, by unit alone where one of them is kept so."""
        begin, end = await self._moves.sides(
            self._connection, self._scope, self._programme, self.ends
        )
        if not self._within:
            return begin, end
        return coarse(begin, self._home), coarse(end, self._home)

    async def own(self, scope: str | None = None) -> tuple[Tiers, Tiers]:
        """The tiers of the scope at both ends."""
        scopes = [scope or self._scope]
        begin, end = await self._both(scopes, self._programme)
        return begin.tier(scopes[0]), end.tier(scopes[0])

    async def plans(self, leaves: tuple[End, End]) -> tuple[planned.Side, planned.Side]:
        """What was planned at both ends, and earned."""
        given = {"begin": self.ends[0].at, "end": self.ends[1].at}
        found = await asyncio.to_thread(self._drawn, await self._rows("stood", **given))
        tiers = await self.own()
        sides = [
            planned.Side(
                published=tier.operational,
                today=_day(moment),
                plans={leaf: tuple(each) for leaf, each in plans.items()},
                earned={
                    leaf: (counts.get("weight_progress", 0), counts.get("progress_plain", 0))
                    for leaf, counts in end.whole.items()
                },
            )
            for tier, moment, plans, end in zip(tiers, self.ends, found, leaves, strict=True)
        ]
        return sides[0], sides[1]

    async def pools(self) -> tuple[Mapping[str, Quality], Mapping[str, Quality]]:
        """The integers of data quality of every unit of the scope; without those not kept."""
        begin, end = await self._both(self._known.tree.subtree(self._scope))
        return _pools(begin), _pools(end)

    async def indicators(self) -> tuple[strategic.Side, strategic.Side]:
        """How every indicator asked of the scope stood, and in the units below it."""
        unit = self.unit
        if not is_unit(self._scope) and not self._scope.startswith(FIELD):  # a post is asked none
            return strategic.NOTHING, strategic.NOTHING
        places = self._known.tree.subtree(unit)
        published = await self.own()
        sides = []
        for moment, tiers in zip(self.ends, published, strict=True):
            stands = await self._stands(moment, places)
            record = tiers.strategic
            sides.append(
                strategic.Side(
                    stands=stands.get(unit, {}),
                    below=stands,
                    index=record.index if record else None,
                    coverage=record.coverage if record else None,
                )
            )
        return sides[0], sides[1]

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

    async def days(self, figure: str) -> rolling.Days:
        """What happened on the days of both windows."""
        first = min(self.days_of_ends) - timedelta(days=rolling.length(figure) - 1)
        nums, dens = rolling.places(figure)
        given = {"first": first, "last": max(self.days_of_ends), "nums": nums, "dens": dens}
        flows: dict[rolling.Day, tuple[int, int]] = {}
        for unit, day, num, den in await self._rows("flows", **given) if nums else ():
            place = self._home(unit), day
            before = flows.get(place, (0, 0))
            flows[place] = before[0] + num, before[1] + den
        reports: dict[rolling.Day, int] = {}
        for unit, day, number in () if nums else await self._rows("reports", **given):
            place = self._home(unit), day
            reports[place] = reports.get(place, 0) + number
        kinds = [self._kind(code) for code in self._known.tree.subtree(self._scope)]
        return rolling.Days(
            flows=flows,
            reports=reports,
            units=sum(kind in rolling.REPORTERS for kind in kinds),
            communes=kinds.count(rolling.COMMUNE),
            kind=self._kind,
        )

    async def wave(self) -> list[wave.Task]:
        """Every one-off task at both ends."""
        found = await self._rows("stood", begin=self.ends[0].at, end=self.ends[1].at)
        return [
            wave.Task(
                code=row[0],
                lead=self._home(row[1]),
                begin=_stood(row[11], row[12], row[15]),
                end=_stood(row[13], row[14], row[16]),
                by_report=row[17],
            )
            for row in found
        ]

    async def league(self, units: Sequence[str]) -> tuple[Mapping[str, Counts], ...]:
        """The integers of every unit of a league at both ends."""
        return tuple(each.counts for each in await self._both(units))

    async def reported(self) -> frozenset[Leaf]:
        """Leaves of whose tasks anything was reported in between."""
        _, reports = await self._moves.between(
            self._connection, self._scope, self._programme, self.ends
        )
        if self._within:
            return frozenset(Leaf(self._home(leaf.lead)) for leaf in reports)
        return frozenset(reports)

    @property
    def days_of_ends(self) -> tuple[date, date]:
        """The local day each end is told of."""
        return _day(self.ends[0]), _day(self.ends[1])

    def _drawn(self, stood: Sequence[Row]) -> tuple[dict[Leaf, list[Drawn]], ...]:
        """The plans at both ends, each drawn once."""
        found: tuple[dict[Leaf, list[Drawn]], ...] = ({}, {})
        axis = axis_of(state_offices())
        for row in stood:
            states = row[11], row[13]
            if all(state in OUTSIDE for state in states):
                continue
            one = drawn(_plan(row), None, axis)
            leaf = Leaf._make(row[1 : 1 + LEAF])
            leaf = Leaf(self._home(leaf.lead)) if self._within else leaf
            for plans, state in zip(found, states, strict=True):
                if state not in OUTSIDE:
                    plans.setdefault(leaf, []).append(one)
        return found

    async def _both(self, scopes: Sequence[str], programme: str = "") -> tuple[Kept, Kept]:
        begin = await kept(self._connection, self.ends[0], scopes, programme)
        return begin, await kept(self._connection, self.ends[1], scopes, programme)

    async def _stands(
        self, moment: Moment, places: Sequence[str]
    ) -> dict[str, dict[str, Attained]]:
        if moment.kept == NOW:
            found: dict[str, dict[str, Attained]] = {}
            for scope, state in await self._rows("indicators_now", scopes=list(places)):
                one = attained(_INDICATOR.decode(state))
                found.setdefault(scope, {})[one.code] = one
            return found
        tiers = (await kept(self._connection, moment, places)).tiers
        return {
            scope: {one.code: one for one in each.attained}
            for scope, each in tiers.items()
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


def _plan(row: Row) -> Plan:
    milestones = tuple(
        Milestone(weight, date.fromisoformat(due) if due else None)
        for weight, due in json.loads(row[10] or "[]")
    )
    return Plan(row[7], row[8], row[9], milestones)


def _stood(state: str | None, sign: str | None, due: date | None) -> wave.Stood | None:
    return wave.Stood(state, sign or "", due) if state and due else None


def _pools(of: Kept) -> dict[str, Quality]:
    return {scope: tiers.quality for scope, tiers in of.tiers.items() if tiers.quality}


def _day(moment: Moment) -> date:
    """A close is of its own day, an instant of the local day it lies in."""
    at_close = moment.day is not None and moment.kept != CHANGES
    return moment.day if at_close and moment.day else local_day(moment.at)
