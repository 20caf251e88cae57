"""The same id again: a retry changes nothing, another body is settled by rule (Q11, Q13)."""

from __future__ import annotations

from enum import Enum

import msgspec

from stream.core.entry import Entry
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
    """The stored one stands and is marked."""


def settle_twice(entry: Entry, stored: Stored) -> Twice:
    """Which of two updates under one id stands: the smaller (received_at, hash).

    The same content is one update; its earliest instants count. An id that comes back on another
    subject never moves there: the stored one stands.
    """
    if entry.subject != stored.subject:
        return Twice.MARK
    if entry.hash == stored.hash:
        earlier = entry.known_at < stored.known_at or entry.received_at < stored.received_at
        return Twice.REPLACE if earlier else Twice.DROP
    wins = (entry.received_at, entry.hash) < (stored.received_at, stored.hash)
    return Twice.REPLACE if wins else Twice.MARK


def united(entry: Entry, stored: Stored) -> Entry:
    """The entry that replaces the stored one; of the same content the earliest instants count."""
    if entry.hash != stored.hash:
        return entry
    known = min(entry.known_at, stored.known_at)
    received = min(entry.received_at, stored.received_at)
    key = (entry.key[0], known, *entry.key[2:])
    return msgspec.structs.replace(entry, known_at=known, received_at=received, key=key)


def stored_form(entry: Entry) -> Stored:
    """An entry as if it had been stored."""
    return Stored(
        subject=entry.subject,
        hash=entry.hash,
        received_at=entry.received_at,
        known_at=entry.known_at,
    )
