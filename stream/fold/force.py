"""Readings and targets in force into SQL; only rows that differ are written anew.

Called inside the fold's last round trip by `store`, so nothing here waits for an answer; without
indicators in the batch nothing is said at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from psycopg import AsyncConnection

from schema.database import Row
from schema.queries import load
from stream.core.force import Force
from stream.kpi.strategic.facts import Reading, Subject, Target

_SQL = load("strategic")
Moved = tuple[int, int, Force]
"""(partition, next offset of its transaction, what is in force)."""


async def keep(connection: AsyncConnection[Row], moved: Sequence[Moved]) -> None:
    """Let this be all that is in force of these subjects."""
    if not moved:
        return
    subjects = _columns((*force.subject, at, stamp) for at, stamp, force in moved)
    readings = [(force.subject, one) for _, _, force in moved for one in force.readings]
    targets = [(force.subject, one) for _, _, force in moved for one in force.targets]
    whose: dict[str, Any] = {"indicators": subjects[0], "units": subjects[1]}
    still = _columns((*subject, one.period) for subject, one in readings) or ([], [], [])
    kept = dict(zip(("of", "by", "periods"), still, strict=True))
    await connection.execute(_SQL.forget_readings, whose | kept)
    if readings:
        cells = _columns(reading_cells(*one) for one in readings)
        await connection.execute(_SQL.keep_readings, cells)
    await connection.execute(_SQL.forget_targets, whose)
    if targets:
        await connection.execute(_SQL.keep_targets, _columns(target_cells(*one) for one in targets))
    await connection.execute(_SQL.keep_measured, subjects)


def reading_cells(subject: Subject, one: Reading) -> tuple[Any, ...]:
    """A row of ``reading``; numbers go as text, to keep their digits."""
    return (
        *subject,
        one.period,
        *(_text(number) for number in (one.value, one.num, one.den)),
        one.n,
        one.edition,
        one.occurred_at,
        one.known_at,
        one.source_seq,
        one.update,
        _literal(one.marks),
    )


def target_cells(subject: Subject, one: Target) -> tuple[Any, ...]:
    """A row of ``target``."""
    return (
        *subject,
        one.on,
        _text(one.value),
        one.version,
        one.shape,
        _literal(day.isoformat() for day, _ in one.trajectory),
        _literal(str(value) for _, value in one.trajectory),
        one.update,
    )


def _columns(rows: Iterable[tuple[Any, ...]]) -> tuple[list[Any], ...]:
    return tuple(list(column) for column in zip(*rows, strict=True))


def _text(number: Decimal | None) -> str | None:
    return None if number is None else str(number)


def _literal(words: Iterable[str]) -> str:
    """An array as SQL writes it; days, numbers and marks need no quotes."""
    return "{" + ",".join(words) + "}"
