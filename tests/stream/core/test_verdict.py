from __future__ import annotations

from schema.states import Verdict
from stream.core.task import TaskState
from stream.core.verdict import accept, hold, reject
from tests.builders import TASK, on

STATE = TaskState(code=TASK)


def test_what_is_accepted_moves_the_fields_named_and_carries_its_marks() -> None:
    stepped = accept(STATE, "before_start", due=on(3))
    assert (stepped.verdict, stepped.marks) == (Verdict.ACCEPTED, ("before_start",))
    assert stepped.state.due == on(3) and STATE.due is None
    assert accept(STATE).state is STATE


def test_what_is_rejected_leaves_the_state_and_says_why() -> None:
    stepped = reject(STATE, "not yours")
    assert (stepped.state, stepped.verdict, stepped.reason) == (
        STATE,
        Verdict.REJECTED,
        "not yours",
    )


def test_what_is_held_is_awaited_once() -> None:
    stepped = hold(hold(STATE, "a", "waits for a").state, "a", "waits for a")
    assert (stepped.verdict, stepped.state.awaited) == (Verdict.HELD, ("a",))
    assert hold(stepped.state, "b", "").state.awaited == ("a", "b")
