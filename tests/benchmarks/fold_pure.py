"""fold.pure: updates a second of the pure fold with its sums, on one core, at 75,000 tasks.

The mix: 70 % progress, 12 % completed, 10 % verified, 4 % difficulties, 2 % evidence, 2 % arriving
out of order (their tasks are folded anew from 8 stored updates). Decoding is counted; SQL is not.
The limit is the issue's: 40,000 updates/s; flatness is the cost at 34,000 units over that at 34.
"""

from __future__ import annotations

import gc
import random
import time
from collections.abc import Iterator
from datetime import timedelta
from statistics import median
from typing import Any

from schema.clock import day_start
from schema.fields import Evidence
from schema.unit import ROOT
from schema.update import Completed, DifficultyRaised, EvidenceAdded, Progress, Update, Verified
from schema.wire import ClockTo, LogMessage, decode_log, encode
from stream.core.entry import Judged, entries
from stream.core.fold import fold
from stream.core.outcome import Fetch, Outcome
from stream.core.partition import Partition, install
from stream.core.world import Era, World
from stream.fold.main import CALM
from tests.builders import MONDAY, assigned, at, on, random_id, report

Figure = tuple[str, float, str, str | None, float | None]
TASKS = 75_000
UPDATES = 40_000
A_REPORT = 20
A_BATCH = 100
ROUNDS = 3
LIMIT = 40_000
CLOCK = time.process_time


def run() -> Iterator[Figure]:
    """The figures; medians of three rounds."""
    few, many = (median(_round(units, 9_375) for _ in range(ROUNDS)) for units in (34, 34_000))
    whole = median(_round(3_400, TASKS) for _ in range(ROUNDS))
    yield ("fold.pure.updates_per_s", whole, "updates/s", f"limit {LIMIT}", whole / LIMIT)
    flat = few / many
    yield ("fold.pure.flatness_34_to_34000_units", flat, "x cost", "limit 1.5", flat / 1.5)
    midnight = median(_midnight() for _ in range(ROUNDS))
    yield ("fold.pure.midnight_10000_overdue_ms", midnight, "ms", "limit 300", midnight / 300)


def _round(units: int, tasks: int) -> float:
    """Updates a second over batches of 100 reports of 20 updates."""
    rng = random.Random(units)
    country = _Country(rng, units, tasks)
    raw = [encode(message) for message in country.reports(UPDATES // A_REPORT)]
    gc.collect()
    gc.freeze()
    usual = gc.get_threshold()
    gc.set_threshold(*CALM)  # as the role does
    spent = 0.0
    for begin in range(0, len(raw), A_BATCH):
        started = CLOCK()
        batch = [decode_log(one) for one in raw[begin : begin + A_BATCH]]
        outcome = country.fold(batch)
        install(outcome.overlay)
        spent += CLOCK() - started
    gc.set_threshold(*usual)
    gc.unfreeze()
    return UPDATES / spent


def _midnight() -> float:
    """Milliseconds of one midnight on which 10,000 open tasks turn overdue."""
    country = _Country(random.Random(1), 3_400, 10_000, due=5)
    install(country.fold([ClockTo(to=day_start(on(5)))]).overlay)
    started = CLOCK()
    outcome = country.fold([ClockTo(to=day_start(on(6)))])
    spent = (CLOCK() - started) * 1_000
    assert len(outcome.standings) == 10_000
    return spent


class _Country:
    """Tasks of many communes in one partition, and what they report."""

    def __init__(self, rng: random.Random, units: int, tasks: int, due: int = 60) -> None:
        codes = [f"vn.15.{number:05d}" for number in range(units)]
        above = {code: frozenset((code, "vn.15", ROOT)) for code in codes}
        above |= {"vn.15": frozenset(("vn.15", ROOT)), ROOT: frozenset((ROOT,))}
        self.rng = rng
        era = Era(above=above)
        self.world = World(version=1, era=lambda day: era)
        self.partition = Partition(number=0)
        self.tasks = [f"{codes[n % units]}.t{n:05d}" for n in range(tasks)]
        install(self.fold([ClockTo(to=day_start(MONDAY))]).overlay)
        given = [
            assigned(code, id=random_id(rng), due=on(due), field=rng.choice("ABCDEFG"))
            for code in self.tasks
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
        draw = self.rng.random()
        when = now if draw >= 0.02 else now - timedelta(hours=20)
        base: dict[str, Any] = {
            "id": random_id(self.rng),
            "subject": self.rng.choice(self.tasks),
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
        begin = self.partition.next_offset
        running = fold(self.partition, list(enumerate(messages, begin)), self.world)
        try:
            need = next(running)
            while True:
                assert isinstance(need, Fetch)
                need = running.send({code: self._stored(code) for code in need.subjects})
        except StopIteration as stop:
            outcome: Outcome = stop.value
            return outcome

    def _stored(self, code: str) -> list[Judged]:
        from schema.states import Verdict

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
