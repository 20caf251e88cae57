"""Reads what moved in a scope between two ends: its leaves, what was published, what happened."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from functools import cache
from typing import Any

from psycopg import AsyncConnection

from schema.attribution import Counts
from schema.causes import STANDING, Turn, count
from schema.clock import day_end
from schema.database import Row
from schema.formulas import FIGURES
from schema.measures import named, widen
from schema.queries import load
from web.compose.moment import CLOSE, HISTORY, NOW, Moment
from web.compose.why import End, Leaf, WhyFacts
from web.facts.reach import is_unit
from web.pages import kept
from web.pages.ends import Asked, Closed, NotClosed, moment
from web.pages.kept import Later, own_leaves, rows
from web.site import Site

_SQL = load("why")
LEAF = len(Leaf._fields)
Ends = tuple[Moment, Moment]


class Moves:
    """Reads in one snapshot, so that both ends stand on one state of the log."""

    def __init__(self, site: Site) -> None:
        self._site = site

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[AsyncConnection[Row]]:
        """A connection on which everything is of one instant."""
        async with self._site.pool.connection() as connection, connection.transaction():
            await connection.execute(_SQL.snapshot)
            yield connection

    async def ends(
        self,
        connection: AsyncConnection[Row],
        scope: str,
        programme: str,
        asked: tuple[Asked, Asked],
        *,
        exact: bool,
        within: bool,
    ) -> Ends:
        """The states both ends stand on; `within`: values kept within a day are of use."""
        first, last = (await rows(connection, "closed_days", {}))[0]
        if first is None:
            raise NotClosed("expected a country of which a day is closed, got one that begins")
        closed, now, found = Closed(first=first, last=last), self._site.clock.now(), []
        for end in asked:
            given = {"scope": scope, "programme": programme, "at": end.at}
            by = await rows(connection, "kept_by", given) if end.at and within else []
            found.append(moment(end, closed, now, exact=exact, kept=by[0][0] if by else None))
        return found[0], found[1]

    async def read(
        self, scope: str, programme: str, figure: str, asked: tuple[Asked, Asked]
    ) -> Later[WhyFacts]:
        """Everything between two ends."""
        known = self._site.country.directory
        exact = set(FIGURES[figure].measures) <= STANDING
        async with self.snapshot() as connection:
            ends = await self.ends(
                connection, scope, programme, asked, exact=exact, within=is_unit(scope)
            )
            sides = await self.sides(connection, scope, programme, ends)
            turned = await self.turns(connection, scope, programme, ends)
            reported = await self.reports(connection, scope, programme, ends)

        def made() -> WhyFacts:
            (begin, end), turns, reports = sides(), turned(), reported()
            if HISTORY in (ends[0].kept, ends[1].kept):
                begin, end = coarse(begin, self._home), coarse(end, self._home)
                turns, reports = self._together(turns), self._summed(reports)
            return WhyFacts(
                path=known.path(scope), programme=programme, figure=figure, begin=begin, end=end,
                turns=turns, reports=reports, below=lambda lead: self.below(scope, lead),
            )  # fmt: skip

        return made

    async def sides(
        self, connection: AsyncConnection[Row], scope: str, programme: str, ends: Ends
    ) -> Later[tuple[End, End]]:
        """The leaves at both ends."""
        begin = await self._side(connection, scope, programme, ends[0])
        end = await self._side(connection, scope, programme, ends[1])
        return cache(lambda: (begin(), end()))

    async def turns(
        self, connection: AsyncConnection[Row], scope: str, programme: str, ends: Ends
    ) -> Later[Mapping[Leaf, tuple[Turn, ...]]]:
        """How each leaf's tasks changed their standing between both ends."""
        span = self._given(scope, programme) | {"begin": ends[0].at, "end": ends[1].at}
        found = await rows(connection, "turned", span)
        return lambda: by_leaf(found)

    async def reports(
        self, connection: AsyncConnection[Row], scope: str, programme: str, ends: Ends
    ) -> Later[Mapping[Leaf, int]]:
        """How much was reported about each leaf's tasks between both ends."""
        span = self._given(scope, programme) | {"begin": ends[0].at, "end": ends[1].at}
        found = await rows(connection, "reported", span)
        return lambda: {Leaf._make(row[:LEAF]): row[LEAF] for row in found}

    def below(self, scope: str, lead: str) -> str:
        """The unit right below the scope under which a lead stands."""
        known = self._site.country.directory
        line = known.lines.of(lead)
        if not is_unit(scope):
            return known.tree.top(line[0]) or line[0]
        place = line.index(scope) if scope in line else 0
        return line[max(place - 1, 0)]

    async def _side(
        self, connection: AsyncConnection[Row], scope: str, programme: str, of: Moment
    ) -> Later[End]:
        given = self._given(scope, programme)
        if of.kept == NOW:
            found = await rows(connection, "leaves_now", given)
            return lambda: _unpublished(of, leaves(found))
        if of.kept == HISTORY:
            tree = self._site.country.directory.tree
            states = await kept.counts(connection, of, tree.subtree(scope), programme)
            return lambda: _unpublished(of, own_leaves(scope, states(), tree.children))
        return await self._closed(connection, of, given | {"day": of.day})

    async def _closed(
        self, connection: AsyncConnection[Row], of: Moment, given: dict[str, Any]
    ) -> Later[End]:
        """The end a close tells, moved on to the instant where that lies after it."""
        found = await rows(connection, "leaves_on", given)
        published = await rows(connection, "published_on", given)
        later: list[Row] = []
        if of.kept != CLOSE and of.day is not None:
            span = given | {"begin": day_end(of.day), "end": of.at}
            later = await rows(connection, "turned", span)

        def made() -> End:
            whole = named(widen(published[0][0])) if published else None
            side = End(at=of.at, day=of.day, leaves=leaves(found), published=whole, moment=of)
            return side if of.kept == CLOSE else turned(side, by_leaf(later))

        return made

    def _given(self, scope: str, programme: str) -> dict[str, Any]:
        reach = self._site.country.directory.reach(scope).given
        return reach | {"scope": scope, "programme": programme}

    def _home(self, lead: str) -> str:
        return self._site.country.directory.lines.of(lead)[0]

    def _together(self, turns: Mapping[Leaf, tuple[Turn, ...]]) -> Mapping[Leaf, tuple[Turn, ...]]:
        found: defaultdict[Leaf, tuple[Turn, ...]] = defaultdict(tuple)
        for leaf, each in turns.items():
            found[Leaf(self._home(leaf.lead))] += each
        return dict(found)

    def _summed(self, reports: Mapping[Leaf, int]) -> Mapping[Leaf, int]:
        found: Counter[Leaf] = Counter()
        for leaf, number in reports.items():
            found[Leaf(self._home(leaf.lead))] += number
        return found


