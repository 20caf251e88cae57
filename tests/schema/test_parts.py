"""A report in parts: each to the home it speaks of, each fit for the log."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from schema.clock import TZ
from schema.door import MAX_UPDATE, examine
from schema.parts import split
from schema.place import home_of, partition_of
from schema.report import LogReport
from schema.update import Update
from schema.wire import MAX_MESSAGE, decode_log, encode
from tests.schema.anything import calm
from tests.schema.posts import (
    COMMUNE,
    KNOWN,
    NOW,
    TASK,
    Json,
    act,
    assigned,
    body,
    new_id,
    post,
    progress,
)


def parts_of(*updates: Json, **fields: Any) -> list[Any]:
    (report,) = examine(body(post(*updates, **fields)), NOW, KNOWN)
    return split(report, NOW, 8)


def test_a_report_about_one_unit_is_one_part() -> None:
    (part,) = parts_of(progress(), assigned())
    assert (part.home, part.partition) == (COMMUNE, partition_of(COMMUNE, 8))
    assert isinstance(part.report, LogReport)
    assert (part.report.received_at, part.report.part, part.report.parts) == (NOW, 0, 1)
    assert len(part.report.updates) == 2


def test_a_report_about_three_units_is_three_parts() -> None:
    given = [
        progress(subject="vn.15.t1"),
        progress(),
        act("indicator.reading", subject="C01", unit="tw", period="2026", value=1),
        progress(subject="vn.15.t2"),
    ]
    parts = parts_of(*given, unit="vn.15", on_behalf_of="tw")
    assert [part.home for part in parts] == ["vn.15", COMMUNE, "tw"]
    assert [part.report.part for part in parts] == [0, 1, 2]
    assert {part.report.parts for part in parts} == {3}
    assert {part.report.id for part in parts} == {parts[0].report.id}
    assert {part.report.on_behalf_of for part in parts} == {"tw"}
    assert [u.subject for u in parts[0].report.updates] == ["vn.15.t1", "vn.15.t2"]


SOME = st.lists(st.sampled_from([TASK, "vn.15.t1", "vn.15.t2", "tw.t1", "C01"]), min_size=1)


@calm
@given(SOME, st.sampled_from([1, 8, 48]))
def test_the_parts_together_are_the_report(subjects: list[str], partitions: int) -> None:
    updates = [progress(subject=subject, reason="x" * 2_000) for subject in subjects]
    (report,) = examine(body(post(*updates)), NOW, KNOWN)
    parts = split(report, NOW, partitions)
    for home in {part.home for part in parts}:
        told = [u for part in parts if part.home == home for u in part.report.updates]
        assert told == [u for u in report.updates if home_of(u, report.unit) == home]
    assert sum(len(part.report.updates) for part in parts) == len(updates)
    assert all(part.partition == partition_of(part.home, partitions) for part in parts)
    assert [part.report.part for part in parts] == list(range(len(parts)))
    assert {part.report.parts for part in parts} == {len(parts)}


def test_a_part_always_fits_the_log() -> None:
    fields = {str(n): ["đ" * 4_000] * 2 for n in range(8)}
    updates = [act("corrected", supersedes=new_id(), fields=fields) for _ in range(7)]
    raw = json.dumps(post(*updates, actor="\u0001" * 64), ensure_ascii=False).encode()
    (report,) = examine(raw, NOW, KNOWN)
    parts = split(report, NOW, 8)
    sizes = [len(encode(part.report)) for part in parts]
    assert len(parts) == 2
    assert max(sizes) <= MAX_MESSAGE
    assert all(decode_log(encode(part.report)) == part.report for part in parts)


def test_the_largest_update_leaves_room_for_its_envelope() -> None:
    assert MAX_UPDATE * 2 < MAX_MESSAGE


def test_splitting_again_gives_the_same_parts() -> None:
    (report,) = examine(body(post(progress(), progress(subject="tw.t1"))), NOW, KNOWN)
    first, again = (split(report, datetime(2026, 6, day, tzinfo=TZ), 8) for day in (1, 2))
    assert [(p.home, p.partition, ids(p.report.updates)) for p in first] == [
        (p.home, p.partition, ids(p.report.updates)) for p in again
    ]


def ids(updates: list[Update]) -> list[str]:
    return [update.id for update in updates]
