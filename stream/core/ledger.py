"""Updates and verdicts during one fold: what is new, came again, is judged differently."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

import msgspec

from schema.report import LogReport
from stream.core.duplicates import CONFLICT, Twice, settle_twice, stored_form
from stream.core.entry import Entry, Judged
from stream.core.force import Force, in_force, names_indicator
from stream.core.outcome import (
    BIN_S,
    Answer,
    Arrivals,
    Outcome,
    ReportRow,
    Stored,
    UpdateRow,
    VerdictChange,
)
from stream.core.tally import Tally, changed_totals


class Ledger:
    """Rows of `update` and `report` as they will be after this run."""

    __slots__ = (
        "_arrivals",
        "_changes",
        "_conflicts",
        "_force",
        "_known",
        "_new",
        "_replaced",
        "_replacing",
        "_reports",
        "_rows",
        "_seen",
        "fetched",
    )

    def __init__(self, known: Mapping[str, Stored]) -> None:
        self._known = known
        self._seen: dict[str, Entry] = {}
        self._rows: dict[str, dict[str, Judged]] = {}
        self._new: dict[str, UpdateRow] = {}
        self._replaced: dict[str, UpdateRow] = {}
        self._replacing: dict[str, Entry] = {}
        self._changes: dict[str, VerdictChange] = {}
        self._conflicts: set[str] = set()
        self._force: dict[str, Force] = {}
        self._reports: list[ReportRow] = []
        self._arrivals: dict[tuple[str, datetime], Arrivals] = {}
        self.fetched: set[str] = set()

    def learn(self, subjects: Iterable[str], stored: Answer) -> None:
        """Stored updates of these subjects, with the verdicts they have."""
        assert isinstance(stored, Mapping)
        for subject in subjects:
            rows = self._rows.setdefault(subject, {})
            for judged in stored.get(subject, ()):
                rows.setdefault(judged.entry.id, judged)
                if CONFLICT in judged.marks:
                    self._conflicts.add(judged.entry.id)
        self.fetched.update(subjects)

    def entries(self, subject: str) -> list[Entry]:
        """Every update of a subject known so far, stored or of this run."""
        rows = self._rows.get(subject, {})
        return [self._replacing.get(key, judged.entry) for key, judged in rows.items()]

    def report(self, report: LogReport, offset: int) -> None:
        """Note a report part."""
        self._reports.append(ReportRow(report=report, offset=offset))

    def sift(self, found: Sequence[Entry]) -> tuple[list[Entry], set[str]]:
        """What is new, and the subjects to be folded anew because an id came again differently."""
        fresh: list[Entry] = []
        again: set[str] = set()
        for entry in self._once(found):
            stored = self._stored(entry.id)
            if stored is None:
                self._seen[entry.id] = entry
                fresh.append(entry)
            elif self._came_again(entry, stored):
                again.add(stored.subject)
        return fresh, again

    def _stored(self, identity: str) -> Stored | None:
        """What is known under an id already: of this run, or in SQL."""
        entry = self._seen.get(identity)
        return self._known.get(identity) if entry is None else stored_form(entry)

    def _once(self, found: Sequence[Entry]) -> Iterable[Entry]:
        """Each id once, for reports that give one twice."""
        if len({entry.id for entry in found}) == len(found):
            return found
        once: dict[str, Entry] = {}
        for entry in found:
            before = once.get(entry.id)
            if before is not None:
                self._note_conflict(entry, stored_form(before))
            if before is None or settle_twice(entry, stored_form(before)) is Twice.REPLACE:
                once[entry.id] = entry
        return once.values()

    def _came_again(self, entry: Entry, stored: Stored) -> bool:
        """Settle an id that came again; whether its subject must be folded anew."""
        self._note_conflict(entry, stored)
        twice = settle_twice(entry, stored)
        if twice is Twice.REPLACE:
            self._seen[entry.id] = entry
            self._replacing[entry.id] = entry
        return twice is not Twice.DROP

    def _note_conflict(self, entry: Entry, stored: Stored) -> None:
        if entry.hash != stored.hash:
            self._conflicts.add(entry.id)

    def arrived(self, report: LogReport, fresh: Sequence[Entry]) -> None:
        """Count new updates into the bin of the pulse they arrived in."""
        if not fresh:
            return
        second = int(report.received_at.timestamp())
        begin = datetime.fromtimestamp(second - second % BIN_S, UTC)
        bin_ = self._arrivals.setdefault((report.unit, begin), Arrivals())
        bin_.updates += len(fresh)
        bin_.automatic += len(fresh) if report.channel == "connector" else 0
        bin_.lag_s += sum(_lag_s(entry) for entry in fresh)

    def judged(self, subject: str, judged: Iterable[Judged], at: datetime) -> None:
        """Note the verdicts on updates of a subject; `at` is the log time they were given."""
        rows = self._rows.setdefault(subject, {})
        for one in judged:
            verdict = self._marked(one)
            identity = verdict.entry.id
            before = rows.get(identity)
            rows[identity] = verdict
            if before is None or identity in self._new:
                self._new[identity] = UpdateRow(judged=verdict, subject=subject, judged_at=at)
            elif identity in self._replacing:
                row = UpdateRow(judged=verdict, subject=subject, judged_at=at)
                self._replaced[identity] = row
            elif _differs(before, verdict):
                self._changes[identity] = _change(verdict, at)

    def put_in_force(self, subject: str, accepted: Iterable[Entry]) -> None:
        """Note which readings and targets of an indicator and unit are in force now."""
        if names_indicator(subject):
            self._force[subject] = in_force(
                subject, accepted, dict.fromkeys(self._conflicts, (CONFLICT,))
            )

    def _marked(self, judged: Judged) -> Judged:
        if judged.entry.id not in self._conflicts or CONFLICT in judged.marks:
            return judged
        return msgspec.structs.replace(judged, marks=(*judged.marks, CONFLICT))

    def outcome(self, tally: Tally) -> Outcome:
        """Everything to be written."""
        return Outcome(
            overlay=tally.overlay,
            reports=self._reports,
            updates=list(self._new.values()),
            replaced=list(self._replaced.values()),
            verdicts=list(self._changes.values()),
            tasks=tally.overlay.tasks,
            totals=dict(changed_totals(tally.overlay)),
            days=tally.days,
            arrivals=self._arrivals,
            standings=tally.standings,
            difficulties=tally.difficulties,
            force=self._force,
        )


def _lag_s(entry: Entry) -> int:
    return max(0, int((entry.received_at - entry.update.occurred_at).total_seconds()))


def _differs(before: Judged, after: Judged) -> bool:
    return (before.verdict, before.reason, before.marks) != (
        after.verdict,
        after.reason,
        after.marks,
    )


def _change(judged: Judged, at: datetime) -> VerdictChange:
    return VerdictChange(
        id=judged.entry.id,
        verdict=judged.verdict,
        reason=judged.reason,
        marks=judged.marks,
        judged_at=at,
    )
