"""The bootstrap: the same for everybody, and the point within it (Q78)."""

from __future__ import annotations

import hashlib
from datetime import date
from fractions import Fraction as F

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from schema.ranking import Ranked, table
from schema.score import Entrant, Parameters, mean, published
from stream.kpi.ranking.interval import (
    REPLICATES,
    Due,
    Interval,
    drawn,
    intervals,
    replicates,
)

BY = Parameters()
DAY = date(2026, 6, 24)


def league(**units: list[Due]) -> list[tuple[Ranked, list[Due]]]:
    """Units that are ranked, with their tasks due."""
    entrants = [
        Entrant(
            unit=code,
            on_time=sum(each.on_time for each in tasks),
            due=len(tasks),
            late=F(sum(e.weight * e.days for e in tasks), sum(e.weight for e in tasks)),
        )
        for code, tasks in units.items()
    ]
    return [(each, units[each.entrant.unit]) for each in table(entrants, BY) if each.rank]


def sure(given: list[tuple[Ranked, list[Due]]]) -> list[Interval]:
    m = float(mean(each.entrant for each, _ in given))
    scores = [replicates(each, tasks, m, DAY, BY) for each, tasks in given]
    return intervals([each for each, _ in given], scores)


ON_TIME, LATE = Due(1, 1_000, 0), Due(0, 1_000, 30)


def test_the_draws_are_bytes_of_a_public_hash() -> None:
    raw = hashlib.shake_256(b"nhip/ranking/vn.15/2026-06-24").digest(8)
    first = [int.from_bytes(raw[k : k + 4], "big") * 7 >> 32 for k in (0, 4)]
    found = drawn("vn.15", DAY, 7)
    assert found.shape == (REPLICATES, 7) and list(found[0, :2]) == first
    assert found.min() == 0 and found.max() == 6
    assert (found == drawn("vn.15", DAY, 7)).all()
    assert (found != drawn("vn.15", date(2026, 6, 25), 7)).any()


def test_a_replicate_is_scored_as_the_unit_is() -> None:
    """A unit whose tasks are all alike has replicates all alike: its own score."""
    ((one, tasks),) = league(a=[ON_TIME] * 9)
    assert one.score is not None
    assert set(replicates(one, tasks, 1.0, DAY, BY).tolist()) == {published(one.score)}


def test_a_replicate_by_hand() -> None:
    ((one, tasks),) = league(a=[ON_TIME] * 3 + [LATE] * 3)
    first = [tasks[n] for n in drawn("a", DAY, 6)[0]]
    rate = (sum(each.on_time for each in first) + 10 * 0.5) / 16
    lateness = 1 - sum(each.days for each in first) / 6 / 90
    assert (
        replicates(one, tasks, 0.5, DAY, BY)[0]
        == round((0.5 * rate + 0.15 * lateness) / 0.65, 4) * 10_000
    )


def test_a_replicate_that_draws_no_weight_drops_lateness() -> None:
    """One task of five weighs, by the least there is: drawn once, often or not at all."""
    ((one, tasks),) = league(a=[Due(0, 1, 30)] + [Due(1, 0, 0)] * 4)
    found = replicates(one, tasks, 0.5, DAY, BY)
    assert found.dtype == np.int64
    for chosen, score in zip(drawn("a", DAY, 5), found, strict=True):
        times = int((chosen == 0).sum())
        rate = F(5 - times + 5, 15)
        late = (F(1, 2) * rate + F(15, 100) * F(2, 3)) / F(65, 100) if times else rate
        assert score == published(late)


def test_who_has_few_tasks_is_less_sure() -> None:
    few, many = sure(league(few=[ON_TIME, LATE] * 4, many=[ON_TIME, LATE] * 100))
    if few.score[1] - few.score[0] < many.score[1] - many.score[0]:
        few, many = many, few
    assert few.score[1] - few.score[0] > 2 * (many.score[1] - many.score[0])


def test_who_is_far_apart_is_sure_of_the_rank() -> None:
    best, worst = sure(league(a=[ON_TIME] * 50, b=[LATE] * 50))
    assert (best.rank, worst.rank) == ((1, 1), (2, 2))
    assert intervals([], []) == []


def test_ties_share_a_rank_in_each_replicate() -> None:
    both = sure(league(a=[ON_TIME] * 9, b=[ON_TIME] * 9))
    assert [each.rank for each in both] == [(1, 1), (1, 1)]


dues = st.lists(
    st.builds(Due, st.integers(0, 1), st.integers(0, 3).map(lambda n: n * 500), st.integers(0, 90)),
    min_size=5,
    max_size=15,
).filter(lambda tasks: any(each.weight for each in tasks))


@settings(max_examples=40)
@given(dues, dues, dues)
def test_the_point_lies_within(a: list[Due], b: list[Due], c: list[Due]) -> None:
    given = league(a=a, b=b, c=c)
    for (each, _), interval in zip(given, sure(given), strict=True):
        assert each.score is not None and each.rank is not None
        assert interval.score[0] <= published(each.score) <= interval.score[1]
        assert interval.rank[0] <= each.rank <= interval.rank[1]
        assert 0 <= interval.score[0] and interval.score[1] <= 10_000
    assert np.array_equal(drawn("a", DAY, len(a)), drawn("a", DAY, len(a)))
