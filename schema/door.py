"""The door: what comes in over HTTP is checked here, whole, before anything is sent to the log.

Faults of form refuse the submission with the JSON path and the reason of each; what depends on
other updates (authority, unknown subjects) is judged later by the fold and shown in the receipt.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from itertools import chain, islice

import msgspec
from msgspec import Raw

from schema.errors import Fault, Refused
from schema.place import task_home, units_named
from schema.report import Report
from schema.text import text_fault
from schema.update import Corrected, SlotNil, TaskAssigned, TaskRevised, Update
from schema.wire import UNREADABLE, where

MAX_BODY = 1024 * 1024
MAX_REPORTS = 1_000
MAX_FAULTS = 50
MAX_UPDATE = 128 * 1024
"""Bytes one update may have: a message of the log must always have room for it."""
SKEW = timedelta(minutes=5)
"""How far a sender's clock may run ahead of ours (Q10, Q12)."""

_REPORT = msgspec.json.Decoder(Report)
_LIST = msgspec.json.Decoder(list[Raw])
KnownUnit = Callable[[str], bool]


def examine(body: bytes, now: datetime, known_unit: KnownUnit) -> list[Report]:
    """The reports in a request body: one object or a list of them.

    Raises Refused with every fault found (at most 50): path as in ``$[0].updates[2].progress``.
    """
    if len(body) > MAX_BODY:
        raise _refused(
            "$", f"expected at most {MAX_BODY} bytes, got {len(body)}; send fewer reports"
        )
    fault = text_fault(body)
    if fault is not None:
        raise _refused("$", fault)
    unread: list[Fault] = []
    reports = list(_decoded(body, unread))
    judged = (_faults(prefix, report, now, known_unit) for prefix, report in reports)
    faults = list(islice(chain(unread, *judged, _repeated(reports)), MAX_FAULTS))
    if faults:
        raise Refused(faults)
    return [report for _, report in reports]


def _decoded(body: bytes, faults: list[Fault]) -> Iterator[tuple[str, Report]]:
    for prefix, raw in _pieces(body):
        try:
            yield prefix, _REPORT.decode(raw)
        except UNREADABLE as error:
            path, reason = where(error)
            faults.append(Fault(path=prefix + path.removeprefix("$"), reason=reason))


def _pieces(body: bytes) -> list[tuple[str, bytes]]:
    if not body.lstrip()[:1] == b"[":
        return [("$", body)]
    try:
        pieces = _LIST.decode(body)
    except UNREADABLE as error:
        raise _refused(*where(error)) from error
    if not 1 <= len(pieces) <= MAX_REPORTS:
        raise _refused("$", f"expected 1 to {MAX_REPORTS} reports, got {len(pieces)}")
    return [(f"$[{index}]", bytes(piece)) for index, piece in enumerate(pieces)]


def _faults(prefix: str, report: Report, now: datetime, known_unit: KnownUnit) -> Iterator[Fault]:
    for field, code in (("unit", report.unit), ("on_behalf_of", report.on_behalf_of)):
        if code is not None and not known_unit(code):
            yield Fault(path=f"{prefix}.{field}", reason=_unknown(code))
    if report.reported_at > now + SKEW:
        yield Fault(
            path=f"{prefix}.reported_at",
            reason=f"expected an instant not after now ({now.isoformat()}), "
            f"got {report.reported_at.isoformat()}; set the sender's clock",
        )
    for index, update in enumerate(report.updates):
        for field, reason in _update_faults(update, report, now):
            yield Fault(path=f"{prefix}.updates[{index}].{field}", reason=reason)
        for field, code in units_named(update):
            if not known_unit(code):
                yield Fault(path=f"{prefix}.updates[{index}].{field}", reason=_unknown(code))


def _update_faults(update: Update, report: Report, now: datetime) -> Iterator[tuple[str, str]]:
    if update.occurred_at > min(report.reported_at, now) + SKEW:
        yield (
            "occurred_at",
            "expected an instant not after the report was made "
            f"({report.reported_at.isoformat()}), got {update.occurred_at.isoformat()}",
        )
    match update:
        case TaskAssigned():
            yield from _assignment_faults(update)
        case TaskRevised() if update.decision != "refused" and update.new_due is None:
            yield "new_due", f"a revision that is {update.decision} must say the new due date"
        case SlotNil() if len(_homes(update, report.spoken_for)) > 1:
            yield "subjects", "expected subjects of one home unit; send one nil report a unit"
        case Corrected() if len(msgspec.json.encode(update.fields)) > MAX_UPDATE:
            yield "fields", f"expected at most {MAX_UPDATE} bytes of corrected fields"


def _homes(update: SlotNil, reporter: str) -> set[str]:
    """Home units of what a nil report is about; a subject that is no task is the reporter's."""
    homes = {task_home(subject) or reporter for subject in update.subjects}
    own = task_home(update.subject)
    return homes if own is None else homes | {own}


def _assignment_faults(update: TaskAssigned) -> Iterator[tuple[str, str]]:
    if update.task_kind == "one_off" and update.due is None:
        yield "due", "a one-off task must have a due date"
    if update.start and update.due and update.due < update.start:
        yield "due", f"expected a day not before start ({update.start}), got {update.due}"


def _repeated(reports: Iterable[tuple[str, Report]]) -> Iterator[Fault]:
    """Ids given twice in one request, for reports and for updates."""
    seen: dict[str, str] = {}
    for prefix, report in reports:
        places = [(f"{prefix}.id", report.id)]
        places += [(f"{prefix}.updates[{i}].id", u.id) for i, u in enumerate(report.updates)]
        for path, identity in places:
            if identity in seen:
                yield Fault(path=path, reason=f"the id {identity} stands at {seen[identity]} too")
            seen.setdefault(identity, path)


def _unknown(code: str) -> str:
    return f"no unit has the code {code!r}"


def _refused(path: str, reason: str) -> Refused:
    return Refused([Fault(path=path, reason=reason)])
