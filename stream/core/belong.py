"""The local day an update counts from: which updates belong to a day that is past.

A fact counts from the day it occurred; a completion from its day c (Q15–16), and the verdict on it
with it; a withdrawal from the day it was known (Q28); a reopening from its own day, for only a
correction takes a completion out of a past day (domain 5).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from schema.clock import local_day
from schema.states import Verdict
from schema.update import (
    Completed,
    Reopened,
    Returned,
    TaskCancelled,
    TaskResumed,
    TaskSuspended,
    Verified,
)
from stream.core.entry import Entry, Key
from stream.core.refold import Taken
from stream.core.task import MilestoneClaim, TaskState


def days_of(taken: Sequence[Taken]) -> list[date]:
    """The day each step of a whole fold counts from, in the same order."""
    claims = _days_of_claims(taken)
    return [_day_of(one, claims) for one in taken]


def day_if_last(before: TaskState, after: TaskState, entry: Entry, key: Key) -> date | None:
    """The day an accepted update counts from that was applied last; `key` is its place.

    None where it moves the day of an earlier one: the state alone does not tell what was before.
    """
    update = entry.update
    match update:
        case Verified() | Returned() if update.milestone is not None:
            claim = _claim_of(before.milestones_claimed, update.milestone)
            return _occurred(before, claim)
        case Verified() if after.done is not None and before.claim is not None:
            return after.done.day if after.done.day == before.claim.would_be else None
        case Returned() if before.claim is not None:
            return before.claim.would_be
        case Completed() if after.claim is not None and after.claim.id == entry.id:
            return after.claim.would_be
        case _:
            return _own_day(entry, key)


def _days_of_claims(taken: Sequence[Taken]) -> dict[str, date]:
    """The day c of every claim; that of a milestone is the day it occurred."""
    days: dict[str, date] = {}
    for one in taken:
        entry, after = one.judged.entry, one.after
        days[entry.id] = local_day(entry.update.occurred_at)
        if after.claim is not None and after.claim.id == entry.id:
            days[entry.id] = after.claim.would_be
        elif after.done is not None and after.done is not one.before.done:
            days[after.done.claim] = after.done.day
    return days


def _day_of(one: Taken, claims: dict[str, date]) -> date:
    entry, update = one.judged.entry, one.judged.entry.update
    if one.judged.verdict is not Verdict.ACCEPTED:
        return _own_day(entry, one.key)
    match update:
        case Verified() | Returned() if update.milestone is not None:
            claim = _claim_of(one.before.milestones_claimed, update.milestone)
            return claims[claim] if claim in claims else _own_day(entry, one.key)
        case Verified() | Returned() if one.before.claim is not None:
            return claims[one.before.claim.id]
        case Completed():
            return claims[entry.id]
        case _:
            return _own_day(entry, one.key)


def _own_day(entry: Entry, key: Key) -> date:
    """The day of its place, which lies behind what it speaks of; of a withdrawal as known."""
    day = local_day(key[0])
    if isinstance(entry.update, TaskSuspended | TaskCancelled | TaskResumed):
        return max(day, local_day(entry.known_at))
    if isinstance(entry.update, Reopened):
        return max(day, local_day(entry.update.occurred_at))
    return day


def _claim_of(claimed: tuple[MilestoneClaim, ...], code: str) -> str:
    return next((one.id for one in claimed if one.code == code), "")


def _occurred(state: TaskState, claim: str) -> date | None:
    return next((local_day(one.key[0]) for one in state.claims if one.id == claim), None)
