"""The stored form of a task."""

from __future__ import annotations

import msgspec

from stream.core.task import VERSION, TaskState, pack, unpack
from tests.stream.core.test_fold import folded, stream_of


def test_what_is_packed_is_unpacked() -> None:
    log = folded([[one] for one in stream_of(7, 40)])
    for placed in log.partition.tasks.values():
        assert unpack(pack(placed.task)) == placed.task


def test_another_version_or_garbage_is_none() -> None:
    other = msgspec.msgpack.encode((VERSION + 1, TaskState(code="x")))
    assert unpack(other) is None
    assert unpack(b"\xc1garbage") is None
