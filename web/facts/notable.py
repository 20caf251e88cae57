"""Events worth a line: late work done, a deadline passed, a fall by two steps, a difficulty."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Literal

from msgspec import Struct

from schema.states import SEVERITY, Sign, State
from web.compose.facts import Notable
from web.facts.directory import Directory

WINDOW = timedelta(hours=1)
SHOWN = 5
MOST = 200
TWO_STEPS = 2
_DONE = (State.DONE_ON_TIME, State.DONE_LATE)
Turned = Literal["overdue_completed", "deadline_passed", "standing_worse"]


class Turn(Struct, frozen=True):
    """A row of the query `turns`: a task's standing changed."""

    at: datetime
    task: str
    title: str | None
    lead: str
    secrecy: str | None
    state_from: str | None
    state_to: str
    sign_from: str | None
    sign_to: str
    cause: Any  # the update that caused it; None: time did


def notable(
    turns: Iterable[tuple[Any, ...]], difficulties: Iterable[tuple[Any, ...]], known: Directory
) -> tuple[tuple[Notable, ...], int]:
    """The newest events, newest first, and how many more there were in the window."""
    events = [event for row in turns if (event := _turned(row, known)) is not None]
    events += [_difficulty(row, known) for row in difficulties]
    events.sort(key=lambda event: event.at, reverse=True)
    return tuple(events[:SHOWN]), max(0, len(events) - SHOWN)


def kind_of(turn: Turn) -> Turned | None:
    """Why a change of standing is worth a line; None: it is not."""
    if turn.state_from == State.OVERDUE and turn.state_to in _DONE:
        return "overdue_completed"
    if turn.state_to == State.OVERDUE and turn.state_from != State.OVERDUE and turn.cause is None:
        return "deadline_passed"
    return "standing_worse" if _fell(turn) >= TWO_STEPS else None


def _fell(turn: Turn) -> int:
    known = {sign.value: step for step, sign in enumerate(SEVERITY)}
    if turn.sign_from not in known or turn.sign_to not in known:
        return 0
    return known[turn.sign_to] - known[Sign(turn.sign_from).value]


def _turned(row: tuple[Any, ...], known: Directory) -> Notable | None:
    turn = Turn(*row)
    kind = kind_of(turn)
    if kind is None:
        return None
    title = _title(turn.title, turn.task, turn.secrecy)
    return Notable(at=turn.at, kind=kind, task=turn.task, title=title, unit=known.place(turn.lead))


def _difficulty(row: tuple[Any, ...], known: Directory) -> Notable:
    at, kind, task, title, lead, secrecy = row
    return Notable(
        at=at,
        kind="difficulty_raised" if kind == "difficulty.raised" else "difficulty_answered",
        task=task,
        title=_title(title, task, secrecy),
        unit=known.place(lead),
    )


def _title(title: str | None, task: str, secrecy: str | None) -> str:
    """A secret task shows that it exists, never its title (Q38)."""
    return task if secrecy not in (None, "none") else title or task
