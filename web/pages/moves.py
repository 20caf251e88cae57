"""Reads what moved in a scope between two closes: its leaves, what was published, what happened."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from psycopg import AsyncConnection

from schema.attribution import Counts
from schema.causes import Turn
from schema.clock import day_end
from schema.database import Row
from schema.measures import named, widen
from schema.queries import load
from web.compose.why import End, Leaf, WhyFacts
from web.facts.reach import is_unit
from web.site import Site

_SQL = load("why")
LEAF = len(Leaf._fields)


class NotClosed(ValueError):
    """No close is kept of that day; the message says which there are."""


class Moves:
    """Reads in one snapshot, so that both ends stand on one state of the log."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def read(
        self, scope: str, programme: str, figure: str, begin: date, end: date | None
    ) -> WhyFacts:
        """Everything between the close of `begin` and that of `end`, or now."""
        known, now = self._site.country.directory, self._site.clock.now()
        given = known.reach(scope).given | {"scope": scope, "programme": programme}
        async with self._site.pool.connection() as connection, connection.transaction():
            await connection.execute(_SQL.snapshot)
            await self._check(connection, begin, end)
            first = await self._closed(connection, given, begin)
            last = (
                await self._closed(connection, given, end)
                if end
                else End(
                    at=now,
                    day=None,
                    published=None,
                    leaves=leaves(await rows(connection, "leaves_now", given)),
                )
            )
            between = given | {"begin": first.at, "end": last.at}
            turned = await rows(connection, "turned", between)
            reported = await rows(connection, "reported", between)
        return WhyFacts(
            path=known.path(scope), programme=programme, figure=figure, begin=first, end=last,
            turns=by_leaf(turned), reports={Leaf._make(row[:LEAF]): row[LEAF] for row in reported},
            below=lambda lead: self._below(scope, lead),
        )  # fmt: skip

    async def _check(self, connection: AsyncConnection[Row], begin: date, end: date | None) -> None:
        first, last = (await rows(connection, "closed_days", {}))[0]
        if first is None or begin < first or max(begin, end or begin) > last:
            raise NotClosed(f"expected days from {first} to {last}, which are closed; got {begin}")

    async def _closed(
        self, connection: AsyncConnection[Row], given: dict[str, Any], day: date
    ) -> End:
        found = await rows(connection, "leaves_on", given | {"day": day})
        published = await rows(connection, "published_on", given | {"day": day})
        counts = named(widen(published[0][0])) if published else None
        return End(at=day_end(day), day=day, leaves=leaves(found), published=counts)

    def _below(self, scope: str, lead: str) -> str:
        """The unit right below the scope under which a lead stands."""
        known = self._site.country.directory
        line = known.lines.of(lead)
        if not is_unit(scope):
            return known.tree.top(line[0]) or line[0]
        place = line.index(scope) if scope in line else 0
        return line[max(place - 1, 0)]


async def rows(connection: AsyncConnection[Row], name: str, given: dict[str, Any]) -> list[Row]:
    """The rows of a statement of `why.sql`."""
    return await (await connection.execute(getattr(_SQL, name), given)).fetchall()


def leaves(found: list[Row]) -> dict[Leaf, Counts]:
    """Leaves by name, the partitions added up."""
    made: dict[Leaf, dict[str, int]] = {}
    for row in found:
        counts, leaf = named(widen(row[LEAF])), Leaf._make(row[:LEAF])
        before = made.get(leaf)
        made[leaf] = counts if before is None else {k: v + before[k] for k, v in counts.items()}
    return dict(made)


def by_leaf(turned: list[Row]) -> dict[Leaf, tuple[Turn, ...]]:
    """Changes of standing of each leaf."""
    made: defaultdict[Leaf, list[Turn]] = defaultdict(list)
    for row in turned:
        made[Leaf._make(row[:LEAF])].append(Turn(*row[LEAF:]))
    return {leaf: tuple(turns) for leaf, turns in made.items()}
