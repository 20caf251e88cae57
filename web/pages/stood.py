"""One-off tasks with how they stood at both ends (`stood` of `why.sql`): their plans, the wave."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import date

from schema.database import Row
from schema.earned.axis import axis_of
from schema.earned.curve import Drawn, drawn
from schema.earned.plan import Milestone, Plan
from schema.states import WITHDRAWN, State
from schema.workdays import state_offices
from web.compose.accounts import wave
from web.compose.why import Leaf

_LEAF = len(Leaf._fields)
OUTSIDE = frozenset({None, State.UNKNOWN.value, *(state.value for state in WITHDRAWN)})
"""States in which a task is no leaf of the plan."""


Plans = dict[Leaf, list[Drawn]]


def plans(found: Iterable[Row], leaf_of: Callable[[Leaf], Leaf]) -> tuple[Plans, ...]:
    """The plans at both ends by leaf, each drawn once."""
    made: tuple[Plans, ...] = ({}, {})
    axis = axis_of(state_offices())
    for row in found:
        states = row[11], row[13]
        if all(state in OUTSIDE for state in states):
            continue
        one, leaf = drawn(_plan(row), None, axis), leaf_of(Leaf._make(row[1 : 1 + _LEAF]))
        for side, state in zip(made, states, strict=True):
            if state not in OUTSIDE:
                side.setdefault(leaf, []).append(one)
    return made


def tasks(found: Iterable[Row], home: Callable[[str], str]) -> list[wave.Task]:
    """Every task at both ends, under the unit that answers for it today."""
    return [
        wave.Task(
            code=row[0],
            lead=home(row[1]),
            begin=_stood(row[11], row[12], row[15]),
            end=_stood(row[13], row[14], row[16]),
            by_report=row[17],
        )
        for row in found
    ]


def _plan(row: Row) -> Plan:
    milestones = tuple(
        Milestone(weight, date.fromisoformat(due) if due else None)
        for weight, due in json.loads(row[10] or "[]")
    )
    return Plan(row[7], row[8], row[9], milestones)


def _stood(state: str | None, sign: str | None, due: date | None) -> wave.Stood | None:
    return wave.Stood(state, sign or "", due) if state and due else None
