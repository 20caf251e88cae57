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
from schema.notes import ConclusionRecorded, InspectionOpened, UrgeAnswered, Urged
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
    SlotOpened,
    TargetSet,
    TaskAssigned,
    TaskCancelled,
    TaskResumed,
    TaskRevised,
    TaskSuspended,
    Update,
    Verified,
)
from stream.core.duplicates import stored_form
from stream.core.entry import subjects_of
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
    world,
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
RECURRING = f"{COMMUNE}.t0002"
TASKS = (TASK, f"{OTHER}.t0001", RECURRING, NEVER)
INDICATORS = ("C01", "C01", "C02")
"""The last one is in no catalogue: what is said of it waits."""
PERIODS = ("2026-W23", "2026-W24")
RECURS = {"task_kind": "recurring", "due": None, "cadence": "weekly", "required": ["progress"]}
END = day_start(on(60))
UNMERGED = world(
    beside={PROVINCE: frozenset((PROVINCE, "vn")), "vn.99": frozenset(("vn.99", "vn"))},
    version=2,
    offline=["van"],
    indicators=["C01", "C02"],
)
"""Another catalogue: no merger, and a unit and an indicator that the first one does not know."""


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
    period = rng.choice([*PERIODS, None]) if subject == RECURRING else None
    judged: dict[str, Any] = {"of": of, "milestone": step, "period": period}
    lead = subject.rpartition(".t")[0]
    unit = rng.choice([lead, lead, lead, PROVINCE, PROVINCE, "vn", OTHER, COMMUNE, "vn.99"])
    target = rng.choice([*earlier[:3], *earlier]) if earlier else None
    makers: list[Callable[[], Update]] = [
        lambda: Progress(
            progress=rng.randrange(0, 101) / 100, reason=rng.choice([None, "r"]), **base
        ),
        lambda: Progress(progress=1.0, period=period, **base),
        lambda: Completed(period=period, **base),
        lambda: MilestoneDone(milestone=rng.choice(["m1", "m2"]), **base),
        lambda: Verified(evidence_accepted=rng.random() < 0.8, **judged, **base),
        lambda: Returned(reason="r", **judged, **base),
        lambda: Reopened(reason="r", progress=rng.choice([None, 0.3]), **judged, **base),
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
        lambda: SlotNil(
            subjects=rng.sample([*TASKS, "C01"], k=rng.randrange(1, 5)), period=period, **base
        ),
        lambda: SlotOpened(
            period=rng.choice("xy"), due=on(rng.randrange(20)), required=["reason"], **base
        ),
        lambda: Urged(to=lead, **base),
        lambda: UrgeAnswered(urge=rng.choice([u.id for u in earlier] or ["u"]), **base),
        lambda: ConclusionRecorded(conclusion="kl-1", text="t", **base),
        lambda: InspectionOpened(inspection="kt-1", **base),
        lambda: assigned(
            **{**base, "subject": rng.choice(TASKS[:2]), "lead": rng.choice([lead, OTHER])}
        ),
        lambda: IndicatorReading(
            **{**base, "subject": rng.choice(INDICATORS)},
            unit=lead,
            period=rng.choice(["2026-05", "2026-06"]),
            value=rng.randrange(9),
            parts=rng.choice([{}, {"x": 4.0}]),
        ),
        lambda: TargetSet(
            **{**base, "subject": rng.choice(INDICATORS)},
            unit=lead,
            date=on(rng.choice([30, 60])),
            value=rng.randrange(9),
            version=rng.choice([None, 1, 2]),
        ),
    ]
    if target is not None:
        correction = {**base, "subject": target.subject, "supersedes": target.id}
        fields: dict[str, Any] = {}
        if isinstance(target, Progress) and rng.random() < 0.7:
            fields = {"progress": rng.randrange(0, 101) / 100}
        elif isinstance(target, TaskAssigned) and rng.random() < 0.7:
            fields = {
                "due": on(rng.randrange(5, 70)).isoformat(),
                "lead": rng.choice([lead, OTHER]),
            }
        elif rng.random() < 0.4:
            fields = {"occurred_at": at(rng.randrange(0, 12)).isoformat()}
        makers += [lambda: Corrected(fields=fields, **correction)] * 2
    update = rng.choice(makers)()
    return unit, update


def stream_of(seed: int, length: int) -> list[LogReport]:
    """A random stream of reports about four tasks, each received when it was made or later.

    Some come again: in another report, of whoever, received earlier or later than the one before,
    known earlier or later (a source may be offline), or with another content under the same id.
    """
    rng = random.Random(seed)
    steps = [Milestone(code="m1", weight=1), Milestone(code="m2", weight=3)]
    reports = [
        report(
            assigned(task, id=random_id(rng), **(RECURS if task == RECURRING else given)),
            unit=PROVINCE,
            id=random_id(rng),
        )
        for task, given in ((TASK, {}), (TASKS[1], {"milestones": steps}), (RECURRING, {}))
    ]
    updates: list[Update] = []
    speakers: dict[str, str] = {}
    for _ in range(length):
        unit, update = _random_update(rng, updates)
        if updates and rng.random() < 0.2:
            update = rng.choice(updates)
            unit = speakers[update.id]
            if subjects_of(update, unit) == subjects_of(update, PROVINCE):  # else other entries
                unit = rng.choice([unit, unit, PROVINCE])
            if rng.random() < 0.4:
                update = msgspec.structs.replace(update, source_seq=rng.randrange(3))
        elif len(reports) > len(TASKS) and rng.random() < 0.25:
            unit = reports[-1].unit
            last = reports[-1]
            reports[-1] = msgspec.structs.replace(last, updates=[*last.updates, update])
            updates.append(update)
            speakers[update.id] = unit
            continue
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


def split(rng: random.Random, reports: Sequence[LogReport]) -> list[LogReport]:
    """The same reports, some of those with several updates in parts of their own."""
    parts: list[LogReport] = []
    for one in reports:
        if rng.random() < 0.5:
            parts.append(one)
            continue
        for number, update in enumerate(one.updates):
            parts.append(msgspec.structs.replace(one, part=number, updates=[update]))
    return parts


def folded(batches: Sequence[Sequence[LogReport]]) -> MemoryLog:
    """A log that folded these batches, its time then moved to the end."""
    log = MemoryLog(WORLD)
    log.clock(day_start(MONDAY))
    for batch in batches:
        log.fold(batch)
    log.clock(END)
    return log


def facts(log: MemoryLog) -> tuple[object, ...]:
    """What must not depend on the order of arrival: states, rows, sums, days, what is in force."""
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
    return tasks, verdicts, totals, log.days(), reports, log.force
