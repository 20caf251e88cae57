from __future__ import annotations

from schema.place import partition_of
from schema.queries import load
from stream.core.duplicates import Twice, settle_twice
from stream.core.entry import entries
from stream.fold.again import brought_twice, look_up
from tests.builders import COMMUNE, TASK, at, progress
from tests.stream.fold.fakes import FakeConnection, letter, parcel, reported

HOME = partition_of(COMMUNE, 8)
SQL = load("fold")


def stored(subject: str, identity: str) -> FakeConnection:
    """A database that holds this id."""
    said = ("report-1", COMMUNE, "officer-1", "web", "form")
    row = (identity, subject, b"h" * 32, at(1), at(1), *said)
    return FakeConnection({SQL.read_known: [row]})


async def test_what_stands_under_an_id_of_this_partition() -> None:
    update = progress(0.3)
    connection = stored(TASK, update.id)
    found = await look_up(connection.real, HOME, [parcel(reported(update)), letter()], 8)
    assert found[update.id].subject == TASK and found[update.id].hash == b"h" * 32
    assert connection.values == [([update.id],)]


async def test_an_id_of_another_partition_is_taken_for_a_repetition() -> None:
    update = progress(0.3)
    message = reported(update)
    foreign = next(f"vn.{n:05d}" for n in range(99) if partition_of(f"vn.{n:05d}", 8) != HOME)
    connection = stored(f"{foreign}.t0001", update.id)
    found = await look_up(connection.real, HOME, [parcel(message)], 8)
    (entry,) = entries(message, offline=False)
    assert settle_twice(entry, found[update.id]) is Twice.DROP


async def test_the_home_of_a_reading_is_the_unit_measured() -> None:
    update = progress(0.3)
    connection = stored(f"C01@{COMMUNE}", update.id)
    found = await look_up(connection.real, HOME, [parcel(reported(update))], 8)
    assert found[update.id].hash == b"h" * 32


async def test_nothing_given_asks_nothing() -> None:
    connection = FakeConnection()
    assert await look_up(connection.real, 0, [letter()], 8) == {}
    assert connection.said == []


def test_an_id_that_two_partitions_bring_stands_in_the_first() -> None:
    update, own = progress(0.3), progress(0.4)
    other = reported(progress(0.9, id=update.id, subject="vn.01.t0001"), unit="vn.01")
    todo = {2: [parcel(reported(update)), letter()], 5: [parcel(other), parcel(reported(own))]}
    found = brought_twice(todo)
    assert (found[2], list(found[5])) == ({}, [update.id])
    (entry,) = entries(other, offline=False)
    assert settle_twice(entry, found[5][update.id]) is Twice.DROP
