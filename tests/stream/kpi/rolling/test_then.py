"""Windows of days gone by equal those made on the day, from what had been told by then."""

from __future__ import annotations

import random
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from stream.kpi.leaf import Group, Key
from stream.kpi.rolling.then import Then, Told, Turned
from stream.kpi.rolling.windows import Windows
from tests.stream.kpi.places import LEADS, TODAY, cut

CUT = cut()
FIRST = TODAY - timedelta(days=20)
KEYS: list[Key] = [("vn", ""), ("vn.01", ""), ("vn", "nq57"), ("tw.a", "")]


def told_by(rng: random.Random) -> tuple[list[Told], list[Turned]]:
    """Rows of random days, told then or later; reports that come and sometimes go again."""
    flows: dict[tuple[tuple[int, Group, date], date], Told] = {}
    turned: list[Turned] = []
    for _ in range(rng.randrange(1, 40)):
        known = FIRST + timedelta(days=rng.randrange(20))
        day = known - timedelta(days=rng.choice((0, 0, 1, 8, 40)))
        lead = rng.choice(LEADS)
        row = (rng.randrange(2), Group(lead, rng.choice(("", "nq57")), "", ""), known)
        flows[row, day] = (row, day, (rng.randrange(4), rng.randrange(2)))
        turned.append((lead, day, known, 1))
        if rng.random() < 0.3:
            turned.append((lead, day, known + timedelta(days=rng.randrange(3)), -1))
    return list(flows.values()), turned


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_each_day_is_as_if_nothing_later_existed(seed: int) -> None:
    flows, turned = told_by(random.Random(seed))
    then = Then(CUT, FIRST)
    then.learn(flows, turned)
    for n in range(0, 24, 3):
        day = FIRST + timedelta(days=n)
        then.advance(day, FIRST)
        alone = Windows(CUT, day)
        alone.begin_history(FIRST)
        alone.put_flows([one for one in flows if one[0][2] <= day])
        sums: dict[tuple[str, date], int] = {}
        for unit, of, known, by in turned:
            if known <= day:
                sums[unit, of] = sums.get((unit, of), 0) + by
        alone.put_reports([(*of, number) for of, number in sums.items()])
        assert [then.windows.of(key) for key in KEYS] == [alone.of(key) for key in KEYS]
