"""Percent complete: Q40–43."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from schema.states import State
from stream.core.task import Claim, MilestoneClaim, MilestonePlan, TaskState
from stream.kpi.progress import percent_complete
from tests.stream.kpi.test_planning import DUE, task

TODAY = date(2026, 6, 10)


def with_milestones(verified: tuple[str, ...], *weights: int) -> TaskState:
    claims = tuple(MilestoneClaim(code, "c") for code in verified)
    one = task(milestones_verified=claims, progress=9_900)
    assert one.assignment is not None
    plan = tuple(MilestonePlan(f"m{n}", weight, None) for n, weight in enumerate(weights))
    return msgspec.structs.replace(
        one, assignment=msgspec.structs.replace(one.assignment, milestones=plan)
    )


@pytest.mark.parametrize(
    ("one", "state", "today", "expected"),
    [
        (task(), State.IN_TIME, TODAY, None),
        (task(), State.NOT_STARTED, date(2026, 5, 31), 0),
        (task(), State.IN_TIME, date(2026, 6, 1), None),
        (task(progress=4_500), State.IN_TIME, TODAY, 4_500),
        (task(progress=4_500), State.DONE_LATE, TODAY, 10_000),
        (task(claim=Claim("c", DUE, DUE, DUE)), State.AWAITING, TODAY, 10_000),
        (with_milestones(("m1",), 1_000, 3_000), State.IN_TIME, TODAY, 7_500),
        (with_milestones(("m0",), 0, 0, 0), State.IN_TIME, TODAY, 3_333),
        (with_milestones((), 1_000), State.IN_TIME, TODAY, 0),
        (with_milestones(("m0", "gone"), 1_000, 3_000), State.IN_TIME, TODAY, 2_500),
        (task(assignment=None), State.UNKNOWN, TODAY, None),
    ],
)
def test_percent_complete(one: TaskState, state: State, today: date, expected: int | None) -> None:
    assert percent_complete(one, state, today) == expected
