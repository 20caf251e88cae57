"""How sure a score and a rank are: a seeded bootstrap over the unit's own tasks (Q78).

Each replicate draws n of the n tasks due, with replacement, and scores them again. The league's
mean, SPI(t) and data quality stay as they are. The draws of a unit on a day are bytes of SHAKE-256,
so that anybody can repeat them: four bytes u a draw, big-endian, task number ⌊u·n / 2³²⌋ in the
order of codes, replicate after replicate.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from schema.measures import MOST_DAYS_LATE
from schema.ranking import Ranked
from schema.score import DECIMALS, Parameters, published

REPLICATES = 500
LOW, HIGH = 25, 475
"""The replicates, in ascending order from 0, that bound the interval: 5 % left out at each end."""
Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


class Due(NamedTuple):
    """A task due: whether done on time, its weight (equal where the unit has none), days late."""

    on_time: int
    weight: int
    days: int


class Interval(Struct, frozen=True, kw_only=True):
    """Bounds, both included; scores in 1/10,000."""

    score: tuple[int, int]
    rank: tuple[int, int]


def drawn(unit: str, day: date, n: int) -> Ints:
    """Which tasks each replicate draws, a row each."""
    seed = f"nhip/ranking/{unit}/{day.isoformat()}".encode()
    stream = hashlib.shake_256(seed).digest(4 * n * REPLICATES)
    numbers = np.frombuffer(stream, dtype=">u4").astype(np.uint64)
    chosen: Ints = ((numbers * np.uint64(n)) >> np.uint64(32)).astype(np.int64)
    return chosen.reshape(REPLICATES, n)


def replicates(of: Ranked, tasks: Sequence[Due], mean: float, day: date, by: Parameters) -> Ints:
    """The published score of every replicate."""
    chosen = drawn(of.entrant.unit, day, len(tasks))
    given = np.array(tasks, dtype=np.int64).reshape(-1, 3)
    on_time, weight, days = (given[:, column] for column in range(3))
    shrink = float(by.shrink)
    rate: Floats = (on_time[chosen].sum(1) + shrink * mean) / (len(tasks) + shrink)
    whole = weight[chosen].sum(1)
    late = (weight * days)[chosen].sum(1)
    lateness: Floats = 1 - late / (np.maximum(whole, 1) * MOST_DAYS_LATE)
    known, weights = _fixed(of, by)
    parts = known + float(by.score_on_time) * rate
    weights = weights + float(by.score_on_time)
    counted = (whole > 0) * float(by.score_lateness)
    scores: Floats = (parts + counted * lateness) / (weights + counted)
    found: Ints = np.floor(scores * DECIMALS + 0.5).astype(np.int64)
    return found


def intervals(ranked: Sequence[Ranked], scores: Sequence[Ints]) -> list[Interval]:
    """Intervals of the units of one band, given the replicates of each.

    Replicate k of all units together makes one order. The point always lies within (Q78).
    """
    if not ranked:
        return []
    table = np.stack(list(scores))
    ranks = np.stack([_ranks(column) for column in table.T], axis=1)
    return [
        Interval(score=_bounds(points, _points(each)), rank=_bounds(places, each.rank or 1))
        for each, points, places in zip(ranked, table, ranks, strict=True)
    ]


def _fixed(of: Ranked, by: Parameters) -> tuple[float, float]:
    """The parts that are not drawn, weighed, and their weight."""
    given = ((by.score_spi_t, of.parts.spi_t), (by.score_quality, of.parts.quality))
    known = [(float(weight), float(part)) for weight, part in given if part is not None]
    return sum(w * part for w, part in known), sum(w for w, _ in known)


def _ranks(scores: Ints) -> Ints:
    """1 and how many are better."""
    better = len(scores) - np.searchsorted(np.sort(scores), scores, side="right")
    ranks: Ints = better + 1
    return ranks


def _bounds(values: Ints, point: int) -> tuple[int, int]:
    ordered = np.sort(values)
    return min(int(ordered[LOW]), point), max(int(ordered[HIGH]), point)


def _points(of: Ranked) -> int:
    assert of.score is not None
    return published(of.score)
