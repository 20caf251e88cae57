"""A country for benchmarks of the fold: tasks of many communes in one partition, what they say."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from schema.clock import day_start
from schema.fields import Evidence
from schema.states import Verdict
from schema.unit import ROOT
from schema.update import Completed, DifficultyRaised, EvidenceAdded, Progress, Update, Verified
from schema.wire import ClockTo, LogMessage
from stream.core.entry import Judged, entries
from stream.core.fold import fold
from stream.core.outcome import Fetch, Outcome
from stream.core.partition import Partition, install
from stream.core.world import Era, World
from tests.builders import MONDAY, assigned, at, on, random_id, report

A_REPORT = 20
LATE = 0.02
"""Share of updates that come out of order."""


class Country:
    """Tasks of many communes in one partition, and what they report."""

    def __init__(self, rng: random.Random, units: int, tasks: int, due: int = 60) -> None:
        codes = [f"vn.15.{number:05d}" for number in range(units)]
        above = {code: frozenset((code, "vn.15", ROOT)) for code in codes}
        above |= {"vn.15": frozenset(("vn.15", ROOT)), ROOT: frozenset((ROOT,))}
        self.rng = rng
        era = Era(above=above)
        self.world = World(version=1, era=lambda day: era)
        self.partition = Partition(number=0)
        self.answers: dict[str, list[Judged]] = {}
        """What SQL would answer for the tasks that are told late: made before anything is timed."""
        self.tasks = [f"{codes[n % units]}.t{n:05d}" for n in range(tasks)]
        install(self.fold([ClockTo(to=day_start(MONDAY))]).overlay)
        given = [
            assigned(
                code,
                id=random_id(rng),
                due=on(due),
                field=rng.choice("ABCDEFG"),
                title=f"Số hóa hồ sơ tại bộ phận một cửa, đợt {number}",
            )
            for number, code in enumerate(self.tasks)
        ]
        for begin in range(0, tasks, 500):
            chunk = given[begin : begin + 500]
            install(self.fold([report(*chunk, unit="vn.15")]).overlay)

    def reports(self, count: int) -> Iterator[LogMessage]:
        """Reports of 20 updates, minute by minute; one update in fifty comes late."""
        for number in range(count):
            now = at(1) + timedelta(minutes=number)
            updates = [self._update(now) for _ in range(A_REPORT)]
            yield report(
                *updates, unit="vn.15", channel="connector", reported_at=now, received_at=now
            )

    def _update(self, now: Any) -> Update:
        draw, code = self.rng.random(), self.rng.choice(self.tasks)
        when = now if draw >= LATE else now - timedelta(hours=20)
        if draw < LATE:
            self.answers.setdefault(code, self._stored(code))
        base: dict[str, Any] = {
            "id": random_id(self.rng),
            "subject": code,
            "occurred_at": when,
        }
        if draw < 0.72:
            return Progress(progress=self.rng.randrange(101) / 100, reason="đo lại", **base)
        if draw < 0.84:
            return Completed(**base)
        if draw < 0.94:
            return Verified(**base)
        if draw < 0.98:
            return DifficultyRaised(difficulty=base["id"], type="data", **base)
        return EvidenceAdded(evidence=[Evidence(hash="a" * 64)], **base)

    def fold(self, messages: list[LogMessage]) -> Outcome:
        """One batch; stored updates are answered with eight made-up ones a task."""
        stored = self.answers
        begin = self.partition.next_offset
        running = fold(self.partition, list(enumerate(messages, begin)), self.world)
        try:
            need = next(running)
            while True:
                assert isinstance(need, Fetch)
                need = running.send(
                    {code: stored.get(code) or self._stored(code) for code in need.subjects}
                )
        except StopIteration as stop:
            outcome: Outcome = stop.value
            return outcome

    def _stored(self, code: str) -> list[Judged]:
        made = [assigned(code, id=random_id(self.rng), due=on(60))]
        found = entries(report(*made, unit="vn.15"), offline=False)
        for hour in range(7):
            said = Progress(
                id=random_id(self.rng),
                subject=code,
                occurred_at=at(0, hour),
                progress=hour / 10,
            )
            found += entries(report(said, unit="vn.15"), offline=False)
        return [Judged(entry=entry, verdict=Verdict.ACCEPTED) for entry in found]
