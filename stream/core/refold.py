"""A task from the set of its updates: `refold(code, entries, world)`; and when that is needed.

Corrections are settled first, then the first valid assignment begins the task, then everything else
follows in order, verdicts behind the claims they name. Any arrival order of the same set gives
the same state and the same verdicts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec
from msgspec import Struct

from schema.update import Corrected, Reopened, Returned, TaskAssigned, Verified
from stream.core.corrections import Settled, settle
from stream.core.entry import Entry, Judged, Key
from stream.core.judge import CLAIMS, VERDICTS, announces, step
from stream.core.remembered import bounded, may_have_met
from stream.core.task import SeenClaim, TaskState
from stream.core.world import World


class Refolded(Struct, frozen=True, gc=False):
    """The state of a task and the verdict on each of its updates."""

    state: TaskState
    judged: tuple[Judged, ...]


class Taken(Struct, frozen=True, gc=False):
    """One step of a fold: the update as judged, its place, the state before and after it."""

    judged: Judged
    key: Key
    before: TaskState
    after: TaskState


def sorts_last(state: TaskState, entry: Entry) -> Key | None:
    """The entry's place when it can be applied as the next step; None when a re-fold is needed."""
    kind, key = type(entry.update), entry.key
    if kind is Corrected:
        return None
    if state.awaited and any(token in state.awaited for token in announces(entry.update)):
        return None
    if kind in VERDICTS and state.claims:
        if state.forgets and may_have_met(state, getattr(entry.update, "of", None)):
            return None
        key = place(entry, {one.id: one.key for one in state.claims})
    return key if state.last_key is None or key > state.last_key else None


def place(entry: Entry, claims: Mapping[str, Key]) -> Key:
    """The entry's place: a verdict sorts behind the claim it names (Q8)."""
    own = entry.key
    update = entry.update
    if not isinstance(update, Verified | Returned | Reopened):
        return own
    named = None if update.of is None else claims.get(update.of)
    if named is None or named < own:
        return own
    return (*named[:4], (own[:4],))


def refold(code: str, entries: Iterable[Entry], world: World) -> Refolded:
    """Fold a task from all of its updates."""
    given = list(entries)
    settled = settle(given, world)
    taken = list(walk(code, settled, world))
    state = taken[-1].after if taken else empty(code, settled)
    closed = _closed(state, settled, [one.key for one in taken])
    judged = [one.judged for one in taken]
    return Refolded(closed, as_given((*judged, *settled.judged), given))


def empty(code: str, settled: Settled) -> TaskState:
    """A task before its first update."""
    return TaskState(code=code, claims=_gone(settled))


def walk(code: str, settled: Settled, world: World) -> Iterator[Taken]:
    """Every step of a task's fold, in order."""
    state, done = empty(code, settled), set[str]()
    for entry in _until_assigned(settled):
        if state.assignment is None:
            before = state
            state, judged = step(state, entry, world)
            done.add(entry.id)
            yield Taken(judged, entry.key, before, state)
    for key, entry in _ordered(settled, done):
        before = state
        state, judged = step(state, entry, world, key)
        yield Taken(judged, key, before, state)


def as_given(judged: Iterable[Judged], given: Iterable[Entry]) -> tuple[Judged, ...]:
    """Verdicts on the updates as they were given, not as corrections replaced them."""
    original = {entry.id: entry for entry in given}
    return tuple(
        one
        if one.entry is original[one.entry.id]
        else msgspec.structs.replace(one, entry=original[one.entry.id])
        for one in judged
    )


def _gone(settled: Settled) -> tuple[SeenClaim, ...]:
    """Claims taken back: they are known, so what names them has nothing to judge (Q14)."""
    gone = sorted((e.key, e.id) for e in settled.removed if type(e.update) in CLAIMS)
    return tuple(SeenClaim(identity, key) for key, identity in gone)


def _ordered(settled: Settled, done: set[str]) -> list[tuple[Key, Entry]]:
    everything = (*settled.standing, *settled.removed)
    claims = {e.id: e.key for e in everything if type(e.update) in CLAIMS}
    placed = [(place(entry, claims), entry) for entry in settled.standing if entry.id not in done]
    placed.sort(key=lambda pair: pair[0])
    return placed


def _until_assigned(settled: Settled) -> list[Entry]:
    """Assignments in order: a task begins with the first of them that is accepted.

    Rejected ones before it are judged on the empty task; without any the rest is held.
    """
    assignments = [e for e in settled.standing if isinstance(e.update, TaskAssigned)]
    return sorted(assignments, key=lambda e: e.key)


def _closed(state: TaskState, settled: Settled, keys: list[Key]) -> TaskState:
    """The state with what corrections add: their number, their places, what they wait for."""
    places = [*keys, *(entry.key for entry in settled.corrections)]
    return msgspec.structs.replace(
        bounded(state),
        updates=state.updates + len(settled.judged),
        awaited=tuple(sorted({*state.awaited, *settled.awaited})),
        last_key=max(places, default=None),
    )
