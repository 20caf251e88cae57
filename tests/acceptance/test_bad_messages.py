"""Bad messages that are in the log already: each a dead letter once, its neighbours unharmed."""

from __future__ import annotations

from datetime import datetime

import pytest

from schema.place import partition_of
from tests.acceptance.bad_log import BAD, HARMLESS, part
from tests.acceptance.hostile import (
    TASK,
    UNIT,
    assigned,
    new_id,
    report,
    update,
    write,
    write_together,
)
from tests.acceptance.system import System, until

pytestmark = [pytest.mark.timeout(300), pytest.mark.usefixtures("unharmed")]
LETTERS = (
    b"select log_offset, path, reason, our_fault, raw from dead_letter "
    b"where partition = %s and log_offset >= %s"
)


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
