"""A task from the set of its updates: `refold(code, entries, world)`; and when that is needed.

Corrections are settled first, then the first valid assignment begins the task, then everything else
follows in order, verdicts behind the completions they name. Any arrival order of the same set gives
the same state and the same verdicts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec
from msgspec import Struct

from schema.states import Verdict
from schema.update import Completed, Corrected, Reopened, Returned, TaskAssigned, Verified
from stream.core.corrections import Settled, settle
from stream.core.entry import Entry, Judged, Key
from stream.core.judge import announces, step
from stream.core.task import TaskState
from stream.core.verdict import Stepped
from stream.core.world import World

VERDICTS: frozenset[type] = frozenset({Verified, Returned, Reopened})
"""Kinds that judge a completion and sort behind the one they name."""


class Refolded(Struct, frozen=True, gc=False):
    """The state of a task and the verdict on each of its updates."""

    state: TaskState
    judged: tuple[Judged, ...]


def sorts_last(state: TaskState, entry: Entry) -> Key | None:
    """The entry's place when it can be applied as the next step; None when a re-fold is needed."""
    update = entry.update
    if type(update) is Corrected:
        return None
    if state.awaited and any(token in state.awaited for token in announces(update)):
        return None
    key = entry.key
    if type(update) in VERDICTS and state.completions:
        key = place(entry, {one.id: one.key for one in state.completions})
    return key if state.last_key is None or key > state.last_key else None


def place(entry: Entry, completions: Mapping[str, Key]) -> Key:
    """The entry's place: a verdict sorts behind the completion it names (Q8)."""
    own = entry.key
    update = entry.update
    if not isinstance(update, Verified | Returned | Reopened) or update.milestone is not None:
        return own
    named = None if update.of is None else completions.get(update.of)
    if named is None or named < own:
        return own
    return (*named[:4], (own[:4],))


def refold(code: str, entries: Iterable[Entry], world: World) -> Refolded:
    """Fold a task from all of its updates."""
    given = list(entries)
    settled = settle(given, world)
    begun = _begin(TaskState(code=code), settled, world)
    state, judged = begun.state, list(begun.judged)
    ordered = _ordered(settled.standing, {one.entry.id for one in judged})
    for key, entry in ordered:
        stepped = step(state, entry, world, key)
        state = stepped.state
        judged.append(_judged(entry, stepped))
    keys = [key for key, _ in ordered] + [one.entry.key for one in begun.judged]
    closed = _closed(state, settled, keys)
    return Refolded(closed, as_given((*judged, *settled.judged), given))


def as_given(judged: Iterable[Judged], given: Iterable[Entry]) -> tuple[Judged, ...]:
    """Verdicts on the updates as they were given, not as corrections replaced them."""
    original = {entry.id: entry for entry in given}
    return tuple(
        one
        if one.entry is original[one.entry.id]
        else msgspec.structs.replace(one, entry=original[one.entry.id])
        for one in judged
    )


def _ordered(entries: Sequence[Entry], done: set[str]) -> list[tuple[Key, Entry]]:
    completions = {e.id: e.key for e in entries if isinstance(e.update, Completed)}
    placed = [(place(entry, completions), entry) for entry in entries if entry.id not in done]
    placed.sort(key=lambda pair: pair[0])
    return placed


def _begin(state: TaskState, settled: Settled, world: World) -> Refolded:
    """Step assignments in order until one is accepted: a task begins with its assignment.

    Rejected ones before it are judged on the empty task; without any the rest is held.
    """
    judged: list[Judged] = []
    assignments = [e for e in settled.standing if isinstance(e.update, TaskAssigned)]
    for entry in sorted(assignments, key=lambda e: e.key):
        stepped = step(state, entry, world)
        state = stepped.state
        judged.append(_judged(entry, stepped))
        if stepped.verdict is Verdict.ACCEPTED:
            break
    return Refolded(state, tuple(judged))


def _closed(state: TaskState, settled: Settled, keys: list[Key]) -> TaskState:
    """The state with what corrections add: their number, their places, what they wait for."""
    places = [*keys, *(entry.key for entry in settled.corrections)]
    return msgspec.structs.replace(
        state,
        updates=state.updates + len(settled.judged),
        awaited=(*state.awaited, *settled.awaited),
        last_key=max(places, default=None),
    )


def _judged(entry: Entry, stepped: Stepped) -> Judged:
    return Judged(entry=entry, verdict=stepped.verdict, reason=stepped.reason, marks=stepped.marks)
