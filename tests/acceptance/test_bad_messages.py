"""Bad messages that are in the log already: each a dead letter once, its neighbours unharmed."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest

from schema.place import partition_of
from tests.acceptance.hostile import (
    TASK,
    UNIT,
    ago,
    assigned,
    new_id,
    report,
    update,
    write,
    write_together,
)
from tests.acceptance.system import System, until

pytestmark = [pytest.mark.timeout(300), pytest.mark.usefixtures("unharmed")]
FUTURE = "2090-01-01T00:00:00Z"
LETTERS = (
    b"select log_offset, path, reason, our_fault, raw from dead_letter "
    b"where partition = %s and log_offset >= %s"
)


def part(*updates: Any, **fields: Any) -> bytes:
    """A report as the gateway writes it."""
    return json.dumps(report(*updates, **{"received_at": ago(), **fields})).encode()


def control(**said: Any) -> bytes:
    """A message that is no report."""
    return json.dumps({"v": 1, **said}).encode()


BAD: dict[str, tuple[bytes | None, str]] = {
    "null": (None, "$"),
    "nothing": (b"", "$"),
    "noise": (b"\xff{", "$"),
    "deep": (b"[" * 100_000, "$"),
    "600 KB": (b'{"x":"' + b"a" * 600_000 + b'"}', "$"),
    "NUL": (part(actor="a\x00b"), "$"),
    "half a pair": (part().replace(b"officer-1", b"\\ud800"), "$"),
    "no UTF-8": (part().replace(b"officer-1", b"\xff"), "$"),
    "NaN": (part().replace(b"0.5", b"NaN"), "$"),
    "no gateway": (json.dumps(report()).encode(), "$"),
    "another kind": (part(update("praised")), "$.updates[0].kind"),
    "501 updates": (part(*[update() for _ in range(501)]), "$.updates"),
    "another partition": (part(update(subject="vn.04.t1"), unit="vn.04"), "$.updates[0].subject"),
    "received in 2090": (part(received_at=FUTURE), "$.received_at"),
    "a clock in 2090": (control(clock={"to": FUTURE}), "$.clock.to"),
    "a clock tomorrow": (control(clock={"to": ago(days=-1)}), "$.clock.to"),
    "a clock in 9999": (control(clock={"to": "9999-12-31T23:59:59Z"}), "$.clock.to"),
    "a clock without offset": (control(clock={"to": "2026-01-01T00:00:00"}), "$.clock.to"),
    "a clock that is none": (control(clock={"to": "soon"}), "$.clock.to"),
    "a clock and more": (control(clock={"to": ago(), "by": "me"}), "$.clock"),
    "two at once": (control(clock={"to": ago()}, catalogue={"version": 1}), "$"),
    "none at all": (control(), "$"),
    "catalogue 99": (control(catalogue={"version": 99}), "$.catalogue.version"),
    "catalogue 0": (control(catalogue={"version": 0}), "$.catalogue.version"),
    "catalogue 10^30": (control(catalogue={"version": 10**30}), "$.catalogue.version"),
    "too much to evaluate": (
        control(evaluate={"day": "2026-01-01", "tasks": ["a"] * 101}),
        "$.evaluate.tasks",
    ),
}
HARMLESS = {
    "a clock long past": control(clock={"to": "1990-06-01T00:00:00Z"}),
    "an evaluation of nothing": control(evaluate={"day": "2026-01-01", "tasks": ["zz"]}),
    "an unknown sender": part(unit="zz.zz"),
    "unknown units": part(
        assigned(f"{UNIT}.t900009", lead="zz", assigned_by="yy", coordinators=["xx"]), unit="vn"
    ),
    "an old stamp": part(
        update(occurred_at="1990-01-01T00:00:00+14:00"),
        received_at="1990-01-01T00:00:00+14:00",
        reported_at="1990-01-01T00:00:00+14:00",
    ),
    "part 5 of 1": part(part=5, parts=1),
}


def folded(attacked: System, partition: int, end: int) -> datetime:
    """Wait until the fold has passed these offsets; the partition's clock."""
    query = b"select next_offset, clock from position where partition = %s"
    (row,) = until(
        lambda: attacked.sql(query, partition),
        lambda rows: rows[0][0] >= end,
        f"partition {partition} to be folded up to {end}",
        60,
    )
    clock: datetime = row[1]
    return clock


