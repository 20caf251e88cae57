"""Corrections: taking back an update, or putting a corrected one in its place (Q14).

The last correction of a root wins; a correction of a correction goes to the root; only the unit
that reported or one above it may correct. The replacement keeps id, kind, subject, unit and the
original's reported_at. Updates are told apart by their own id here: an update with several subjects
is in the set of each, and so is its correction (`spread`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec
from msgspec import Struct

from schema.states import Verdict
from schema.update import Corrected, SlotNil, Update, as_update
from stream.core.entry import Entry, Judged, for_subject, replaced, speaker_of, subjects_of
from stream.core.form import FUTURE, is_future
from stream.core.world import World

FIXED = frozenset({"id", "kind", "subject", "subjects", "unit"})
"""What a replacement keeps; `unit` is the unit measured, which the update is folded with."""


class Settled(Struct, frozen=True, gc=False):
    """Entries after corrections: those that stand, some replaced, and what was judged."""

    standing: tuple[Entry, ...]
    judged: tuple[Judged, ...]
    """Corrections, and the updates they removed."""
    awaited: tuple[str, ...] = ()
    corrections: tuple[Entry, ...] = ()
    removed: tuple[Entry, ...] = ()


class _Correction(Struct, frozen=True, gc=False):
    entry: Entry
    root: str


def settle(entries: Sequence[Entry], world: World) -> Settled:
    """Apply the corrections among these entries of one subject."""
    corrections = tuple(e for e in entries if isinstance(e.update, Corrected))
    if not corrections:
        return Settled(tuple(entries), ())
    by_id = {entry.update.id: entry for entry in entries}
    judged: list[Judged] = []
    awaited: list[str] = []
    last: dict[str, Entry] = {}
    for entry in sorted(corrections, key=lambda e: e.key):
        root = _root(entry, by_id)
        fault = _fault(entry, by_id.get(root), world)
        if root not in by_id:
            awaited.append(root)
            judged.append(_held(entry, root))
        elif fault is not None:
            judged.append(Judged(entry=entry, verdict=Verdict.REJECTED, reason=fault))
        else:
            last[root] = entry
            judged.append(Judged(entry=entry, verdict=Verdict.ACCEPTED))
    standing, removed = _apply(entries, last)
    gone = tuple(one.entry for one in removed)
    return Settled(standing, (*judged, *removed), tuple(awaited), corrections, gone)


def standing(rows: Sequence[Judged]) -> Sequence[Judged]:
    """Judged updates of one subject as they stand: the last accepted correction of each applied."""
    corrections = [
        row.entry
        for row in rows
        if isinstance(row.entry.update, Corrected) and row.verdict is Verdict.ACCEPTED
    ]
    if not corrections:
        return rows
    by_id = {row.entry.update.id: row.entry for row in rows}
    last = {_root(one, by_id): one for one in sorted(corrections, key=lambda one: one.key)}
    return [_corrected(row, last.get(row.entry.update.id)) for row in rows]


def _corrected(row: Judged, correction: Entry | None) -> Judged:
    if correction is None or row.verdict is not Verdict.ACCEPTED:
        return row
    assert isinstance(correction.update, Corrected)
    entry = replaced(row.entry, _replacement(row.entry, correction.update))
    return msgspec.structs.replace(row, entry=entry)


def spread(entries: Sequence[Entry]) -> Iterator[Entry]:
    """Corrections of what has further subjects, as entries of those: it is corrected for each."""
    by_id = {entry.update.id: entry for entry in entries}
    for entry in entries:
        if isinstance(entry.update, Corrected) and entry.id == entry.update.id:
            root = by_id.get(_root(entry, by_id))
            if root is not None and isinstance(root.update, SlotNil):
                named = subjects_of(root.update, speaker_of(entry.subject))
                yield from (for_subject(entry, one) for one in named if one != entry.subject)


def _root(entry: Entry, by_id: Mapping[str, Entry]) -> str:
    """The update a correction is about in the end, through corrections of corrections."""
    update = entry.update
    passed = {update.id}
    while isinstance(update, Corrected):
        target = update.supersedes
        if target in passed or target not in by_id:
            return target
        passed.add(target)
        update = by_id[target].update
    return update.id


def _fault(entry: Entry, target: Entry | None, world: World) -> str | None:
    if target is None:
        return None
    if isinstance(target.update, Corrected):
        return "the correction leads back to itself"
    era = world.at(entry.update.occurred_at)
    if entry.unit != target.unit and entry.unit not in era.above(target.unit):
        return f"only {target.unit}, which reported it, or a unit above it may correct it"
    assert isinstance(entry.update, Corrected)
    fixed = FIXED & set(entry.update.fields)
    if fixed:
        return f"a correction keeps {', '.join(sorted(fixed))} of what it corrects"
    return _unfit(target, entry.update)


def _unfit(target: Entry, correction: Corrected) -> str | None:
    """Why no update comes of it, or one that would be refused as from the future (Q12)."""
    try:
        update = _replacement(target, correction)
    except msgspec.ValidationError as error:
        return f"the corrected fields do not fit: {error}"
    return f"the corrected fields do not fit: {FUTURE}" if is_future(update, target) else None


def _replacement(target: Entry, correction: Corrected) -> Update:
    body = {**msgspec.json.decode(target.body), **correction.fields}
    return as_update(msgspec.json.encode(body))


def _held(entry: Entry, root: str) -> Judged:
    return Judged(
        entry=entry, verdict=Verdict.HELD, reason=f"waits for the update {root} that it corrects"
    )


def _apply(
    entries: Sequence[Entry], last: Mapping[str, Entry]
) -> tuple[tuple[Entry, ...], list[Judged]]:
    standing: list[Entry] = []
    removed: list[Judged] = []
    for entry in entries:
        correction = last.get(entry.update.id)
        if correction is None:
            if not isinstance(entry.update, Corrected):
                standing.append(entry)
            continue
        assert isinstance(correction.update, Corrected)
        if correction.update.fields:
            update = _replacement(entry, correction.update)
            standing.append(replaced(entry, update))
        else:
            reason = f"taken back by {correction.update.id}"
            removed.append(Judged(entry=entry, verdict=Verdict.SUPERSEDED, reason=reason))
    return tuple(standing), removed
