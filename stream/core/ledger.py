"""Updates and verdicts during one fold: what is new, came again, is judged differently."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import islice

import msgspec

from schema.report import LogReport
from stream.core.corrections import standing
from stream.core.duplicates import CONFLICT, Again, Twice, stored_form
from stream.core.entry import Entry, Judged
from stream.core.fact_flows import count, recount
from stream.core.flow import Flows
from stream.core.force import Force, in_force, names_indicator
from stream.core.other import Weighed
from stream.core.outcome import (
    Answer,
    Outcome,
    ReportRow,
    Stored,
    UpdateRow,
    VerdictChange,
)
from stream.core.pulse import Pulse
from stream.core.tally import Tally, changed_totals


class Ledger:
    """Rows of `update` and `report` as they will be after this run."""

    __slots__ = (
        "_again",
        "_changes",
        "_counted",
        "_force",
        "_groups",
        "_judged",
        "_known",
        "_new",
        "_recounted",
        "_replaced",
        "_reports",
        "_seen",
        "_stored_rows",
        "_took",
        "fetched",
        "pulse",
    )

    def __init__(self, known: Mapping[str, Stored]) -> None:
        self._known = known
        self._seen: dict[str, Entry] = {}
        self._stored_rows: dict[str, dict[str, Judged]] = {}
        self._new: dict[str, UpdateRow] = {}
        self._groups: list[Mapping[str, Sequence[Entry]]] = []
        self._replaced: dict[str, UpdateRow] = {}
        self._again = Again()
        self._took: dict[str, Entry] = {}
        self._changes: dict[str, VerdictChange] = {}
        self._judged: set[str] = set()
        self._counted: dict[str, Judged] = {}
        """New rows as they were counted, in their order."""
        self._recounted: dict[str, list[Judged]] = {}
        """All rows of subjects that were judged anew, as they were counted then."""
        self._force: dict[str, Force] = {}
        self._reports: list[ReportRow] = []
        self.pulse = Pulse()
        self.fetched: set[str] = set()

    def learn(self, subjects: Iterable[str], stored: Answer) -> None:
        """Stored updates of these subjects, with the verdicts they have."""
        assert isinstance(stored, Mapping)
        for subject in subjects:
            rows = {judged.entry.id: judged for judged in stored.get(subject, ())}
            self._stored_rows[subject] = rows
            marked = (key for key, one in rows.items() if CONFLICT in one.marks)
            self._again.conflicts.update(marked)
        self.fetched.update(subjects)

    def forget(self, subjects: Iterable[str]) -> None:
        """What is stored of these is not kept: whoever needs it asks anew."""
        for subject in subjects:
            self._stored_rows.pop(subject, None)
            self.fetched.discard(subject)

    def entries(self, subject: str) -> list[Entry]:
        """Every update of a subject known so far, stored or of this run."""
        rows = self._stored_rows.get(subject, {})
        new = self._new_of(subject)
        return [self._again.resolve(one.entry) for one in (*rows.values(), *new)]

    def entries_before(self, subject: str, group: Iterable[Entry]) -> list[Entry]:
        """Every update of a subject as it was folded last, without those of `group`."""
        rows = self._stored_rows.get(subject, {})
        new = self._new_of(subject)
        apart = {entry.id for entry in group}
        return [
            self._took.get(one.entry.id, one.entry)
            for one in (*rows.values(), *new)
            if one.entry.id not in apart
        ]

    def replaces(self, entries: Iterable[Entry]) -> bool:
        """Whether any of these takes the place of what was folded before."""
        replacing = self._again.replacing
        return bool(replacing) and any(
            one.id in replacing and self._took.get(one.id) is not one for one in entries
        )

    @property
    def rulings(self) -> int:
        """How many stored updates are judged differently so far."""
        return len(self._changes)

    def took(self, entries: Iterable[Entry]) -> None:
        """A subject has been folded from these: where they replaced others, they did."""
        replacing = self._again.replacing
        self._took |= {one.id: one for one in entries if one.id in replacing}

    def grouped(self, fresh: Iterable[Entry]) -> dict[str, list[Entry]]:
        """New entries of a report by subject; the groups tell later what is new of a subject."""
        groups: dict[str, list[Entry]] = {}
        for entry in fresh:
            groups.setdefault(entry.subject, []).append(entry)
        self._groups.append(groups)
        return groups

    def _new_of(self, subject: str) -> list[Judged]:
        """What was made of the new entries of a subject so far; few ask, so none is indexed."""
        found = (entry.id for groups in self._groups for entry in groups.get(subject, ()))
        return [self._new[identity].judged for identity in found if identity in self._new]

    def adopt(self, entry: Entry) -> list[Entry] | None:
        """What is new in a subject that was fetched, for an entry that follows from another's.

        None when it is there as it is; nothing when it takes the place of what is there.
        """
        before = self.ruling(entry.subject, entry.id)
        if before is None:
            self._groups.append({entry.subject: (entry,)})
            return [entry]
        if stored_form(self._again.resolve(before.entry)) == stored_form(entry):
            return None
        self._again.replacing[entry.id] = entry
        return []

    def ruling(self, subject: str, identity: str) -> Judged | None:
        """What was made of an entry so far, in this run or before."""
        row = self._new.get(identity)
        return self._stored_rows.get(subject, {}).get(identity) if row is None else row.judged

    def report(self, report: LogReport, offset: int) -> None:
        """Note a report part."""
        self._reports.append(ReportRow(report=report, offset=offset))

    def sift(self, found: Sequence[Entry]) -> tuple[list[Entry], set[str]]:
        """What is new, and the subjects to be folded anew because an id came again differently."""
        ids = [entry.id for entry in found]
        if len(set(ids)) == len(ids) and not self._met(ids):
            self._seen.update(zip(ids, found, strict=True))
            return list(found), set()
        fresh: list[Entry] = []
        again: set[str] = set()
        for entry in self._again.once(found):
            stored = self._stored(entry.id)
            if stored is None:
                self._seen[entry.id] = entry
                fresh.append(entry)
            elif self._came_again(entry, stored):
                again.add(stored.subject)
        return fresh, again

    def _met(self, ids: Sequence[str]) -> bool:
        """Whether any of these ids is known already."""
        return not (self._seen.keys().isdisjoint(ids) and self._known.keys().isdisjoint(ids))

    def _stored(self, identity: str) -> Stored | None:
        """What is known under an id already: of this run, or in SQL."""
        entry = self._seen.get(identity)
        return self._known.get(identity) if entry is None else stored_form(entry)

    def _came_again(self, entry: Entry, stored: Stored) -> bool:
        """Settle an id that came again; whether its subject must be folded anew."""
        twice = self._again.settle(entry, stored)
        if twice is Twice.REPLACE:
            self._seen[entry.id] = entry
        return twice is not Twice.DROP

    def add(self, judged: Iterable[Judged], at: datetime) -> None:
        """Note the verdicts on new updates; `at` is the log time they were given."""
        again = self._again if self._again.conflicts else None
        for one in judged:
            entry = one.entry
            marked = one if again is None else again.marked(one)
            self._new[entry.id] = UpdateRow(judged=marked, judged_at=at)

    def judged(self, subject: str, judged: Iterable[Judged], at: datetime) -> None:
        """Note the verdicts on all updates of a subject, new ones and those judged before."""
        self._judged.add(subject)
        for one in judged:
            identity, before = one.entry.id, self.ruling(subject, one.entry.id)
            if before is None:
                self.add([one], at)
                continue
            verdict = self._again.marked(one)
            row = UpdateRow(judged=verdict, judged_at=at)
            if identity in self._new:
                self._took.setdefault(identity, before.entry)
                self._new[identity] = row
            elif identity in self._again.replacing:
                self._replaced[identity] = row
                self._changes.pop(identity, None)
            elif _differs(self._latest(identity, before), verdict):
                self._changes[identity] = _change(verdict, at)

    def _latest(self, identity: str, stored: Judged) -> Judged | VerdictChange:
        return self._changes.get(identity, stored)

    def put_in_force(self, subject: str, weighed: Weighed) -> None:
        """Note which readings and targets of an indicator and unit are in force now."""
        if names_indicator(subject):
            marks = {one.entry.id: self._again.marked(one).marks for one in weighed.judged}
            self._force[subject] = in_force(subject, weighed.accepted, marks)

    def outcome(self, tally: Tally) -> Outcome:
        """Everything to be written."""
        self.count(tally.flows)
        return Outcome(
            overlay=tally.overlay,
            reports=self._reports,
            updates=list(self._new.values()),
            replaced=list(self._replaced.values()),
            verdicts=list(self._changes.values()),
            tasks=tally.overlay.tasks,
            outlooks=tally.overlay.outlooks,
            totals=changed_totals(tally.overlay),
            days=tally.days,
            restated=tally.restated,
            arrivals=self.pulse.bins,
            standings=tally.standings,
            difficulties=tally.difficulties,
            flows=tally.flows.close(tally.overlay.today),
            force=self._force,
        )

    def count(self, flows: Flows) -> None:
        """Facts told since the last time: new ones, and of subjects judged anew what stands else.

        Asked at each midnight within the run, and at its end.
        """
        anew, self._judged = self._judged, set()
        new = [row.judged for row in islice(self._new.values(), len(self._counted), None)]
        count(flows, [one for one in new if one.entry.subject not in anew] if anew else new)
        for subject in anew:
            now = self._rows(subject)
            recount(flows, standing(self._rows_counted(subject)), standing(now))
            self._recounted[subject] = now
        self._counted.update([(one.entry.id, one) for one in new])

    def _rows_counted(self, subject: str) -> list[Judged]:
        """The rows of a subject as they were counted last."""
        rows = self._recounted.get(subject)
        if rows is None:
            rows = list(self._stored_rows.get(subject, {}).values())
        among = {one.entry.id for one in rows}
        ids = (entry.id for groups in self._groups for entry in groups.get(subject, ()))
        return rows + [self._counted[i] for i in ids if i in self._counted and i not in among]

    def _rows(self, subject: str) -> list[Judged]:
        """Every row of a subject as it will be stored."""
        rows = [self._now(one) for one in self._stored_rows.get(subject, {}).values()]
        return rows + self._new_of(subject)

    def _now(self, stored: Judged) -> Judged:
        identity = stored.entry.id
        if identity in self._replaced:
            return self._replaced[identity].judged
        change = self._changes.get(identity)
        if change is None:
            return stored
        return msgspec.structs.replace(stored, verdict=change.verdict, marks=change.marks)


def _differs(before: Judged | VerdictChange, after: Judged) -> bool:
    now = (after.verdict, after.reason, after.marks)
    return (before.verdict, before.reason, before.marks) != now


def _change(judged: Judged, at: datetime) -> VerdictChange:
    return VerdictChange(
        id=judged.entry.id,
        verdict=judged.verdict,
        reason=judged.reason,
        marks=judged.marks,
        judged_at=at,
    )
