"""The stored form of a task."""

from __future__ import annotations

import msgspec

from stream.core.task import VERSION, Claim, Done, Instance, SeenClaim, TaskState, pack, unpack
from tests.builders import PROVINCE, TASK, assigned, at, on, report, world
from tests.memory_log import MemoryLog
from tests.stream.core.random_reports import folded, stream_of


def test_what_is_packed_is_unpacked() -> None:
    log = folded([[one] for one in stream_of(7, 40)])
    for placed in log.partition.tasks.values():
        assert unpack(pack(placed.task)) == placed.task


def test_what_is_rebuilt_to_be_shared_keeps_all_it_had() -> None:
    claim = Claim("c", on(1), on(2), on(3), at(2))
    period = Instance("2026-W23", on(2), 5_000, claim, Done("d", on(3), on(4), 60))
    assert all(getattr(period, name) for name in Instance.__struct_fields__), "no field is left out"
    seen = SeenClaim("c", (at(1), at(2), 0, "c", ()))
    given = msgspec.structs.replace(task(TASK), instances=(period,), claims=(seen,))
    assert unpack(pack(given)) == given


def test_another_version_or_garbage_is_none() -> None:
    other = msgspec.msgpack.encode((VERSION + 1, TaskState(code="x")))
    assert unpack(other) is None
    assert unpack(b"\xc1garbage") is None


def test_tasks_read_from_store_share_what_they_have_in_common() -> None:
    """Thousands of tasks have one lead, one programme and one due date: each is kept once."""
    one, other = (unpack(blob) for blob in (pack(task(f"{TASK}{n}")) for n in (1, 2)))
    assert one is not None and other is not None
    assert one.assignment is not None and other.assignment is not None
    for name in ("lead", "assigned_by", "programme", "title", "start", "due_0"):
        assert getattr(one.assignment, name) is getattr(other.assignment, name), name
    assert one.due is other.due


def task(code: str) -> TaskState:
    """A task just assigned."""
    log = MemoryLog(world())
    log.fold([report(assigned(code), unit=PROVINCE)])
    return log.partition.tasks[code].task
