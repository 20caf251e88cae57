"""How a batch is cut: into lanes by partition, and each lane into transactions.

Pure. A lane is a list of chunks, folded one after another on its own connection; a chunk is what
one transaction takes: at most 100 messages or 2,000 updates, each partition's in log order.
Without a backlog there is one lane and mostly one chunk. Called by `worker`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import groupby
from math import ceil

from stream.fold.decode import Parcel

MOST_MESSAGES = 100
MOST_UPDATES = 2_000

Chunk = tuple[Parcel, ...]
"""Parcels of one transaction, grouped by partition, in order."""
Lane = tuple[Chunk, ...]


def cut(parcels: Sequence[Parcel], lanes: int, careful: Collection[int] = ()) -> list[Lane]:
    """The lanes of a batch: at most `lanes`, none empty.

    Partitions in `careful` go one message a transaction, to find the guilty one.
    """
    queues = _by_partition(parcels)
    wanted = min(lanes, len(queues), _chunks_needed(parcels))
    return [
        tuple(_chunks((parcel for queue in share for parcel in queue), careful))
        for share in _shares(list(queues.values()), wanted)
    ]


def partitions(chunk: Iterable[Parcel]) -> list[int]:
    """The partitions of a chunk, ascending: the order in which their positions are locked."""
    return sorted({parcel.partition for parcel in chunk})


def by_partition(chunk: Chunk) -> dict[int, list[Parcel]]:
    """A chunk's parcels by partition, ascending."""
    return {key: list(group) for key, group in groupby(chunk, key=lambda parcel: parcel.partition)}


def _by_partition(parcels: Sequence[Parcel]) -> dict[int, list[Parcel]]:
    queues: dict[int, list[Parcel]] = {}
    for parcel in parcels:
        queues.setdefault(parcel.partition, []).append(parcel)
    return dict(sorted(queues.items()))


def _chunks_needed(parcels: Sequence[Parcel]) -> int:
    weight = sum(parcel.weight for parcel in parcels)
    return max(ceil(len(parcels) / MOST_MESSAGES), ceil(weight / MOST_UPDATES))


def _shares(queues: list[list[Parcel]], wanted: int) -> list[list[list[Parcel]]]:
    """Queues dealt to `wanted` shares, the heaviest first to the lightest share."""
    shares: list[list[list[Parcel]]] = [[] for _ in range(wanted)]
    loads = [0] * wanted
    for queue in sorted(queues, key=_load, reverse=True):
        lightest = loads.index(min(loads))
        shares[lightest].append(queue)
        loads[lightest] += _load(queue)
    return [sorted(share, key=lambda queue: queue[0].partition) for share in shares]


def _load(queue: list[Parcel]) -> int:
    return sum(parcel.weight for parcel in queue)


def _chunks(parcels: Iterable[Parcel], careful: Collection[int]) -> Iterable[Chunk]:
    chunk: list[Parcel] = []
    weight = 0
    for parcel in parcels:
        alone = parcel.partition in careful
        full = len(chunk) >= MOST_MESSAGES or weight + parcel.weight > MOST_UPDATES
        if chunk and (alone or full or chunk[-1].partition in careful):
            yield tuple(chunk)
            chunk, weight = [], 0
        chunk.append(parcel)
        weight += parcel.weight
    if chunk:
        yield tuple(chunk)