def _unpublished(of: Moment, found: Mapping[Leaf, Counts]) -> End:
    return End(at=of.at, day=None, published=None, leaves=found, moment=of)


def turned(side: End, turns: Mapping[Leaf, tuple[Turn, ...]]) -> End:
    """An end moved on by changes of standing; only states and signs are true of it."""
    found = {leaf: dict(counts) for leaf, counts in side.whole.items()}
    for leaf, each in turns.items():
        moves: Counter[str] = Counter()
        for turn in each:
            count(turn, moves)
        counts = found.setdefault(leaf, {})
        for name, by in moves.items():
            counts[name] = counts.get(name, 0) + by
    return End(at=side.at, day=None, leaves=found, published=None, moment=side.moment)


def coarse(side: End, home: Callable[[str], str]) -> End:
    """An end by the unit that answers for each lead, whatever the programme or field."""
    found: dict[Leaf, dict[str, int]] = {}
    for leaf, counts in side.whole.items():
        into = found.setdefault(Leaf(home(leaf.lead)) if leaf.lead else leaf, {})
        for name, number in counts.items():
            into[name] = into.get(name, 0) + number
    return End(at=side.at, day=side.day, leaves=found, published=None, moment=side.moment)


def leaves(found: Iterable[Row]) -> dict[Leaf, Counts]:
    """Leaves by name, the partitions added up."""
    made: dict[Leaf, dict[str, int]] = {}
    for row in found:
        counts, leaf = named(widen(row[LEAF])), Leaf._make(row[:LEAF])
        before = made.get(leaf)
        made[leaf] = counts if before is None else {k: v + before[k] for k, v in counts.items()}
    return dict(made)


def by_leaf(turned: Iterable[Row]) -> dict[Leaf, tuple[Turn, ...]]:
    """Changes of standing of each leaf."""
    made: defaultdict[Leaf, list[Turn]] = defaultdict(list)
    for row in turned:
        made[Leaf._make(row[:LEAF])].append(Turn(*row[LEAF:]))
    return {leaf: tuple(turns) for leaf, turns in made.items()}
