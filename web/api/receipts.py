"""`GET /api/receipts/{report}?at=3:1201,5:77`: what became of each update of a report.

A part is queued until the fold's position has passed its offset; then the tables of the fold know
its updates. Without `at` only what is folded already can be found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Literal
from uuid import UUID

from msgspec import Struct
from psycopg import AsyncConnection
from starlette.requests import Request
from starlette.responses import Response

from schema.database import AWAY, AsyncPool, Row
from schema.queries import load
from schema.states import Verdict
from web.api.answers import answer, refusal

Place = tuple[int, int]  # partition, offset
State = Literal["accepted", "held", "rejected"]
MOST_PLACES = 1_000
_PLACE = re.compile(r"(\d{1,9}):(\d{1,18})")
_STATES: dict[str, State] = {
    Verdict.ACCEPTED: "accepted",
    Verdict.SUPERSEDED: "accepted",
    Verdict.HELD: "held",
    Verdict.REJECTED: "rejected",
}
_SQL = load("web")


class Fate(Struct, frozen=True, kw_only=True):
    """An update and what the fold made of it; `marks` are what was noticed."""

    id: str
    kind: str
    subject: str
    state: State
    reason: str | None = None
    marks: list[str] = []


class PartState(Struct, frozen=True, kw_only=True):
    """A message of the log: waiting, folded, or unreadable (then `reason` says why)."""

    partition: int
    offset: int
    state: Literal["queued", "folded", "dead_letter"]
    reason: str | None = None


class Receipt(Struct, frozen=True, kw_only=True):
    """`queued` while any part is; then `settled`, with every update's fate."""

    id: str
    state: Literal["queued", "settled"]
    parts: list[PartState]
    updates: list[Fate]


class Receipts:
    """The endpoint; `pool` reads the active build."""

    def __init__(self, pool: AsyncPool) -> None:
        self._pool = pool

    async def get(self, request: Request) -> Response:
        """Answer a GET: 400 for an address that cannot be, 404 for a report nobody knows."""
        report, at = request.path_params["report"], request.query_params.get("at", "")
        places = parse_places(at)
        identity = _uuid(report)
        if identity is None or places is None:
            return refusal(
                400,
                "expected /api/receipts/<report id>?at=<partition>:<offset>,…, as the 202 gave it; "
                f"got {report[:80]!r} and at={at[:80]!r}",
            )
        try:
            receipt = await self.find(str(identity), places)
        except AWAY:
            return refusal(503, "the database is away; ask again", retry_after=3)
        if receipt is None:
            return refusal(404, f"no report {report} is known; was it answered with 202?")
        return answer(receipt)

    async def find(self, report: str, places: list[Place]) -> Receipt | None:
        """The receipt of a report, None if nothing is known of it."""
        async with self._pool.connection() as connection:
            positions = dict(await _rows(connection, _SQL.positions))
            parts = await _rows(connection, _SQL.report_parts, (report,))
            ids = [identity for part in parts for identity in part[4]]
            fates = await _rows(connection, _SQL.verdicts, (ids,)) if ids else []
            columns = [p for p, _ in places], [o for _, o in places]
            dead = await _rows(connection, _SQL.dead_letters, columns) if places else []
        folded = {(part[1], part[2]) for part in parts}
        return receipt_of(report, {*places} or folded, positions, folded, dead, map(_fate, fates))


def receipt_of(
    report: str,
    places: set[Place],
    positions: Mapping[int, int],
    folded: set[Place],
    dead: Iterable[tuple[Any, ...]],
    fates: Iterable[Fate],
) -> Receipt | None:
    """The receipt, from what the tables say; None: these places hold no such report."""
    unreadable = {(row[0], row[1]): f"{row[2]}: {row[3]}" for row in dead}
    parts = [
        _part(place, positions, unreadable) for place in sorted(places) if place[0] in positions
    ]
    queued = any(part.state == "queued" for part in parts)
    if not queued and not folded and not unreadable:
        return None
    return Receipt(
        id=report,
        state="queued" if queued else "settled",
        parts=parts,
        updates=list(fates),
    )


def _part(place: Place, positions: Mapping[int, int], unreadable: Mapping[Place, str]) -> PartState:
    partition, offset = place
    if positions.get(partition, 0) <= offset:
        return PartState(partition=partition, offset=offset, state="queued")
    if place in unreadable:
        return PartState(
            partition=partition, offset=offset, state="dead_letter", reason=unreadable[place]
        )
    return PartState(partition=partition, offset=offset, state="folded")


def _fate(row: tuple[Any, ...]) -> Fate:
    """A superseded update was accepted; its reason names what replaced it."""
    identity, kind, subject, verdict, reason, marks = row
    return Fate(
        id=str(identity),
        kind=kind,
        subject=subject,
        state=_STATES[verdict],
        reason=reason,
        marks=marks or [],
    )


def parse_places(at: str) -> list[Place] | None:
    """`3:1201,5:77` as (partition, offset) pairs; None if it is something else."""
    if not at:
        return []
    found = [_PLACE.fullmatch(piece) for piece in at.split(",", MOST_PLACES)]
    places = [(int(match[1]), int(match[2])) for match in found if match]
    return places if len(places) == len(found) else None


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


async def _rows(
    connection: AsyncConnection[Row], query: str, values: Any = ()
) -> list[tuple[Any, ...]]:
    return await (await connection.execute(query.encode(), values)).fetchall()
