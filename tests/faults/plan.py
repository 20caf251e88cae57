"""Which faults in which order, by seed. Pure.

Each kind comes once, shuffled, before any comes again; one that no longer fits is left out.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence

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


def some(faults: Sequence[Fault], seed: int, rows: int) -> list[Fault]:
    """One quick fault each of so many rows of the matrix, shuffled."""
    rng = random.Random(seed)
    by_row: dict[str, list[Fault]] = {}
    for fault in faults:
        by_row.setdefault(fault.row, []).append(fault)
    chosen = rng.sample(sorted(by_row), min(rows, len(by_row)))
    return [rng.choice(by_row[row]) for row in chosen]


def rounds(faults: Sequence[Fault], each: int) -> Iterable[Sequence[Fault]]:
    """So many at a time."""
    return (faults[start : start + each] for start in range(0, len(faults), each))


def _endless(faults: Sequence[Fault], rng: random.Random) -> Iterator[Fault]:
    while True:
        yield from rng.sample(list(faults), len(faults))
