"""The peer of `catch_up`: a bare aiokafka + psycopg COPY loop doing the same inserts, nothing else.

It decodes every report, writes the same rows into the same tables by the same COPY and upserts,
moves the positions and wakes the roll in the same transaction. It judges nothing: no order, no
authority, no duplicates, no sums; states and counts are constants. Ends when it has read up to the
ends given.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, LiteralString

import msgspec
import uvloop
from aiokafka import AIOKafkaConsumer, TopicPartition
from psycopg import AsyncConnection

from schema.database import Row
from schema.measures import ZERO
from schema.place import task_home
from schema.queries import load
from schema.report import LogReport
from schema.settings import Settings
from schema.update import TaskAssigned, Update, canonical, kind_of
from stream.fold.arrays import columns
from stream.fold.batch import MOST_MESSAGES
from stream.fold.rows import (
    ARRIVAL_TYPES,
    HISTORY_TYPES,
    OUTBOX_TYPES,
    PARTIAL_TYPES,
    REPORT_TYPES,
    UPDATE_TYPES,
    counts_list,
    uuid_bytes,
)
from stream.fold.session import open_connection
from stream.fold.task_rows import TASK_TYPES

_SQL = load("fold")
_DECODER = msgspec.json.Decoder(LogReport)
_STATE = bytes(300)
"""About what the fold keeps of a task."""
_STANDING = bytes(400)
"""About what it tells of a change."""
_NOTHING = counts_list(ZERO)

Records = Sequence[tuple[int, Any]]
"""(partition, record of aiokafka)."""


async def main(ends: dict[int, int]) -> None:
    """Read everything up to `ends`, a transaction for each hundred messages."""
    settings = Settings.from_environ()
    consumer = AIOKafkaConsumer(
        bootstrap_servers=settings.kafka_bootstrap_servers,
        enable_auto_commit=False,
        auto_offset_reset="earliest",
    )
    await consumer.start()
    connection = await open_connection(settings, 1)
    consumer.assign([TopicPartition(settings.names.reports, number) for number in ends])
    left, outbox = dict(ends), dict.fromkeys(ends, 0)
    try:
        while left:
            found = await consumer.getmany(timeout_ms=1_000, max_records=MOST_MESSAGES)
            records = [(place.partition, one) for place, some in found.items() for one in some]
            await _write(connection, records, outbox, settings.names.partials_channel)
            for number, record in records:
                if record.offset + 1 >= ends[number]:
                    left.pop(number, None)
    finally:
        await consumer.stop()
        await connection.close()


async def _write(
    connection: AsyncConnection[Row], records: Records, outbox: dict[int, int], channel: str
) -> None:
    given = [(number, record, _DECODER.decode(record.value)) for number, record in records]
    updates = [(n, report, update) for n, _, report in given for update in report.updates]
    tasks = {update.subject: (number, update) for number, _, update in updates}
    leaves = {(number, code.rpartition(".t")[0]) for code, (number, _) in tasks.items()}
    stands = [(n, update) for n, _, update in updates if isinstance(update, TaskAssigned)]
    positions = {number: record.offset + 1 for number, record, _ in given}
    await connection.execute(_SQL.begin)
    await connection.execute(_SQL.lock_positions, (sorted(positions),))
    await _copy(connection, _SQL.copy_updates, UPDATE_TYPES, (_update(r, u) for _, r, u in updates))
    await _copy(connection, _SQL.copy_tasks, TASK_TYPES, (_task(*one) for one in tasks.values()))
    partials = ((n, unit, "nq57", "", "", "", "", _NOTHING, 0) for n, unit in sorted(leaves))
    await _copy(connection, _SQL.copy_partials, PARTIAL_TYPES, partials)
    async with connection.pipeline():
        await connection.execute(_SQL.keep_tasks)
        await connection.execute(_SQL.keep_partials)
        reports = [_report(number, record, report) for number, record, report in given]
        await connection.execute(_SQL.add_reports, columns(REPORT_TYPES, reports))
        arrivals = [(n, unit, _BIN, 1, 1, 0, positions[n]) for n, unit in sorted(leaves)]
        await connection.execute(_SQL.add_arrivals, columns(ARRIVAL_TYPES, arrivals))
        if stands:
            history = [_change(number, update) for number, update in stands]
            await connection.execute(_SQL.add_history, columns(HISTORY_TYPES, history))
            letters = list(_letters(stands, outbox))
            await connection.execute(_SQL.add_outbox, columns(OUTBOX_TYPES, letters))
        for number, position in positions.items():
            await connection.execute(
                _SQL.move_position, (position, _BIN, None, outbox[number], None, None, number)
            )
        await connection.execute(_SQL.notify, (channel,))
        await connection.execute(_SQL.commit)


_BIN = datetime(2026, 3, 2, tzinfo=UTC)


def _update(report: LogReport, update: Update) -> tuple[Any, ...]:
    body = canonical(update)
    return (
        uuid_bytes(update.id),
        update.subject,
        kind_of(update),
        uuid_bytes(report.id),
        report.unit,
        report.actor,
        report.source,
        report.channel,
        update.occurred_at,
        report.reported_at,
        report.received_at,
        update.source_seq,
        sha256(body).digest(),
        body,
        "accepted",
        None,
        None,
        report.received_at,
    )


def _report(number: int, record: Any, report: LogReport) -> tuple[Any, ...]:
    return (
        uuid_bytes(report.id),
        report.part,
        number,
        record.offset,
        report.unit,
        report.actor,
        report.channel,
        report.source,
        None,
        report.reported_at,
        report.received_at,
        "{" + ",".join(update.id for update in report.updates) + "}",
    )


def _task(number: int, update: Update) -> tuple[Any, ...]:
    home = task_home(update.subject)
    texts = ("nq57", "", "", "", "Nhiệm vụ mẫu số 1 của đơn vị vn.00001", "one_off", "none", "")
    given: tuple[Any, ...] = (home, "vn", *texts, [], 1_000, None, None, None)
    figures = ("in_time", "on_track", 1, 5_000, None, None, update.occurred_at, None, None, 0, 1)
    return (update.subject, number, home, *given, *figures, _STATE, None, "in_time", 1, None)


def _change(number: int, update: Update) -> tuple[Any, ...]:
    at = update.occurred_at
    states = ("unknown", "in_time", "none", "on_track")
    return (update.subject, 1, at, number, *states, "update", uuid_bytes(update.id))


def _letters(
    stands: Iterable[tuple[int, Update]], outbox: dict[int, int]
) -> Iterable[tuple[Any, ...]]:
    for number, update in stands:
        yield (number, outbox[number], update.subject, _STANDING)
        outbox[number] += 1


async def _copy(
    connection: AsyncConnection[Row],
    statement: LiteralString,
    types: Sequence[str],
    cells: Iterable[tuple[Any, ...]],
) -> None:
    async with connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.set_types(types)
        for row in cells:
            await copy.write_row(row)


if __name__ == "__main__":
    uvloop.run(main(msgspec.json.decode(sys.argv[1], type=dict[int, int])))
