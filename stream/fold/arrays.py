"""Columns of rows → arrays in the server's binary form, for ``unnest``. Pure.

Small tables go as arrays inside the last round trip of a transaction: a COPY each would cost two
more waits, which on a busy machine are dearer than the rows. `session` registers `Array`.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any

_HEAD = struct.Struct("!5i")
_LENGTH = struct.Struct("!i")
_INT4, _INT8 = struct.Struct("!i"), struct.Struct("!q")
_NULL = _LENGTH.pack(-1)
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_MICROS = 1_000_000
_DAY_S = 86_400

Pack = Callable[[Any], bytes]


class Array(bytes):
    """A parameter that is an array in binary form already; the statement's cast names its type."""


def _timestamptz(instant: datetime) -> bytes:
    since = instant - _EPOCH
    return _INT8.pack((since.days * _DAY_S + since.seconds) * _MICROS + since.microseconds)


def _date(day: date) -> bytes:
    return _INT4.pack(day.toordinal() - _EPOCH.toordinal())


_PACKS: dict[str, tuple[int, Pack]] = {
    "text": (25, str.encode),
    "int4": (23, _INT4.pack),
    "int8": (20, _INT8.pack),
    "uuid": (2950, bytes),
    "bytea": (17, bytes),
    "timestamptz": (1184, _timestamptz),
    "date": (1082, _date),
}


def array(kind: str, cells: Sequence[Any]) -> Array:
    """An array of this element type; None is null. A ``uuid`` comes as its 16 bytes."""
    oid, pack = _PACKS[kind]
    parts = [_HEAD.pack(1, 1, oid, len(cells), 1)] if cells else [_HEAD.pack(0, 0, oid, 0, 0)[:12]]
    for cell in cells:
        if cell is None:
            parts.append(_NULL)
        else:
            packed = pack(cell)
            parts.append(_LENGTH.pack(len(packed)))
            parts.append(packed)
    return Array(b"".join(parts))


def columns(kinds: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> tuple[Array, ...]:
    """Rows as one array a column."""
    return tuple(
        array(kind, cells) for kind, cells in zip(kinds, zip(*rows, strict=True), strict=True)
    )
