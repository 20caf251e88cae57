"""What a fold hands over → rows of tables, ready for binary COPY. Pure; `store` sends them.

Ids go as their 16 bytes and integer arrays in the server's binary form, so that nothing is
converted twice.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from schema.alert import encode
from schema.measures import WIDTH, Counts
from schema.update import kind_of
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

_BIGINT, _UUID = 20, 2950
_COUNTS = struct.Struct("!5i" + "iq" * WIDTH)
_COUNTS_HEAD = (1, 0, _BIGINT, WIDTH, 1)
_COUNTS_CELLS = (8, 0) * WIDTH
_LIST_HEAD = struct.Struct("!5i")


def uuid_bytes(identity: str) -> bytes:
    """A UUID's canonical text as its 16 bytes."""
    return bytes.fromhex(identity.replace("-", ""))


def uuid_list(identities: Iterable[str]) -> bytes:
    """A ``uuid[]`` in binary form."""
    cells = [b"\x00\x00\x00\x10" + uuid_bytes(identity) for identity in identities]
    return _LIST_HEAD.pack(1, 0, _UUID, len(cells), 1) + b"".join(cells)


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
        uuid_bytes(update.id),
        row.subject,
        kind_of(update),
        uuid_bytes(entry.report),
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
        judged.verdict.value,
        judged.reason,
        list(judged.marks) or None,
        row.judged_at,
    )


VERDICT_TYPES = ("bytea", "text", "text", "text[]", "timestamptz")


def verdict_cells(change: VerdictChange) -> Cells:
    """A stored update judged anew."""
    return (
        uuid_bytes(change.id),
        change.verdict.value,
        change.reason,
        list(change.marks) or None,
        change.judged_at,
    )


REPORT_TYPES = (
    *("bytea", "int4", "int4", "int8", "text", "text", "text", "text", "text"),
    *("timestamptz", "timestamptz", "bytea"),
)


def report_cells(partition: int, row: ReportRow) -> Cells:
    """A row of ``report``."""
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
        uuid_list(update.id for update in report.updates),
    )


PARTIAL_TYPES = ("int4", *("text",) * 6, "bytea", "int8")


def partial_cells(partition: int, totals: Mapping[LeafKey, Counts], stamp: int) -> Iterator[Cells]:
    """Rows of ``partial``; `stamp` is the next offset of the transaction."""
    for leaf, counts in totals.items():
        yield (partition, *leaf, counts_list(counts), stamp)


DAY_TYPES = ("int4", *("text",) * 6, "date", "int4", "timestamptz", "bytea", "int8")


def day_cells(partition: int, days: Iterable[DayClose], stamp: int) -> Iterator[Cells]:
    """Rows of ``partial_day``; their version counts within this transaction only."""
    seen: dict[tuple[date, LeafKey], int] = {}
    for close in days:
        place = (close.day, close.leaf)
        seen[place] = ordinal = seen.get(place, 0) + 1
        counts = counts_list(close.counts)
        yield (partition, *close.leaf, close.day, ordinal, close.known_from, counts, stamp)


ARRIVAL_TYPES = ("int4", "text", "timestamptz", "int4", "int4", "int8")


def arrival_cells(
    partition: int, arrivals: Mapping[tuple[str, datetime], Arrivals]
) -> Iterator[Cells]:
    """Rows to add to ``arrival``."""
    for (unit, begin), add in arrivals.items():
        yield (partition, unit, begin, add.updates, add.automatic, add.lag_s)


HISTORY_TYPES = (
    *("text", "int8", "timestamptz", "int4", "text", "text", "text", "text", "text", "bytea"),
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
