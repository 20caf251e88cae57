"""Rows become what the feed knows (the queries are tested on a real database)."""

from __future__ import annotations

from datetime import date

from schema.states import State
from stream.sample.look import known


def test_a_row_becomes_a_known_task() -> None:
    task = known(("vn.01.t0001", "vn.01", "tw.vptw", "in_time", date(2026, 1, 1), 4_250))
    assert (task.state, task.progress) == (State.IN_TIME, 0.425)
    assert known(("x.t1", "x", "y", "overdue", None, None)).progress is None
