"""What is wrong with the data of a unit, and by how much repairing each raises its DQ.

A repair is a report: what it moves of the scope's integers is told here, itself included, and the
formula is run again over them (`gain`); a test holds it to what the fold makes of the report. What
others have judged (a returned claim) the unit cannot repair.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Any

import msgspec
from msgspec import Struct

from schema.quality import WHOLE, Quality, dq

MOST = 3
PART = {
    "fall_without_reason": "accurate",
    "parts_do_not_sum": "accurate",
    "returned": "accurate",
    "jump_on_eve": "accurate",
    "outlier": "accurate",
    "missing": "complete",
    "duplicate_fact": "clean",
    "conflict": "clean",
    "unknown_unit": "clean",
    "orphan": "clean",
    "stale": "live",
}
"""The part of DQ that each violation lowers."""
SEVERITY = {
    "fall_without_reason": 2,
    "parts_do_not_sum": 2,
    "returned": 2,
    "jump_on_eve": 1,
    "outlier": 1,
}
"""By violation, in halves (Q64)."""
TAKEN_BACK = frozenset({"duplicate_fact", "conflict", "unknown_unit", "orphan"})
"""Repaired by a correction that removes the update."""
ACTS = {
    "fall_without_reason": "explain",
    "parts_do_not_sum": "change",
    "jump_on_eve": "change",
    "outlier": "change",
    "stale": "progress",
    **dict.fromkeys(TAKEN_BACK, "take_back"),
}
"""The act of the report form that repairs it; of a missing slot see `act`."""
_CHECKS = 2
"""Checks that are run on a progress (Q65)."""


class Violation(Struct, frozen=True, kw_only=True):
    """Something that lowers the DQ of a scope, on one subject."""

    kind: str
    subject: str
    unit: str
    """Who repairs it: the unit that reported, or the lead of the task."""
    on: date
    """The day it is of: occurred, due, or last reported on."""
    update: str | None = None
    period: str = ""
    recurring: bool = False
    stale: bool = False
    """A report on the task makes it fresh, too."""
    weight: int = 0
    """Of the task, 1/1,000."""
    checks: int = 0
    """Checks that were run on the update."""
    severity: int = 0
    """Of all marks of the update, in halves."""


class Repair(Struct, frozen=True, kw_only=True):
    """A violation and what repairing it now adds to DQ."""

    violation: Violation
    gain: Fraction


def act(of: Violation) -> str | None:
    """The act of the report form that repairs a violation; None: the unit cannot."""
    if of.kind == "missing":
        return "completed" if of.recurring else "progress"
    return ACTS.get(of.kind)


def repaired(whole: Quality, of: Violation) -> Quality | None:
    """The integers of the scope once the report that repairs it is there; None: none does.

    A missing slot is filled with everything it asks for; a correction leaves nothing to notice.
    """
    return None if act(of) is None else _mended(whole, of)


def _mended(whole: Quality, of: Violation) -> Quality:
    moves: dict[str, int] = {"records": 1}
    if of.kind == "missing":
        moves |= {"share": WHOLE, "late": 1}
        moves |= {} if of.recurring else _heard(of)
    elif of.kind == "stale":
        moves |= _heard(of)
    elif of.kind in TAKEN_BACK:
        moves |= {"faults": -1, "checks": -of.checks, "severity": -of.severity}
    else:
        moves["severity"] = -SEVERITY[of.kind]
    changed: dict[str, Any] = {name: getattr(whole, name) + by for name, by in moves.items()}
    return msgspec.structs.replace(whole, **changed)


def _heard(of: Violation) -> dict[str, int]:
    """A progress on a task: two checks, and fresh where it was stale."""
    fresh = {"fresh": 1, "weight_fresh": of.weight} if of.stale else {}
    return {"checks": _CHECKS, **fresh}


def gain(whole: Quality, of: Violation) -> Fraction | None:
    """What repairing it adds to DQ; None where there is no DQ or no repair."""
    now, after = dq(whole), repaired(whole, of)
    then = None if after is None else dq(after)
    return None if now is None or then is None else then - now


def lowers(whole: Quality, of: Violation) -> Fraction:
    """By how much DQ would be higher without it, whoever could mend it; 0 where there is no DQ."""
    now, then = dq(whole), dq(_mended(whole, of))
    return Fraction(0) if now is None or then is None else then - now


def best(whole: Quality, found: Iterable[Violation]) -> list[Repair]:
    """The three that raise it most: the larger gain first, then the older, then the subject."""
    made = [
        Repair(violation=each, gain=more)
        for each in found
        if (more := gain(whole, each)) is not None and more > 0
    ]
    made.sort(key=lambda one: (-one.gain, one.violation.on, one.violation.subject))
    return made[:MOST]
