"""What is kept of many scopes at one end of a span: their integers and the tiers beside them.

A snapshot is held while rows are read, not while they are worked on: what is read comes back as
`Later`, to be made in a thread when the connection is free again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

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
LOT = 2_000
"""Rows taken at a time."""
Made = TypeVar("Made")
Later = Callable[[], Made]
"""What has been read, still to be worked on."""


class _Counts(Struct, frozen=True):
    """As much of a published state as `counts` asks for."""

    counts: dict[str, int]


class _Tiers(Struct, frozen=True):
    """As much of a published state as `tiers` asks for."""

    operational: Operational | None = None
    strategic: Strategic | None = None
    quality: Quality | None = None

    @property
    def told(self) -> Tiers:
        """As a close keeps them."""
        return Tiers(operational=self.operational, strategic=self.strategic, quality=self.quality)


_COUNTS, _TIERS = msgspec.json.Decoder(_Counts), msgspec.json.Decoder(_Tiers)


async def counts(
    connection: AsyncConnection[Row], moment: Moment, scopes: Sequence[str], programme: str = ""
) -> Later[Mapping[str, Counts]]:
    """The integers kept of scopes, each of one programme; one that is missing was nothing."""
    name = {NOW: "states_now", HISTORY: "counts_by"}.get(moment.kept, "counts_on")
    found = await rows(connection, name, _given(moment, scopes, programme))
    if moment.kept == NOW:
        return lambda: {scope: _COUNTS.decode(state).counts for scope, state in found}
    return lambda: {scope: named(widen(each)) for scope, each in found}


async def tiers(
    connection: AsyncConnection[Row], moment: Moment, scopes: Sequence[str], programme: str = ""
) -> Later[Mapping[str, Tiers]]:
    """The tiers kept of scopes, each of one programme; one that is missing had none."""
    given = _given(moment, scopes, programme)
    if moment.kept == NOW:
        states = await rows(connection, "states_now", given)
        return lambda: {scope: _TIERS.decode(state).told for scope, state in states}
    if moment.kept == HISTORY:
        found = await rows(connection, "tiers_by", given)
        return lambda: {scope: decode(each) for scope, each in found}
    shelves = sorted({shelf_of(scope) for scope in scopes})
    bodies = await rows(connection, "shelves_on", given | {"shelves": shelves})
    labels = {label(scope, programme): scope for scope in scopes}
    return lambda: {
        labels[name]: each
        for (body,) in bodies
        for name, each in unpack(body).items()
        if name in labels
    }


def _given(moment: Moment, scopes: Sequence[str], programme: str) -> dict[str, Any]:
    return {"scopes": list(scopes), "programme": programme, "at": moment.at, "day": moment.day}


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
    """The rows of a statement of `why.sql`; between two lots others have their turn."""
    cursor = await connection.execute(getattr(_SQL, name), given)
    found: list[Row] = []
    while lot := await cursor.fetchmany(LOT):
        found += lot
        await asyncio.sleep(0)
    return found
