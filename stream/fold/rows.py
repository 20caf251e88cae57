"""What a fold hands over → rows of tables, with the types of their cells. Pure; `store` sends them.

``…_TYPES`` are psycopg's names for what goes by COPY, those of `arrays` for the rest. Ids go as
their 16 bytes and integer arrays in the server's binary form: nothing is converted twice. A member
of an enumeration is its own text.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from schema.alert import encode
from schema.measures import WIDTH, Counts, Packed, unpacked
from schema.update import kind_of
from stream.core.entry import ids_of
from stream.core.flow import DayTold
from stream.core.leaf import LeafKey
from stream.core.outcome import (
    Arrivals,
    DayClose,
    ReportRow,
    StandingChange,
    UpdateRow,
    VerdictChange,
)

Cells = tuple[Any, ...]

_BIGINT = 20
_COUNTS = struct.Struct("!5i" + "iq" * WIDTH)
_COUNTS_HEAD = (1, 0, _BIGINT, WIDTH, 1)
_COUNTS_CELLS = (8, 0) * WIDTH


def uuid_bytes(identity: str) -> bytes:
    """A UUID's canonical text as its 16 bytes."""
    return bytes.fromhex(identity.replace("-", ""))


_report_bytes = lru_cache(1 << 8)(uuid_bytes)
"""Updates of a report follow one another."""


def bigints(counts: Counts) -> bytes:
    """Integers as a ``bigint[]`` in binary form."""
    width = len(counts)
    if not width:
        return struct.pack("!3i", 0, 0, _BIGINT)
    cells = [8, 0] * width
    cells[1::2] = counts
    return struct.pack("!5i" + "iq" * width, 1, 0, _BIGINT, width, 1, *cells)


def counts_list(counts: Counts) -> bytes:
    """A leaf's integers as a ``bigint[]`` in binary form."""
    cells = list(_COUNTS_CELLS)
    cells[1::2] = counts
    return _COUNTS.pack(*_COUNTS_HEAD, *cells)


UPDATE_TYPES = (
    *("bytea", "text", "text", "bytea", "text", "text", "text", "text"),
    *("timestamptz", "timestamptz", "timestamptz", "int8", "bytea", "bytea"),
    *("text", "text", "text[]", "timestamptz"),
)


def update_cells(row: UpdateRow) -> Cells:
    """A row of ``update``."""
    judged = row.judged
    entry = judged.entry
    update = entry.update
    return (
        uuid_bytes(entry.id),
        entry.subject,
        kind_of(update),
        _report_bytes(entry.report),
        entry.unit,
        entry.actor,
        entry.source,
        entry.channel,
        update.occurred_at,
        entry.known_at,
        entry.received_at,
        update.source_seq,
        entry.hash,
        entry.body,
        judged.verdict,
        judged.reason,
        list(judged.marks) or None,
        row.judged_at,
    )


VERDICT_TYPES = ("uuid", "text", "text", "text", "timestamptz")


def verdict_cells(change: VerdictChange) -> Cells:
    """A stored update judged anew; its marks as the text of an array."""
    return (
        uuid_bytes(change.id),
        change.verdict.value,
        change.reason,
        _list(change.marks) if change.marks else None,
        change.judged_at,
    )


REPORT_TYPES = (
    *("uuid", "int4", "int4", "int8", "text", "text", "text", "text", "text"),
    *("timestamptz", "timestamptz", "text"),
)


def report_cells(reports: Iterable[tuple[int, ReportRow]]) -> Iterator[Cells]:
    """Rows of ``report`` from (partition, row).

    Parts that came more than once, wherever, are one row with all their updates.
    """
    first: dict[tuple[str, int], tuple[int, ReportRow]] = {}
    ids: dict[tuple[str, int], dict[str, None]] = {}
    for partition, row in reports:
        place = (row.report.id, row.report.part)
        first.setdefault(place, (partition, row))
        ids.setdefault(place, {}).update(dict.fromkeys(ids_of(row.report)))
    for place, (partition, row) in first.items():
        yield _report_cells(partition, row, ids[place])


