"""An update with its envelope: who said it, when it counts as known, and its place in the order.

An update that names several subjects (a nil report) is an entry of each: one bears the update's own
id, the others ids made from it, so that each is stored, judged and found with its subject.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID, uuid5

import msgspec
from msgspec import Struct

from schema.place import task_home
from schema.report import LogReport
from schema.states import Verdict
from schema.update import IndicatorReading, SlotNil, TargetSet, Update, canonical

OFFLINE_GRACE = timedelta(hours=24)
SKEW = timedelta(minutes=5)
NO_TASK = "@"
"""Stands in the folding subject of what is no task; no code has it."""

_SHA256 = sha256()

Key4 = tuple[datetime, datetime, int, str]
Key = tuple[datetime, datetime, int, str, tuple[Key4, ...]]
"""(occurred_at, known_at, source_seq, id, tail): the order of updates (architecture §2, Q8).

The tail is empty but for a verdict moved behind the completion it names: then it is its own key.
"""


class Entry(Struct, frozen=True, kw_only=True, gc=False):
    """One update as the fold sees it, for one subject."""

    id: str
    """The update's id; for every further subject it names one made from it."""
    update: Update
    report: str
    unit: str
    actor: str
    source: str
    channel: str
    known_at: datetime
    """The instant the report counts as known (Q10)."""
    received_at: datetime
    hash: bytes
    body: bytes

    subject: str
    """What it is folded with: a task code, or a code of ours for other subjects."""
    key: Key
    """Its own place in the order."""


class Judged(Struct, frozen=True, kw_only=True, gc=False):
    """An entry with the verdict on it."""

    entry: Entry
    verdict: Verdict
    reason: str | None = None
    marks: tuple[str, ...] = ()


def subjects_of(update: Update, speaker: str) -> list[str]:
    """What an update is folded with; the first bears the update's own id.

    A task code as it is; any other subject with the unit it is said of: ``A01@vn.15`` is indicator
    and unit measured. A nil report goes with every subject it names, its own (else any) first.
    """
    match update:
        case IndicatorReading() | TargetSet():
            return [f"{update.subject}@{update.unit}"]
        case SlotNil():
            own = [update.subject] if update.subject in update.subjects else []
            return [_of(subject, speaker) for subject in dict.fromkeys(own + update.subjects)]
        case _:
            return [_of(update.subject, speaker)]


_FOLDED_APART = frozenset({IndicatorReading, TargetSet, SlotNil})


def _of(subject: str, speaker: str) -> str:
    return f"{subject}{NO_TASK}{speaker}" if task_home(subject) is None else subject


def is_task(subject: str) -> bool:
    """Whether a folding subject is a task."""
    return NO_TASK not in subject


def speaker_of(subject: str) -> str:
    """The home unit of a folding subject: the task's, else the unit it is said of."""
    return task_home(subject) or subject.rpartition(NO_TASK)[2]


def entry_ids(report: LogReport) -> Iterator[tuple[str, str, Update]]:
    """Id and folding subject of every entry that a report makes, with its update."""
    for update in report.updates:
        first, *further = subjects_of(update, report.spoken_for)
        yield update.id, first, update
        for subject in further:
            yield further_id(update.id, subject), subject, update


def ids_of(report: LogReport) -> list[str]:
    """The ids of the entries a report makes."""
    if _FOLDED_APART.isdisjoint(map(type, report.updates)):  # most: an update is an entry
        return [update.id for update in report.updates]
    return [identity for identity, _, _ in entry_ids(report)]


def further_id(update: str, subject: str) -> str:
    """The id of the entry that an update is of a further subject."""
    return str(uuid5(UUID(update), subject))


def known_at(reported_at: datetime, received_at: datetime, *, offline: bool) -> datetime:
    """The instant a report counts as known (Q10).

    Up to 24 h after it was made a report keeps its own time, exactly 24 h included; beyond that, or
    when its clock runs ahead, the gateway's. A source on the offline list keeps its own.
    """
    if reported_at > received_at:
        return received_at
    if not offline and received_at - reported_at > OFFLINE_GRACE:
        return received_at
    return reported_at


def entries(report: LogReport, *, offline: bool) -> list[Entry]:
    """The updates of a report part as entries, each with every subject it names."""
    known = known_at(report.reported_at, report.received_at, offline=offline)
    speaker = report.spoken_for
    made: list[Entry] = []
    for update in report.updates:
        if type(update) in _FOLDED_APART:
            first, *further = subjects_of(update, speaker)
            entry = _entry(report, update, known, first)
            made += [entry, *(for_subject(entry, subject) for subject in further)]
        else:
            subject = update.subject
            if task_home(subject) is None:
                subject = f"{subject}{NO_TASK}{speaker}"
            made.append(_entry(report, update, known, subject))
    return made


def for_subject(entry: Entry, subject: str) -> Entry:
    """The same update as an entry of a further subject."""
    identity = further_id(entry.update.id, subject)
    return msgspec.structs.replace(entry, id=identity, subject=subject)


def _entry(report: LogReport, update: Update, known: datetime, subject: str) -> Entry:
    body = canonical(update)
    return Entry(
        id=update.id,
        update=update,
        report=report.id,
        unit=report.unit,
        actor=report.actor,
        source=report.source,
        channel=report.channel,
        known_at=known,
        received_at=report.received_at,
        hash=content_hash(body),
        body=body,
        subject=subject,
        key=key_of(update, known),
    )


def content_hash(body: bytes) -> bytes:
    """What tells the contents of updates apart: SHA-256 of the canonical body.

    A copy spares looking the algorithm up each time.
    """
    running = _SHA256.copy()
    running.update(body)
    return running.digest()


def key_of(update: Update, known: datetime) -> Key:
    """The place of an update in the order."""
    return (update.occurred_at, known, update.source_seq or 0, update.id, ())


def replaced(entry: Entry, update: Update) -> Entry:
    """The entry with a corrected update in it; known since the original was."""
    return msgspec.structs.replace(entry, update=update, key=key_of(update, entry.known_at))
