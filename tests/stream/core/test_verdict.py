from __future__ import annotations

import msgspec

from schema.states import Verdict
from stream.core.task import TaskState
from stream.core.verdict import accept, hold, reject
from tests.builders import TASK, on

STATE = TaskState(code=TASK)


def test_what_is_accepted_moves_the_fields_named_and_carries_its_marks() -> None:
    ruling = accept("before_start", due=on(3))
    assert (ruling.verdict, ruling.marks) == (Verdict.ACCEPTED, ("before_start",))
    assert ruling.changes == {"due": on(3)} and accept().changes == {}


def test_what_is_rejected_leaves_the_state_and_says_why() -> None:
    ruling = reject("not yours")
    assert (ruling.changes, ruling.verdict, ruling.reason) == ({}, Verdict.REJECTED, "not yours")
    assert ruling.marks == () and reject("no", "unknown_unit").marks == ("unknown_unit",)


def test_what_is_held_is_awaited_once_and_in_the_same_order_whoever_came_first() -> None:
    first = hold(STATE, "b", "waits for b")
    assert (first.verdict, first.changes) == (Verdict.HELD, {"awaited": ("b",)})
    state = msgspec.structs.replace(STATE, **first.changes)
    again = hold(state, "b", "waits for b too")
    assert (again.verdict, again.changes) == (Verdict.HELD, {})
    assert again.reason == "waits for b too"
    assert hold(state, "a", "waits for a").changes == {"awaited": ("a", "b")}
