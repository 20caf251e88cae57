"""An in-memory twin of the fold's shell: answers its needs, keeps what SQL would keep."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from schema.report import LogReport
from schema.wire import ClockTo, LogMessage
from stream.core.corrections import standing
from stream.core.duplicates import stored_form
from stream.core.entry import Judged, entry_ids, is_task
from stream.core.fact_flows import count
from stream.core.flow import FlowKey, Flows, ReportKey
from stream.core.fold import fold
from stream.core.force import Force, names_indicator
from stream.core.noticed import count_readings
from stream.core.outcome import Answer, Fetch, FetchOthers, Outcome
from stream.core.partition import Partition, install
from stream.core.task_flows import move
from stream.core.world import World
from tests.builders import PROVINCE, assigned, on, report, world


class MemoryLog:
    """One partition, its rows of `update`, and everything it published."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.partition = Partition(number=0)
        self.rows: dict[str, tuple[str, Judged]] = {}
        self.flows: dict[FlowKey, dict[int, int]] = {}
        """Days as SQL would add them up: place of the flow → number, none of them 0."""
        self.told: dict[tuple[date, FlowKey], dict[int, int]] = defaultdict(dict)
        """The same by the day it was told."""
        self.reported: Counter[ReportKey] = Counter()
        self.force: dict[str, Force] = {}
        """What is in force of each indicator and unit, as SQL would keep it."""
        self.outcomes: list[Outcome] = []
        self.fetches = 0

    def fold(self, messages: Sequence[LogMessage]) -> Outcome:
        """Fold messages as one batch, then commit."""
        begin = self.partition.next_offset
        known = {
            identity: stored_form(self.rows[identity][1].entry)
            for message in messages
            if isinstance(message, LogReport)
            for identity, _, _ in entry_ids(message)
            if identity in self.rows
        }
        running = fold(self.partition, list(enumerate(messages, begin)), self.world, known)
        outcome = self._run(running)
        self._commit(outcome)
        return outcome

    def clock(self, to: datetime) -> Outcome:
        """Move time."""
        return self.fold([ClockTo(to=to)])

    def each(self, messages: Iterable[LogMessage]) -> None:
        """Fold messages one batch each."""
        for message in messages:
            self.fold([message])

    def verdict(self, identity: str) -> Judged:
        """The verdict on an update as stored."""
        return self.rows[identity][1]

    def days(self) -> dict[FlowKey, dict[int, int]]:
        """The flows of every day, without what is 0."""
        kept = {
            key: {flow: number for flow, number in day.items() if number}
            for key, day in self.flows.items()
        }
        return {key: day for key, day in kept.items() if day}

    def recounted(self) -> dict[FlowKey, dict[int, int]]:
        """The same, counted afresh from the tasks and updates there are."""
        return {
            key: {flow: number for flow, number in enumerate(counts) if number}
            for key, counts in self.flows_afresh().rows().items()
        }

    def flows_afresh(self) -> Flows:
        """Everything counted afresh, the reports too."""
        flows = Flows()
        for placed in self.partition.tasks.values():
            move(flows, None, placed.task)
        by_subject: dict[str, list[Judged]] = {}
        for subject, judged in self.rows.values():
            by_subject.setdefault(subject, []).append(judged)
        for subject, rows in by_subject.items():
            count(flows, standing(rows))
            if names_indicator(subject):
                count_readings(flows, standing(rows))
        return flows

    def _run(self, running) -> Outcome:  # type: ignore[no-untyped-def]
        try:
            need = next(running)
            while True:
                need = running.send(self._answer(need))
        except StopIteration as stop:
            outcome: Outcome = stop.value
            return outcome

    def _answer(self, need: object) -> Answer:
        if isinstance(need, FetchOthers):
            return frozenset(subject for subject, _ in self.rows.values() if not is_task(subject))
        if not isinstance(need, Fetch):
            return self.world
        self.fetches += 1
        found: dict[str, list[Judged]] = {subject: [] for subject in need.subjects}
        for subject, judged in self.rows.values():
            if subject in found:
                found[subject].append(judged)
        return found

    def _commit(self, outcome: Outcome) -> None:
        for row in (*outcome.updates, *outcome.replaced):
            self.rows[row.judged.entry.id] = (row.subject, row.judged)
        for change in outcome.verdicts:
            subject, judged = self.rows[change.id]
            again = Judged(
                entry=judged.entry,
                verdict=change.verdict,
                reason=change.reason,
                marks=change.marks,
            )
            self.rows[change.id] = (subject, again)
        for told in outcome.flows:
            for key, counts in told.rows.items():
                for day in (self.flows.setdefault(key, {}), self.told[told.known_on, key]):
                    for flow, number in enumerate(counts):
                        day[flow] = day.get(flow, 0) + number
            self.reported.update(told.reported)
        self.force |= outcome.force
        install(outcome.overlay)
        self.outcomes.append(outcome)


def assigned_log(**fields: Any) -> MemoryLog:
    """A log in which the assigning side has given the one task, due on day 10 unless said."""
    log = MemoryLog(world())
    log.fold([report(assigned(**{"due": on(10), **fields}), unit=PROVINCE)])
    return log
