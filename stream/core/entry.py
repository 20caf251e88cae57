"""An update with its envelope: who said it, when it counts as known, and its place in the order."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256

import msgspec
from msgspec import Struct

from schema.place import task_home
from schema.report import LogReport
from schema.states import Verdict
from schema.update import (
    Corrected,
    IndicatorReading,
    SlotNil,
    TargetSet,
    Update,
    canonical,
)

OFFLINE_GRACE = timedelta(hours=24)
SKEW = timedelta(minutes=5)

Key4 = tuple[datetime, datetime, int, str]
Key = tuple[datetime, datetime, int, str, tuple[Key4, ...]]
"""(occurred_at, known_at, source_seq, id, tail): the order of updates (architecture §2, Q8).

The tail is empty but for a verdict moved behind the completion it names: then it is its own key.
"""


class Entry(Struct, frozen=True, kw_only=True, gc=False):
    """One update as the fold sees it."""

    id: str
    """The update's id."""
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


def folding_subject(update: Update, unit: str) -> str:
    """The subject an update is folded with.

    A task code as it is; for indicators ``A01@vn.15`` (indicator and unit); a nil report goes with
    its own subject if that is one it names, else the first; the rest with their own subject.
    """
    match update:
        case IndicatorReading() | TargetSet():
            return f"{update.subject}@{update.unit}"
        case SlotNil():
            return update.subjects[0]
        case Corrected() if task_home(update.subject) is None:
            return f"{update.subject}@{unit}"
        case _:
            return update.subject


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
    """The updates of a report part as entries."""
    known = known_at(report.reported_at, report.received_at, offline=offline)
    return [_entry(report, update, known) for update in report.updates]


def _entry(report: LogReport, update: Update, known: datetime) -> Entry:
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
        hash=sha256(body).digest(),
        body=body,
        subject=folding_subject(update, report.unit)
        if type(update) in _FOLDED_APART
        else update.subject,
        key=key_of(update, known),
    )


_FOLDED_APART = frozenset({IndicatorReading, TargetSet, SlotNil, Corrected})


def key_of(update: Update, known: datetime) -> Key:
    """The place of an update in the order."""
    return (update.occurred_at, known, update.source_seq or 0, update.id, ())


def replaced(entry: Entry, update: Update) -> Entry:
    """The entry with a corrected update in it; known since the original was."""
    return msgspec.structs.replace(entry, update=update, key=key_of(update, entry.known_at))
