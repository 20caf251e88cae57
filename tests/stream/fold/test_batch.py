from __future__ import annotations

from stream.fold.batch import Chunk, by_partition, cut, partitions
from tests.stream.fold.fakes import letter, many


def sizes(lane: tuple[Chunk, ...]) -> list[int]:
    return [len(chunk) for chunk in lane]


def test_without_a_backlog_there_is_one_lane_and_one_chunk() -> None:
    lanes = cut([*many(3, partition=5), *many(2, partition=1)], lanes=4)
    assert [sizes(lane) for lane in lanes] == [[5]]
    assert partitions(lanes[0][0]) == [1, 5], "locked in ascending order"


def test_nothing_is_no_lane() -> None:
    assert cut([], lanes=4) == []


def test_a_backlog_is_split_by_partition() -> None:
    parcels = [one for number in range(8) for one in many(50, partition=number)]
    lanes = cut(parcels, lanes=4)
    assert len(lanes) == 4
    owners = [{parcel.partition for chunk in lane for parcel in chunk} for lane in lanes]
    assert sum(len(owner) for owner in owners) == 8, "no partition is in two lanes"
    assert all(sizes(lane) == [100] for lane in lanes)


def test_a_chunk_closes_at_100_messages() -> None:
    assert [sizes(lane) for lane in cut(many(250), lanes=4)] == [[100, 100, 50]]


def test_a_chunk_closes_at_2000_updates() -> None:
    assert [sizes(lane) for lane in cut(many(6, updates=500), lanes=4)] == [[4, 2]]


def test_one_message_of_more_than_2000_updates_still_goes() -> None:
    assert [sizes(lane) for lane in cut(many(2, updates=2_100), lanes=4)] == [[1, 1]]


def test_a_lane_keeps_the_order_of_each_partition() -> None:
    parcels = many(120, partition=3)
    (lane,) = cut(parcels, lanes=4)
    assert [one.offset for chunk in lane for one in chunk] == list(range(120))


def test_the_heaviest_partitions_are_dealt_first() -> None:
    heavy = many(10, partition=0, updates=400)
    light = [one for number in (1, 2, 3) for one in many(10, partition=number, updates=100)]
    first, second = cut([*light, *heavy], lanes=2)
    assert partitions([one for chunk in first for one in chunk]) == [0]
    assert partitions([one for chunk in second for one in chunk]) == [1, 2, 3]


def test_where_care_is_due_each_message_goes_alone() -> None:
    parcels = [*many(3, partition=0), *many(3, partition=1), letter(partition=1, offset=3)]
    (lane,) = cut(parcels, lanes=4, careful={1})
    assert sizes(lane) == [3, 1, 1, 1, 1]


def test_a_chunk_by_partition() -> None:
    (lane,) = cut([*many(2, partition=4), *many(1, partition=2)], lanes=4)
    assert {number: len(some) for number, some in by_partition(lane[0]).items()} == {2: 1, 4: 2}
