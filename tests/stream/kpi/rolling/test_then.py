"""Windows of days gone by equal those made on the day, from what had been told by then."""

from __future__ import annotations

import random
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from stream.kpi.leaf import Group, Key
from stream.kpi.rolling.then import Then, Told
from stream.kpi.rolling.windows import Windows
from tests.stream.kpi.places import LEADS, TODAY, cut

CUT = cut()
FIRST = TODAY - timedelta(days=20)
KEYS: list[Key] = [("vn", ""), ("vn.01", ""), ("vn", "nq57"), ("tw.a", "")]


def told_by(rng: random.Random) -> list[Told]:
    """Rows of random days, told then or later."""
    flows: dict[tuple[tuple[int, Group, date], date], Told] = {}
    for _ in range(rng.randrange(1, 40)):
        known = FIRST + timedelta(days=rng.randrange(20))
        day = known - timedelta(days=rng.choice((0, 0, 1, 8, 40)))
        lead = rng.choice(LEADS)
        row = (rng.randrange(2), Group(lead, rng.choice(("", "nq57")), "", ""), known)
        flows[row, day] = (row, day, (rng.randrange(4), rng.randrange(2)))
    return list(flows.values())


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_each_day_is_as_if_nothing_later_existed(seed: int) -> None:
    flows = told_by(random.Random(seed))
    then = Then(CUT, FIRST)
    then.learn(flows)
    let_in: list[Told] = []
    for n in range(0, 24, 3):
        day = FIRST + timedelta(days=n)
        let_in += then.coming(day)
        then.advance(day, FIRST)
        known = [one for one in flows if one[0][2] <= day]
        assert sorted(let_in) == sorted(known) and not then.coming(day), "each row once"
        alone = Windows(CUT, day)
        alone.begin_history(FIRST)
        alone.put_flows(known)
        assert [then.windows.of(key) for key in KEYS] == [alone.of(key) for key in KEYS]
