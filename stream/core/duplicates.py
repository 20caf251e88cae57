"""The same id again: a retry changes nothing, another body is settled by rule (Q11, Q13).

Of all that ever came under one id the smallest by `_rank` stands, with its whole envelope: the one
received first, of several at that instant the smaller hash, then the smaller report. It counts as
known since the earliest instant at which anything came under the id. Both are smallest elements,
so that the order and the number of arrivals change nothing, and what lost need not be kept. But for
an id that came on two subjects: those may lie in two partitions, and what was folded first stands.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import Enum

import msgspec

from stream.core.entry import Entry, Judged, key_of
from stream.core.outcome import Stored

CONFLICT = "conflict"
"""Mark on an update whose id came with two different bodies."""


class Twice(Enum):
    """What to do with an update whose id is known."""

    DROP = "drop"
    """A re-delivery: nothing to do."""
    REPLACE = "replace"
    """It stands instead of the stored one."""
    MARK = "mark"
    """The stored one stands, and is marked or known since earlier."""


class Again:
    """Ids that came again in one run: what stands under each, since when, and which conflict."""

    __slots__ = ("_since", "conflicts", "replacing")

    def __init__(self) -> None:
        self.conflicts: set[str] = set()
        self.replacing: dict[str, Entry] = {}
        """What stands instead of what was folded, or stored, before."""
        self._since: dict[str, datetime] = {}

    def settle(self, entry: Entry, stored: Stored) -> Twice:
        """Take note of an id that came again."""
        twice = settle_twice(entry, stored)
        if entry.hash != stored.hash:
            self.conflicts.add(entry.id)
        if twice is Twice.REPLACE:
            self.replacing[entry.id] = entry
        if twice is not Twice.DROP and entry.subject == stored.subject:
            since = min(entry.known_at, stored.known_at)
            self._since[entry.id] = min(since, self._since.get(entry.id, since))
        return twice

    def resolve(self, entry: Entry) -> Entry:
        """What stands under the id of an entry that is stored or was folded in this run.

        Where that is the entry known since earlier, it is `replacing` from now on: only who has
        the entry can make it.
        """
        now = self.replacing.get(entry.id, entry)
        since = self._since.get(entry.id)
        if since is None or since >= now.known_at:
            return now
        self.replacing[entry.id] = earlier = known_since(now, since)
        return earlier

    def marked(self, judged: Judged) -> Judged:
        """A verdict, with the mark where its id came with several bodies."""
        if judged.entry.id not in self.conflicts or CONFLICT in judged.marks:
            return judged
        return msgspec.structs.replace(judged, marks=(*judged.marks, CONFLICT))

    def once(self, found: Iterable[Entry]) -> Iterable[Entry]:
        """Each id once, of entries of one report, which may give one twice."""
        once: dict[str, Entry] = {}
        for entry in found:
            before = once.setdefault(entry.id, entry)
            if before.hash != entry.hash:
                self.conflicts.add(entry.id)
            if before.subject == entry.subject:
                once[entry.id] = min(before, entry, key=_rank)
        return once.values()


def settle_twice(entry: Entry, stored: Stored) -> Twice:
    """Which of two updates under one id stands.

    An id that comes back on another subject never moves there: the stored one stands.
    """
    if entry.subject != stored.subject:
        return Twice.MARK
    if _rank(entry) < _rank(stored):
        return Twice.REPLACE
    alike = entry.hash == stored.hash and entry.known_at >= stored.known_at
    return Twice.DROP if alike else Twice.MARK


def known_since(entry: Entry, since: datetime) -> Entry:
    """The entry, known since an instant: its place in the order is another."""
    if entry.known_at == since:
        return entry
    return msgspec.structs.replace(entry, known_at=since, key=key_of(entry.update, since))


def stored_form(entry: Entry) -> Stored:
    """An entry as if it had been stored."""
    return Stored(
        subject=entry.subject,
        hash=entry.hash,
        received_at=entry.received_at,
        known_at=entry.known_at,
        report=entry.report,
        unit=entry.unit,
        actor=entry.actor,
        source=entry.source,
        channel=entry.channel,
    )


def _rank(one: Entry | Stored) -> tuple[object, ...]:
    """What came under an id, in the order in which the first stands."""
    envelope = (one.report, one.unit, one.actor, one.source, one.channel)
    return (one.received_at, one.hash, *envelope)