def test_each_is_a_dead_letter_once_and_its_neighbours_count(attacked: System) -> None:
    place, before, after = partition_of(UNIT, 8), update(), update(progress=0.75)
    sent = attacked.post([report(assigned(), unit="vn"), report(before)]).json()["reports"]
    attacked.receipt(sent[1]["receipt"])
    begin = sent[1]["parts"][0]["offset"] + 1
    clock = folded(attacked, place, begin)
    messages = {name: raw for name, (raw, _) in BAD.items()}
    offsets = write(attacked.settings, {**messages, **HARMLESS, "after": part(after)}, place)
    assert folded(attacked, place, offsets["after"] + 1) == clock, "time was moved"
    rows = attacked.sql(LETTERS, place, begin)
    letters = {offset: (path, our_fault, raw) for offset, path, _, our_fault, raw in rows}
    assert letters == {offsets[name]: (path, False, raw) for name, (raw, path) in BAD.items()}
    assert all(reason for _, _, reason, _, _ in rows)
    verdicts = b"select verdict from update where id = any(%s::uuid[])"
    assert attacked.sql(verdicts, [before["id"], after["id"]]) == [("accepted",)] * 2
    progress = attacked.sql(b"select progress from task where code = %s", TASK)
    assert progress == [(7500,)], "what came last counts"
    assert attacked.get("/readyz")["ok"]


def test_the_same_ids_with_other_bodies_count_once(attacked: System) -> None:
    first = update(progress=0.11)
    sent = attacked.post([report(assigned(), unit="vn"), report(first)]).json()["reports"][1]
    attacked.receipt(sent["receipt"])
    again = {
        "another body": part({**first, "progress": 0.99}, id=sent["id"]),
        "twice in one": part({**first, "progress": 0.98}, {**first, "progress": 0.97}),
        "another kind": part(update("completed", id=first["id"], occurred_at=first["occurred_at"])),
        "the very same": part(first, id=sent["id"]),
    }
    place = partition_of(UNIT, 8)
    offsets = write(attacked.settings, again, place)
    folded(attacked, place, max(offsets.values()) + 1)
    stored = (
        b"select body ->> 'progress', verdict, 'conflict' = any(marks) from update where id = %s"
    )
    assert attacked.sql(stored, first["id"]) == [("0.11", "accepted", True)]
    assert attacked.sql(LETTERS, place, min(offsets.values())) == []
    (told,) = attacked.receipt(sent["receipt"])["updates"]
    assert told["id"] == first["id"] and "conflict" in told["marks"]


def test_an_id_used_again_elsewhere_changes_nothing_there(attacked: System) -> None:
    code, said = f"{UNIT}.t900020", new_id()
    given = [assigned(code), update(id=said, subject=code)]
    for one, unit in zip(given, ("vn", UNIT), strict=True):
        sent = attacked.post(report(one, unit=unit)).json()["reports"][0]
        attacked.receipt(sent["receipt"])
    task = b"select state, updates, progress from task where code = %s"
    before = attacked.sql(task, code)
    assert before == [("in_time", 2, 5000)]
    foreign = report(update(id=said, subject="vn.04.t900020"), unit="vn.04")
    sent = attacked.post(foreign).json()["reports"][0]
    (fate,) = attacked.receipt(sent["receipt"])["updates"]
    assert fate["subject"] == code, "what came first stands"
    assert attacked.sql(task, code) == before
    assert attacked.sql(b"select from task where code = 'vn.04.t900020'") == []


def test_the_same_ids_in_several_partitions_at_once_count_once(attacked: System) -> None:
    ids = [new_id() for _ in range(20)]
    homes = ("vn.01", "vn.04", UNIT)
    messages = {
        (home, one, what): part(
            update(id=one if what == "update" else new_id(), subject=f"{home}.t900030"),
            unit=home,
            id=one if what == "report" else new_id(),
        )
        for one in ids
        for home in homes
        for what in ("update", "report")
    }
    placed = [(raw, partition_of(home, 8)) for (home, _, _), raw in messages.items()]
    for place, end in write_together(attacked.settings, placed).items():
        folded(attacked, place, end)
    stored = b"select count(*) from update where id = any(%s::uuid[])"
    assert attacked.sql(stored, ids) == [(len(ids),)]
    reports = b"select cardinality(updates) from report where id = any(%s::uuid[])"
    assert attacked.sql(reports, ids) == [(len(homes),)] * len(ids)
