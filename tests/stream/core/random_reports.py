"""Random reports about three tasks, by units that may or may not say it, and what they come to.

Shared by the tests that fold any stream: whole, split, repeated, delayed, restated, foretold.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

import msgspec

from schema.clock import day_start
from schema.fields import Evidence, Milestone
from schema.notes import Urged
from schema.report import LogReport
from schema.update import (
    Completed,
    Corrected,
    DifficultyAnswered,
    DifficultyRaised,
    EvidenceAdded,
    IndicatorReading,
    MilestoneDone,
    Progress,
    Reopened,
    Returned,
    SlotNil,
    TaskCancelled,
    TaskResumed,
    TaskRevised,
    TaskSuspended,
    Update,
    Verified,
)
from stream.core.duplicates import stored_form
from stream.core.world import Era, World
from tests.builders import (
    COMMUNE,
    MONDAY,
    OTHER,
    PROVINCE,
    TASK,
    assigned,
    at,
    on,
    random_id,
    report,
)
from tests.memory_log import MemoryLog

MERGED = on(6)
"""From this day on `OTHER` is merged into `COMMUNE`."""


def _era(day: date) -> Era:
    above = {unit: frozenset((unit, PROVINCE, "vn")) for unit in (COMMUNE, OTHER)}
    above |= {PROVINCE: frozenset((PROVINCE, "vn")), "vn": frozenset(("vn",))}
    if day >= MERGED:
        above[OTHER] |= {COMMUNE}
    return Era(above=above, here=above.keys() - ({OTHER} if day >= MERGED else set()))


WORLD = World(version=1, era=_era, turns=[MERGED], indicators=["C01"], offline=["van"])
NEVER = f"{COMMUNE}.t0009"
"""A task that is spoken of and never assigned."""
TASKS = (TASK, f"{OTHER}.t0001", NEVER)
END = day_start(on(60))


def _random_update(rng: random.Random, earlier: Sequence[Update]) -> tuple[str, Update]:
    """A random act on a random task, by a unit that may or may not say it."""
    subject = rng.choice(TASKS)
    base: dict[str, Any] = {
        "id": random_id(rng),
        "subject": subject,
        "occurred_at": at(rng.randrange(0, 12), rng.randrange(0, 12)),
    }
    claims = [u.id for u in earlier if isinstance(u, Completed | MilestoneDone)]
    of = rng.choice([None, *rng.choices(claims or [random_id(rng)], k=2), random_id(rng)])
    step = rng.choice([None, None, "m1", "m2"])
    lead = subject.rpartition(".t")[0]
    unit = rng.choice([lead, lead, lead, PROVINCE, PROVINCE, "vn", OTHER, COMMUNE, "vn.99"])
    target = rng.choice(earlier) if earlier else None
    makers: list[Callable[[], Update]] = [
        lambda: Progress(progress=rng.randrange(0, 101) / 100, **base),
        lambda: Completed(**base),
        lambda: MilestoneDone(milestone=rng.choice(["m1", "m2"]), **base),
        lambda: Verified(of=of, milestone=step, evidence_accepted=rng.random() < 0.8, **base),
        lambda: Returned(of=of, milestone=step, reason="r", **base),
        lambda: Reopened(of=of, milestone=step, reason="r", **base),
        lambda: TaskRevised(
            decision=rng.choice(["requested", "approved", "refused"]),
            new_due=on(rng.randrange(5, 70)),
            **base,
        ),
        lambda: TaskSuspended(**base),
        lambda: TaskResumed(**base),
        lambda: TaskCancelled(**base),
        lambda: DifficultyRaised(difficulty=rng.choice("ab"), type="legal", **base),
        lambda: DifficultyAnswered(difficulty=rng.choice("ab"), **base),
        lambda: EvidenceAdded(evidence=[Evidence(hash="h")], **base),
        lambda: SlotNil(subjects=rng.sample(TASKS, k=rng.randrange(1, 4)), **base),
        lambda: Urged(to=lead, **base),
        lambda: assigned(
            **{**base, "subject": rng.choice(TASKS[:2]), "lead": rng.choice([lead, OTHER])}
        ),
        lambda: IndicatorReading(
            **{**base, "subject": "C01"}, unit=lead, period="2026-06", value=rng.randrange(9)
        ),
    ]
    if target is not None:
        correction = {**base, "subject": target.subject, "supersedes": target.id}
        fields: dict[str, Any] = {}
        if isinstance(target, Progress) and rng.random() < 0.7:
            fields = {"progress": rng.randrange(0, 101) / 100}
        makers.append(lambda: Corrected(fields=fields, **correction))
    update = rng.choice(makers)()
    return unit, update


def stream_of(seed: int, length: int) -> list[LogReport]:
    """A random stream of reports about three tasks, each received when it was made or later.

    Some come again: in another report, of whoever, received earlier or later than the one before,
    known earlier or later (a source may be offline), or with another content under the same id.
    """
    rng = random.Random(seed)
    steps = [Milestone(code="m1", weight=1), Milestone(code="m2", weight=3)]
    reports = [
        report(
            assigned(task, id=random_id(rng), milestones=[] if task == TASK else steps),
            unit=PROVINCE,
            id=random_id(rng),
        )
        for task in TASKS
        if task != NEVER
    ]
    updates: list[Update] = []
    speakers: dict[str, str] = {}
    for _ in range(length):
        unit, update = _random_update(rng, updates)
        if updates and rng.random() < 0.2:
            update = rng.choice(updates)
            unit = speakers[update.id]
            if update.subject in TASKS:  # what is of no task is folded with its speaker
                unit = rng.choice([unit, unit, PROVINCE])
            if rng.random() < 0.4:
                update = msgspec.structs.replace(update, source_seq=rng.randrange(3))
        updates.append(update)
        speakers[update.id] = unit
        made = update.occurred_at + timedelta(hours=rng.choice([0, 0, 1, 1, 30, 100]))
        received = made + timedelta(hours=rng.choice([0, 0, 0, 5, 40, 100]))
        reports.append(
            report(
                update,
                unit=unit,
                id=random_id(rng),
                source=rng.choice(["web", "web", "van"]),
                channel=rng.choice(["form", "connector"]),
                reported_at=made,
                received_at=received,
            )
        )
    return reports


def folded(batches: Sequence[Sequence[LogReport]]) -> MemoryLog:
    """A log that folded these batches, its time then moved to the end."""
    log = MemoryLog(WORLD)
    log.clock(day_start(MONDAY))
    for batch in batches:
        log.fold(batch)
    log.clock(END)
    return log


def facts(log: MemoryLog) -> tuple[object, ...]:
    """What must not depend on the order of arrival: states, sums, rows, verdicts, days, reports."""
    tasks = {
        code: (placed.task, placed.state, placed.sign, placed.counts)
        for code, placed in log.partition.tasks.items()
    }
    verdicts = {
        identity: (judged.verdict, judged.reason, judged.marks, stored_form(judged.entry))
        for identity, (_, judged) in log.rows.items()
    }
    totals = {leaf: total for leaf, total in log.partition.totals.items() if total}
    reports = {report: number for report, number in log.reported.items() if number}
    return tasks, verdicts, totals, log.days(), reports