def _report_cells(partition: int, row: ReportRow, ids: Iterable[str]) -> Cells:
    report = row.report
    return (
        uuid_bytes(report.id),
        report.part,
        partition,
        row.offset,
        report.unit,
        report.actor,
        report.channel,
        report.source,
        report.on_behalf_of,
        report.reported_at,
        report.received_at,
        _list(ids),
    )


def _list(words: Iterable[str]) -> str:
    """The text of an array of ids or marks, which need no quotes."""
    return "{" + ",".join(words) + "}"


PARTIAL_TYPES = ("int4", *("text",) * 6, "bytea", "int8")


def partial_cells(partition: int, totals: Mapping[LeafKey, Packed], stamp: int) -> Iterator[Cells]:
    """Rows of ``partial``; `stamp` is the next offset of the transaction."""
    for leaf, total in totals.items():
        yield (partition, *leaf, counts_list(unpacked(total)), stamp)


FLOW_TYPES = ("int4", *("text",) * 4, "date", "bytea", "int8", "date")


def flow_cells(partition: int, flows: Iterable[DayTold], stamp: int) -> Iterator[Cells]:
    """Rows of ``flow_day``: what each moves by, by the day that was told."""
    for told in flows:
        for key, counts in told.rows.items():
            yield (partition, *key, bigints(counts), stamp, told.known_on)


REPORTED_TYPES = ("uuid", "int4", "text", "date", "int4", "date")


def reported_cells(partition: int, flows: Iterable[DayTold]) -> Iterator[Cells]:
    """Rows of ``reported``: what each moves by, by the day that was told."""
    for told in flows:
        for key, number in told.reported.items():
            day = date.fromordinal(key.day)
            yield (uuid_bytes(key.report), partition, key.unit, day, number, told.known_on)


DAY_TYPES = ("int4", *("text",) * 6, "date", "int4", "timestamptz", "bytea", "int8")


def day_cells(partition: int, days: Iterable[DayClose], stamp: int) -> Iterator[Cells]:
    """Rows of ``partial_day``; their version counts within this transaction only."""
    seen: dict[tuple[date, LeafKey], int] = {}
    for close in days:
        place = (close.day, close.leaf)
        seen[place] = ordinal = seen.get(place, 0) + 1
        counts = counts_list(close.counts)
        yield (partition, *close.leaf, close.day, ordinal, close.known_from, counts, stamp)


ARRIVAL_TYPES = ("int4", "text", "timestamptz", "int4", "int4", "int8", "int8")


def arrival_cells(
    partition: int, arrivals: Mapping[tuple[str, datetime], Arrivals], stamp: int
) -> Iterator[Cells]:
    """What is added to ``arrival`` and to the days of ``arrival_day``."""
    for (unit, begin), add in arrivals.items():
        yield (partition, unit, begin, add.updates, add.automatic, add.lag_s, stamp)


HISTORY_TYPES = (
    *("text", "int8", "timestamptz", "int4", "text", "text", "text", "text", "text", "uuid"),
)


def history_cells(partition: int, change: StandingChange) -> Cells:
    """A row of ``standing_history``."""
    standing = change.standing
    return (
        standing.subject,
        standing.version,
        standing.at,
        partition,
        standing.state_before.value,
        standing.state.value,
        standing.sign_before.value,
        standing.sign.value,
        standing.cause.value,
        uuid_bytes(standing.update) if standing.update else None,
    )


OUTBOX_TYPES = ("int4", "int8", "text", "bytea")


def outbox_cells(partition: int, first: int, changes: Iterable[StandingChange]) -> Iterator[Cells]:
    """Rows of ``outbox``, numbered from `first`."""
    for number, change in enumerate(changes, first):
        yield (partition, number, change.key, encode(change.standing))
