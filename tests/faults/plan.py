"""Which faults in which order, by seed.

Each kind comes once, shuffled, before any comes again; one that no longer fits is left out.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from time import monotonic

from tests.faults.fault import Fault

BESIDE_S = 12.0
"""Pause, probe and look around one fault, on a busy machine."""


def drawn(faults: Sequence[Fault], seed: int, seconds: float) -> list[Fault]:
    """Faults for about so many seconds, each kind before any comes again."""
    rng = random.Random(seed)
    left = seconds
    chosen: list[Fault] = []
    for fault in _endless(faults, rng):
        if left < BESIDE_S:
            return chosen
        if fault.lasts_s + BESIDE_S <= left:
            chosen.append(fault)
            left -= fault.lasts_s + BESIDE_S
        elif all(other.lasts_s + BESIDE_S > left for other in faults):
            return chosen
    raise AssertionError("an endless row ended")


def in_time(order: Sequence[Fault], seconds: float) -> Iterator[Fault]:
    """These in their order; once each kind has come, none after the time is over."""
    ends = monotonic() + seconds
    missing = {fault.name for fault in order}
    for fault in order:
        if monotonic() >= ends and not missing:
            return
        missing.discard(fault.name)
        yield fault


def some(faults: Sequence[Fault], seed: int, rows: int) -> list[Fault]:
    """One quick fault each of so many rows of the matrix, shuffled."""
    rng = random.Random(seed)
    by_row: dict[str, list[Fault]] = {}
    for fault in faults:
        by_row.setdefault(fault.row, []).append(fault)
    chosen = rng.sample(sorted(by_row), min(rows, len(by_row)))
    return [rng.choice(by_row[row]) for row in chosen]


def rounds(faults: Iterable[Fault], each: int) -> Iterator[Iterator[Fault]]:
    """So many at a time; each is drawn when its turn has come."""
    row = iter(faults)
    for first in row:
        yield chain((first,), islice(row, each - 1))


def for_at_least(seconds: float, faults: Sequence[Fault], rng: random.Random) -> Iterator[Fault]:
    """All of these, then any of them, until the time is over."""
    ends = monotonic() + seconds
    yield from faults
    while monotonic() < ends:
        yield rng.choice(faults)


def _endless(faults: Sequence[Fault], rng: random.Random) -> Iterator[Fault]:
    while True:
        yield from rng.sample(list(faults), len(faults))
