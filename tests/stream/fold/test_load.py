from __future__ import annotations

import msgspec

from schema.measures import WIDTH, packed, unpacked
from schema.queries import load as queries
from schema.states import Sign, Verdict
from stream.core.leaf import LeafKey
from stream.core.task import pack
from stream.fold.load import Letter, load_partition, read_known, read_others, read_updates
from stream.fold.worlds import Worlds
from tests.builders import COMMUNE, TASK, assigned, at, progress, world
from tests.memory_log import MemoryLog
from tests.stream.core.test_outlook import an_outlook
from tests.stream.fold.fakes import FakeConnection, reported

SQL = queries("fold")
LEAF = (COMMUNE, "nq57", "", "", "", "")


def folded() -> MemoryLog:
    """A partition with one task."""
    log = MemoryLog(world())
    log.fold([reported(assigned(), unit="vn.15"), reported(progress(0.25))])
    return log


def database(log: MemoryLog, *, fold: bytes | None = None) -> FakeConnection:
    """What SQL holds of it."""
    partition = log.partition
    task = partition.tasks[TASK]
    rows = [
        (
            subject,
            judged.entry.body.decode(),
            judged.entry.report,
            judged.entry.unit,
            judged.entry.actor,
            judged.entry.source,
            judged.entry.channel,
            judged.entry.known_at,
            judged.entry.received_at,
            judged.entry.hash,
            judged.verdict.value,
            judged.reason,
            None,
            judged.entry.id,
        )
        for subject, judged in log.rows.values()
    ]
    return FakeConnection(
        {
            SQL.read_position: [(3, 2, partition.clock, None, 1, None, at(7))],
            SQL.read_tasks: [(TASK, task.version, fold or pack(task.task))],
            SQL.read_partials: [
                (*leaf, list(unpacked(total))) for leaf, total in partition.totals.items()
            ],
            SQL.read_closed: [(*LEAF, [1, 2])],
            SQL.read_unsent: [(0, "vn.15", b"payload")],
            SQL.read_failures: [(2,)],
            SQL.read_updates: rows,
        }
    )


async def test_a_partition_is_what_it_was() -> None:
    log = folded()
    loaded = await load_partition(database(log).real, 3, Worlds())
    assert loaded.partition.tasks == log.partition.tasks
    assert loaded.partition.totals == log.partition.totals
    assert (loaded.partition.number, loaded.partition.next_offset) == (3, 2)
    assert loaded.partition.clock == log.partition.clock
    assert loaded.partition.outbox_next == 1
    assert loaded.partition.canary == at(7)


async def test_a_forecast_in_force_is_part_of_how_a_task_stands() -> None:
    log = folded()
    log.partition.outlooks[TASK] = outlook = an_outlook(p_late=8_000)
    log.fold([reported(progress(0.3, 2))])
    base = database(log)
    base.answers[SQL.read_outlooks] = [(TASK, *msgspec.structs.astuple(outlook))]
    loaded = await load_partition(base.real, 3, Worlds())
    assert loaded.partition.outlooks == log.partition.outlooks
    assert loaded.partition.tasks == log.partition.tasks
    assert loaded.partition.tasks[TASK].sign is Sign.BEHIND


async def test_sums_stored_before_a_measure_was_added_are_widened() -> None:
    loaded = await load_partition(database(folded()).real, 3, Worlds())
    assert loaded.partition.closed == {LeafKey(*LEAF): packed((1, 2, *(0,) * (WIDTH - 2)))}


async def test_sums_that_lack_a_measure_are_made_from_the_tasks() -> None:
    log = folded()
    base = database(log)
    base.answers[SQL.read_partials] = [
        *((*leaf, list(unpacked(total)[:-2])) for leaf, total in log.partition.totals.items()),
        (COMMUNE, "nq18", "", "", "", "", [0]),
    ]
    loaded = await load_partition(base.real, 3, Worlds())
    empty = LeafKey(COMMUNE, "nq18", "", "", "", "")
    totals = log.partition.totals | {empty: 0}
    assert loaded.partition.totals == totals
    stored = [values for text, values in zip(base.said, base.values, strict=True)
              if text == SQL.widen_partial]  # fmt: skip
    assert sorted(stored) == sorted(
        (3, 2, list(unpacked(total)), *leaf) for leaf, total in totals.items()
    ), "for the roll, as long as the position stands"


async def test_sums_that_lack_nothing_are_left_alone() -> None:
    base = database(folded())
    await load_partition(base.real, 3, Worlds())
    assert SQL.widen_partial not in base.said


async def test_what_was_not_sent_and_what_has_failed() -> None:
    loaded = await load_partition(database(folded()).real, 3, Worlds())
    assert loaded.unsent == (Letter(n=0, key=b"vn.15", payload=b"payload"),)
    assert loaded.failures == 2


async def test_a_task_stored_by_another_version_is_folded_anew() -> None:
    log = folded()
    loaded = await load_partition(database(log, fold=b"\xc1").real, 3, Worlds())
    assert loaded.partition.tasks[TASK].task == log.partition.tasks[TASK].task


async def test_a_partition_of_which_nothing_is_known() -> None:
    loaded = await load_partition(FakeConnection().real, 5, Worlds())
    assert loaded.partition.number == 5 and loaded.partition.next_offset == 0
    assert loaded.partition.tasks == {} and loaded.failures == 0


async def test_stored_updates_are_the_entries_they_were() -> None:
    log = folded()
    found = await read_updates(database(log).real, [TASK])
    by_id = {judged.entry.id: judged for judged in found[TASK]}
    for identity, (_, judged) in log.rows.items():
        assert by_id[identity].entry == judged.entry
        assert by_id[identity].verdict is Verdict.ACCEPTED and by_id[identity].marks == ()


async def test_what_is_known_under_an_id() -> None:
    said = ("report-1", COMMUNE, "officer-1", "web", "form")
    row = ("id-1", TASK, b"h", at(1), at(2), *said)
    found = await read_known(FakeConnection({SQL.read_known: [row]}).real, ["id-1"])
    stored = found["id-1"]
    assert (stored.subject, stored.received_at, stored.known_at) == (TASK, at(1), at(2))
    assert (stored.report, stored.unit, stored.actor, stored.source, stored.channel) == said


async def test_subjects_that_are_no_tasks_are_those_of_the_partition() -> None:
    connection = FakeConnection({SQL.read_others: [("C01@vn.15",), ("C02@vn.15",)]})
    assert await read_others(connection.real, 3) == {"C01@vn.15", "C02@vn.15"}
    assert connection.values == [(3,)]
