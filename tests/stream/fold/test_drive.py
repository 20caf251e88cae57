from __future__ import annotations

import pytest

from schema.queries import load
from schema.states import Verdict
from schema.update import IndicatorReading
from schema.wire import CatalogueIs
from stream.core.duplicates import stored_form
from stream.core.outcome import Stored
from stream.core.partition import Partition
from stream.core.world import EMPTY, World
from stream.fold.drive import fold_parcels
from stream.fold.worlds import Worlds
from tests.builders import COMMUNE, TASK, assigned, at, new_id, progress, world
from tests.memory_log import MemoryLog
from tests.stream.fold.fakes import FakeConnection, letter, parcel, reported

SQL = load("fold")


@pytest.fixture
def log() -> MemoryLog:
    """A partition with a task that has said something on its third day."""
    log = MemoryLog(world())
    log.fold([reported(assigned(), unit="vn.15"), reported(progress(0.25, days=3))])
    return log


def database(log: MemoryLog) -> FakeConnection:
    """It answers with the updates of the log."""
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
            list(judged.marks),
            judged.entry.id,
        )
        for subject, judged in log.rows.values()
    ]
    return FakeConnection({SQL.read_updates: rows})


async def test_messages_become_an_outcome_at_their_offset(log: MemoryLog) -> None:
    base = log.partition
    parcels = [parcel(reported(progress(0.5, days=4)), offset=2), letter(offset=3)]
    folded = await fold_parcels(FakeConnection().real, base, parcels, {}, Worlds())
    assert folded.stamp == 4, "the dead letter is behind us too"
    assert [one.offset for one in folded.letters] == [3]
    assert len(folded.outcome.updates) == 1
    assert base.next_offset == 2, "nothing is installed before the commit"


async def test_the_outbox_goes_on_from_the_partition() -> None:
    base = Partition(number=0, outbox_next=7)
    parcels = [parcel(reported(assigned(), unit="vn.15"))]
    folded = await fold_parcels(FakeConnection().real, base, parcels, {}, Worlds())
    assert len(folded.outcome.standings) == 1
    assert folded.outcome.overlay.outbox_next == 8


async def test_what_comes_late_is_answered_with_the_stored_updates(log: MemoryLog) -> None:
    connection = database(log)
    late = progress(0.1, days=1)
    parcels = [parcel(reported(late), offset=2)]
    folded = await fold_parcels(connection.real, log.partition, parcels, {}, Worlds())
    assert connection.said == [SQL.read_updates]
    assert folded.outcome.tasks[TASK].task.progress == 2500, "the newer word stands"


async def test_an_id_among_the_fetched_rows_is_no_new_one(log: MemoryLog) -> None:
    first = next(j.entry for _, j in log.rows.values() if j.entry.update.subject == TASK)
    late = progress(0.1, days=1)
    known: dict[str, Stored] = {}
    parcels = [parcel(reported(late, first.update), offset=2)]
    folded = await fold_parcels(database(log).real, log.partition, parcels, known, Worlds())
    assert known == {first.id: stored_form(first)}
    assert [row.judged.entry.id for row in folded.outcome.updates] == [late.id]


async def test_a_catalogue_nobody_has_is_a_dead_letter(log: MemoryLog) -> None:
    parcels = [parcel(CatalogueIs(version=9), offset=2)]
    folded = await fold_parcels(FakeConnection().real, log.partition, parcels, {}, Worlds())
    (buried,) = folded.letters
    assert "expected catalogue version 9" in str(buried.content)
    assert folded.outcome.overlay.catalogue is None


class Given(Worlds):
    """One catalogue, known without asking."""

    async def get(self, connection: object, version: int | None) -> World:
        """It, or nothing before it."""
        return EMPTY if version is None else world(version=version)


async def test_a_catalogue_is_told_of_every_subject_that_waits(log: MemoryLog) -> None:
    reading = IndicatorReading(
        id=new_id(), subject="C01", occurred_at=at(1), unit=COMMUNE, period="2026-06", value=4.5
    )
    log.world = world(indicators=())
    log.fold([reported(reading)])
    assert log.verdict(reading.id).verdict is Verdict.HELD
    connection = database(log)
    connection.answers[SQL.read_others] = [(f"C01@{COMMUNE}",)]
    base, parcels = log.partition, [parcel(CatalogueIs(version=2), offset=3)]
    folded = await fold_parcels(connection.real, base, parcels, {}, Given())
    assert (base.number,) in connection.values
    (change,) = folded.outcome.verdicts
    assert (change.id, change.verdict) == (reading.id, Verdict.ACCEPTED)
