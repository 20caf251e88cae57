from __future__ import annotations

import struct
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from stream.fold.arrays import Array, array, columns

DAY = 86_400_000_000  # microseconds


def cells(packed: Array) -> list[bytes | None]:
    """The elements of a one-dimensional array in binary form."""
    length = struct.unpack("!i", packed[12:16])[0]
    found: list[bytes | None] = []
    at = 20
    for _ in range(length):
        (size,) = struct.unpack("!i", packed[at : at + 4])
        at += 4
        found.append(None if size < 0 else packed[at : at + size])
        at += max(size, 0)
    assert at == len(packed)
    return found


@pytest.mark.parametrize(
    ("kind", "oid", "value", "binary"),
    [
        ("text", 25, "Đắk Lắk", "Đắk Lắk".encode()),
        ("int4", 23, -2, struct.pack("!i", -2)),
        ("int8", 20, 2**40, struct.pack("!q", 2**40)),
        ("uuid", 2950, UUID(int=7).bytes, UUID(int=7).bytes),
        ("bytea", 17, b"\x00\xff", b"\x00\xff"),
        ("timestamptz", 1184, datetime(2000, 1, 2, tzinfo=UTC), struct.pack("!q", DAY)),
        (
            "timestamptz",
            1184,
            datetime(1999, 12, 31, tzinfo=UTC),
            struct.pack("!q", -86_400_000_000),
        ),
        ("date", 1082, date(2000, 1, 31), struct.pack("!i", 30)),
        ("date", 1082, date(1999, 12, 31), struct.pack("!i", -1)),
    ],
)
def test_an_element_is_as_the_server_has_it(kind: str, oid: int, value: Any, binary: bytes) -> None:
    packed = array(kind, [value, None])
    assert struct.unpack("!5i", packed[:20]) == (1, 1, oid, 2, 1)
    assert cells(packed) == [binary, None]


def test_microseconds_are_kept() -> None:
    instant = datetime(2000, 1, 1, 0, 0, 1, 23, tzinfo=UTC)
    assert cells(array("timestamptz", [instant])) == [struct.pack("!q", 1_000_023)]


def test_an_empty_array_has_no_dimension() -> None:
    assert array("text", []) == struct.pack("!3i", 0, 0, 25)


def test_rows_become_an_array_a_column() -> None:
    first, second = columns(("text", "int4"), [("a", 1), ("b", 2)])
    assert cells(first) == [b"a", b"b"]
    assert cells(second) == [struct.pack("!i", 1), struct.pack("!i", 2)]
