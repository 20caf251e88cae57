"""What is kept of many scopes at one end of a span: their integers and the tiers beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Struct
from psycopg import AsyncConnection

from schema.attribution import Counts
from schema.close import Tiers, decode, label, shelf_of, unpack
from schema.database import Row
from schema.kpi import Operational
from schema.measures import named, widen
from schema.quality import Quality
from schema.queries import load
from schema.strategic import Strategic
from web.compose.moment import HISTORY, NOW, Moment
from web.compose.why import Leaf

_SQL = load("why")


class Kept(Struct, frozen=True, kw_only=True):
    """By scope; a scope that is missing was nothing."""

    counts: Mapping[str, Counts]
    tiers: Mapping[str, Tiers]

    def tier(self, scope: str) -> Tiers:
        """The tiers of a scope."""
        return self.tiers.get(scope, Tiers())


class _Now(Struct, frozen=True, kw_only=True):
    """As much of a published state as is asked for here."""

    counts: dict[str, int]
    operational: Operational | None = None
    strategic: Strategic | None = None
    quality: Quality | None = None


_STATE = msgspec.json.Decoder(_Now)


async def kept(
    connection: AsyncConnection[Row], moment: Moment, scopes: Sequence[str], programme: str = ""
) -> Kept:
    """What is kept of scopes, each of one programme."""
    given = {"scopes": list(scopes), "programme": programme, "at": moment.at, "day": moment.day}
    if moment.kept == NOW:
        return _now(await rows(connection, "states_now", given))
    if moment.kept == HISTORY:
        found = await rows(connection, "counts_by", given)
        return Kept(
            counts={row[0]: named(widen(row[1])) for row in found},
            tiers={row[0]: decode(row[2]) for row in found if row[2]},
        )
    counts = {row[0]: named(widen(row[1])) for row in await rows(connection, "counts_on", given)}
    shelves = sorted({shelf_of(scope) for scope in scopes})
    bodies = await rows(connection, "shelves_on", given | {"shelves": shelves})
    labels = {label(scope, programme): scope for scope in scopes}
    return Kept(
        counts=counts,
        tiers={
            labels[name]: tiers
            for (body,) in bodies
            for name, tiers in unpack(body).items()
            if name in labels
        },
    )


def _now(found: Sequence[Row]) -> Kept:
    states = {scope: _STATE.decode(state) for scope, state in found}
    return Kept(
        counts={scope: state.counts for scope, state in states.items()},
        tiers={
            scope: Tiers(
                operational=state.operational, strategic=state.strategic, quality=state.quality
            )
            for scope, state in states.items()
        },
    )


def own_leaves(
    scope: str, counts: Mapping[str, Counts], children: Callable[[str], tuple[str, ...]]
) -> dict[Leaf, Counts]:
    """What each unit leads itself: what is kept of it less what is kept of those right below."""
    found: dict[Leaf, Counts] = {}
    waiting = [scope]
    while waiting:
        unit = waiting.pop()
        below = [code for code in children(unit) if code in counts]
        waiting += below
        here = counts.get(unit, {})
        own = {n: here[n] - sum(counts[code].get(n, 0) for code in below) for n in here}
        if any(own.values()):
            found[Leaf(unit)] = own
    return found


async def rows(connection: AsyncConnection[Row], name: str, given: dict[str, Any]) -> list[Row]:
    """The rows of a statement of `why.sql`."""
    return await (await connection.execute(getattr(_SQL, name), given)).fetchall()
