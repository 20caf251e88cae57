"""roll.tree: milliseconds to add up the whole tree when 3,400 leaves have changed.

Integers only, without SQL: every leaf moves the totals of its unit, those above, its field and its
post, each for all programmes and for its own; then every total that moved is read, as roll does.
The tree is the sample's, 34 provinces and 3,321 communes. The limit is the issue's: 50 ms.
"""

from __future__ import annotations

import gc
import random
import time
from collections.abc import Iterator
from datetime import date
from statistics import median

from schema.catalogue import Catalogue
from schema.catalogue_file import load
from schema.measures import WIDTH, Counts
from stream.kpi.cut import Cut
from stream.kpi.leaf import Leaf
from stream.kpi.sums import Sums
from stream.roll.main import CALM
from stream.sample.seed import SHIPPED

Figure = tuple[str, float, str, str | None, float | None]
CHANGED = 3_400
MOVED = 8
"""Integers of a leaf that move when one of its tasks does."""
ROUNDS = 7
LIMIT_MS = 50
TODAY = date(2026, 6, 1)
CLOCK = time.process_time


def run() -> Iterator[Figure]:
    """The median of seven rounds, each over another set of changes."""
    catalogue, rng = load(SHIPPED), random.Random(3)
    cut = Cut(catalogue, TODAY)
    sums = Sums(cut, {leaf: _counts(rng) for leaf in _leaves(catalogue, rng)})
    usual = gc.get_threshold()
    gc.set_threshold(*CALM)  # as the role does
    spent = median(_round(sums, rng) for _ in range(ROUNDS))
    gc.set_threshold(*usual)
    yield ("roll.tree_ms", spent, "ms", f"limit {LIMIT_MS}", spent / LIMIT_MS)


def _leaves(catalogue: Catalogue, rng: random.Random) -> list[Leaf]:
    """Three leaves a unit: of one programme each, with a field, some with a post in charge."""
    posts = ["", *(post.code.removeprefix("m.") for post in catalogue.posts)]
    return [
        Leaf(
            partition=number % 8,
            lead=unit.code,
            programme=rng.choice(catalogue.programmes).code,
            field=rng.choice(catalogue.fields).code,
            in_charge=rng.choice(posts),
        )
        for number, unit in enumerate(catalogue.units)
        for _ in range(3)
    ]


def _counts(rng: random.Random) -> Counts:
    return tuple(rng.randrange(10_000) for _ in range(WIDTH))


def _changes(sums: Sums, rng: random.Random) -> dict[Leaf, Counts]:
    changes, worth = {}, sums.leaves
    for leaf in rng.sample(sorted(worth), CHANGED):
        counts = list(worth[leaf])
        for index in rng.sample(range(WIDTH), MOVED):
            counts[index] += 1
        changes[leaf] = tuple(counts)
    return changes


def _round(sums: Sums, rng: random.Random) -> float:
    changes = _changes(sums, rng)
    gc.collect()
    begun = CLOCK()
    totals = {key: sums.total(key) for key in sums.put(changes)}
    spent = (CLOCK() - begun) * 1_000
    assert totals
    return spent
