"""What caused a leaf to move: reports, time alone, a new catalogue, or what is told nowhere.

States and signs of tasks change by a known cause: each change of standing names the update that
made it, or none when a midnight did. So the contribution of a leaf to a figure of states and signs
is split exactly. Progress, weights and days late move without a change of standing: a leaf of
which nothing was reported moved by time alone; of one that was reported on, reports and time are
not told apart. The splits of a leaf sum to its contribution, as its factors are the same for all
of them (``schema.attribution``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from enum import StrEnum
from fractions import Fraction

from msgspec import Struct

from schema.attribution import Moved, Weighing
from schema.formulas import Formula
from schema.states import PARTITION, WITHDRAWN, State


class Cause(StrEnum):
    """Why something moved."""

    REPORTS = "reports"
    TIME = "time"
    BOTH = "both"
    """Reports and time, which are not told apart."""
    METHOD = "method"
    """A new catalogue or tree: what was published and what its leaves come to differ."""
    OTHER = "other"
    """Neither a change of standing nor time: another lead, a task of another field …"""


class Turn(Struct, frozen=True):
    """So many tasks of a leaf changed from one state and sign to another."""

    by_time: bool
    state_from: str | None
    state_to: str
    sign_from: str | None
    sign_to: str
    tasks: int


SIGNS = frozenset({"at_risk", "silent", "behind"})
"""Signs that are counted."""
STANDING = frozenset(state.value for state in (*PARTITION, *WITHDRAWN)) | SIGNS
"""Measures that move with a change of standing alone."""
_OUTSIDE = frozenset({State.RECURRING, State.SUSPENDED, State.CANCELLED, State.UNKNOWN})
"""States whose signs count nowhere."""
Split = Mapping[Cause, Fraction]


def split(
    formula: Formula, factors: Weighing, moved: Moved, turns: Iterable[Turn], reports: int
) -> Split:
    """The contribution of a leaf by cause; causes that added nothing are left out."""
    whole = factors.adds(moved.num, moved.den)
    if not set(formula.measures) <= STANDING:
        found = {Cause.BOTH if reports else Cause.TIME: whole}
        return {cause: adds for cause, adds in found.items() if adds}
    known = {cause: Counter[str]() for cause in (Cause.TIME, Cause.REPORTS)}
    for turn in turns:
        count(turn, known[Cause.TIME if turn.by_time else Cause.REPORTS])
    found = {cause: _adds(formula, factors, moves) for cause, moves in known.items()}
    found[Cause.OTHER] = whole - sum(found.values(), Fraction(0))
    return {cause: adds for cause, adds in found.items() if adds}


def count(turn: Turn, moves: Counter[str]) -> None:
    """What a change of standing moves, by measure."""
    for state, sign, by in (
        (turn.state_from, turn.sign_from, -turn.tasks),
        (turn.state_to, turn.sign_to, turn.tasks),
    ):
        if state is not None and state != State.UNKNOWN:
            moves[state] += by
        if sign is not None and sign in SIGNS and state not in _OUTSIDE:
            moves[sign] += by


def _adds(formula: Formula, factors: Weighing, moves: Counter[str]) -> Fraction:
    num = sum(moves[name] for name in formula.num)
    return factors.adds(num, sum(moves[name] for name in formula.den))
