"""What a step returns: the new state and what was made of the update."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Struct

from schema.states import Verdict
from stream.core.task import TaskState


class Stepped(Struct, frozen=True, gc=False):
    """The state after an update, and the verdict on it."""

    state: TaskState
    verdict: Verdict
    reason: str | None = None
    marks: tuple[str, ...] = ()


def accept(state: TaskState, *marks: str, **changes: Any) -> Stepped:
    """The update counts; `changes` are the fields of the state it moves."""
    after = msgspec.structs.replace(state, **changes) if changes else state
    return Stepped(after, Verdict.ACCEPTED, None, marks)


def reject(state: TaskState, reason: str) -> Stepped:
    """The update is kept but counts for nothing."""
    return Stepped(state, Verdict.REJECTED, reason)


def hold(state: TaskState, awaited: str, reason: str) -> Stepped:
    """The update refers to something not seen yet; it is judged again when that comes."""
    if awaited not in state.awaited:
        state = msgspec.structs.replace(state, awaited=(*state.awaited, awaited))
    return Stepped(state, Verdict.HELD, reason)
