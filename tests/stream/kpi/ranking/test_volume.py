"""Volume bands: the 90 days before the quarter, its first day not among them."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from stream.kpi.ranking.volume import volume
from tests.stream.kpi.ranking.tasks import held, task

QUARTER = date(2026, 7, 1)


@pytest.mark.parametrize(
    ("due", "counted"),
    [
        (date(2026, 4, 1), 0),
        (date(2026, 4, 2), 1),
        (date(2026, 6, 30), 1),
        (date(2026, 7, 1), 0),
    ],
)
def test_due_in_the_90_days_before(due: date, counted: int) -> None:
    """Q77."""
    one = msgspec.structs.replace(task("vn.01.t1", 19), due=due)
    assert volume(held("vn.01", one), QUARTER) == counted


def test_open_and_done_count_alike_recurring_and_withdrawn_do_not() -> None:
    given = [
        task("vn.01.t1", 19),
        task("vn.01.t2", 29),
        task("vn.01.t3", 19, done=18),
        task("vn.01.t4", 19, recurring=True),
        msgspec.structs.replace(task("vn.01.t5", 19), withdrawn="cancelled"),
    ]
    assert volume(held("vn.01", *given), QUARTER) == 3
