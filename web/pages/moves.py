"""Reads what moved in a scope between two ends: its leaves, what was published, what happened."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
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
from web.pages.ends import Asked, Closed, NotClosed, moment
from web.pages.kept import kept, own_leaves, rows
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
    ) -> WhyFacts:
        """Everything between two ends."""
        known = self._site.country.directory
        exact = set(FIGURES[figure].measures) <= STANDING
        async with self.snapshot() as connection:
            ends = await self.ends(
                connection, scope, programme, asked, exact=exact, within=is_unit(scope)
            )
            begin, end = await self.sides(connection, scope, programme, ends)
            turns, reports = await self.between(connection, scope, programme, ends)
        if HISTORY in (ends[0].kept, ends[1].kept):
            begin, end = coarse(begin, self._home), coarse(end, self._home)
            turns, reports = self._together(turns), self._summed(reports)
        return WhyFacts(
            path=known.path(scope), programme=programme, figure=figure, begin=begin, end=end,
            turns=turns, reports=reports, below=lambda lead: self.below(scope, lead),
        )  # fmt: skip

    async def sides(
        self, connection: AsyncConnection[Row], scope: str, programme: str, ends: Ends
    ) -> tuple[End, End]:
        """The leaves at both ends."""
        begin = await self._side(connection, scope, programme, ends[0])
        return begin, await self._side(connection, scope, programme, ends[1])

    async def between(
        self, connection: AsyncConnection[Row], scope: str, programme: str, ends: Ends
    ) -> tuple[Mapping[Leaf, tuple[Turn, ...]], Mapping[Leaf, int]]:
        """What happened to each leaf between both ends."""
        span = self._given(scope, programme) | {"begin": ends[0].at, "end": ends[1].at}
        turned = await rows(connection, "turned", span)
        reported = await rows(connection, "reported", span)
        return by_leaf(turned), {Leaf._make(row[:LEAF]): row[LEAF] for row in reported}

    def below(self, scope: str, lead: str) -> str:
        """The unit right below the scope under which a lead stands."""
        known = self._site.country.directory
        line = known.lines.of(lead)
        if not is_unit(scope):
            return known.tree.top(line[0]) or line[0]
        place = line.index(scope) if scope in line else 0
        return line[max(place - 1, 0)]

    def coarse(self, side: End) -> End:
        """An end by lead alone."""
        return coarse(side, self._home)

    async def _side(
        self, connection: AsyncConnection[Row], scope: str, programme: str, of: Moment
    ) -> End:
        given = self._given(scope, programme)
        if of.kept == NOW:
            found = leaves(await rows(connection, "leaves_now", given))
            return End(at=of.at, day=None, published=None, leaves=found, moment=of)
        if of.kept == HISTORY:
            tree = self._site.country.directory.tree
            states = await kept(connection, of, tree.subtree(scope), programme)
            found = own_leaves(scope, states.counts, tree.children)
            return End(at=of.at, day=None, published=None, leaves=found, moment=of)
        given |= {"day": of.day}
        found = leaves(await rows(connection, "leaves_on", given))
        published = await rows(connection, "published_on", given)
        counts = named(widen(published[0][0])) if published else None
        side = End(at=of.at, day=of.day, leaves=found, published=counts, moment=of)
        if of.kept == CLOSE or of.day is None:
            return side
        span = given | {"begin": day_end(of.day), "end": of.at}
        return turned(side, by_leaf(await rows(connection, "turned", span)))

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
