"""The fold as a whole: any order, splitting, repetition and delay of a set gives the same state."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from schema.clock import day_start
from schema.fields import Evidence, Milestone
from schema.measures import INDEX, ZERO, unpacked
from schema.notes import ConclusionRecorded, InspectionOpened, RecordProposed, Urged
from schema.report import LogReport
from schema.states import State, Verdict
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
from schema.wire import CatalogueIs, ClockTo
from stream.core.duplicates import stored_form
from stream.core.leaf import place_task
from stream.core.world import Era, World
from tests.builders import (
    COMMUNE,
    MONDAY,
    OTHER,
    PROVINCE,
    TASK,
    assigned,
    at,
    completed,
    new_id,
    on,
    progress,
    random_id,
    report,
    verified,
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


@settings(max_examples=300, deadline=None)
@given(seed=st.integers(0, 10**9), length=st.integers(0, 40), data=st.data())
def test_any_arrival_of_the_same_set_gives_the_same_state(
    seed: int, length: int, data: st.DataObject
) -> None:
    reports = stream_of(seed, length)
    in_order = folded([[one] for one in reports])
    rng = random.Random(data.draw(st.integers(0, 10**9)))
    again = [*reports, *rng.sample(reports, k=min(5, len(reports)))]
    rng.shuffle(again)
    size = data.draw(st.integers(1, 12))
    batches = [again[i : i + size] for i in range(0, len(again), size)]
    shuffled = folded(batches)
    assert facts(shuffled) == facts(in_order)


@settings(max_examples=80, deadline=None)
@given(seed=st.integers(0, 10**9), length=st.integers(0, 40))
def test_sums_and_days_equal_a_recount_after_any_stream(seed: int, length: int) -> None:
    log = folded([[one] for one in stream_of(seed, length)])
    assert log.days() == log.recounted()
    assert {key: n for key, n in log.reported.items() if n} == log.flows_afresh().reported()
    expected: dict[object, list[int]] = {}
    for placed in log.partition.tasks.values():
        again = place_task(placed.task, on(60), WORLD.calendar, placed.version)
        assert (again.state, again.sign, again.counts) == (
            placed.state,
            placed.sign,
            placed.counts,
        )
        if again.leaf is not None:
            row = expected.setdefault(again.leaf, [0] * len(ZERO))
            row[:] = [a + b for a, b in zip(row, again.counts, strict=True)]
    totals = {leaf: unpacked(total) for leaf, total in log.partition.totals.items() if total}
    assert totals == {leaf: tuple(row) for leaf, row in expected.items() if any(row)}


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**9), length=st.integers(0, 30))
def test_time_in_steps_equals_time_in_one_leap(seed: int, length: int) -> None:
    reports = stream_of(seed, length)
    leap, steps = MemoryLog(WORLD), MemoryLog(WORLD)
    for log in (leap, steps):
        log.clock(day_start(MONDAY))
        log.each(reports)
    leap.clock(END)
    for day in range(1, 61):
        steps.clock(day_start(on(day)))
    assert facts(leap) == facts(steps)
    assert _closes(leap) == _closes(steps)


def _closes(log: MemoryLog) -> list[tuple[object, ...]]:
    return [(c.day, c.leaf, c.counts) for outcome in log.outcomes for c in outcome.days]


def test_a_repeated_report_changes_nothing() -> None:
    log = MemoryLog(WORLD)
    first = report(assigned(), unit=PROVINCE)
    log.fold([first])
    outcome = log.fold([first])
    assert outcome.updates == [] and outcome.tasks == {} and outcome.arrivals == {}
    assert outcome.overlay.next_offset == 2


def test_an_update_that_sorts_last_fetches_nothing() -> None:
    log = MemoryLog(WORLD)
    log.each([report(assigned(), unit=PROVINCE), report(progress(0.2)), report(progress(0.3, 2))])
    assert log.fetches == 0


def test_a_late_update_fetches_its_task_once() -> None:
    log = MemoryLog(WORLD)
    log.each([report(assigned(), unit=PROVINCE), report(progress(0.3, 5))])
    log.fold([report(progress(0.2, 2)), report(progress(0.25, 3))])
    assert log.fetches == 1
    assert log.partition.tasks[TASK].task.progress == 3_000


def test_progress_before_its_assignment_is_held_and_then_counts() -> None:
    log = MemoryLog(WORLD)
    early = progress(0.4)
    log.fold([report(early)])
    assert log.verdict(early.id).verdict is Verdict.HELD
    log.fold([report(assigned(), unit=PROVINCE)])
    assert log.verdict(early.id).verdict is Verdict.ACCEPTED
    assert log.partition.tasks[TASK].task.progress == 4_000


def test_a_verdict_waits_for_the_completion_it_names() -> None:
    log = MemoryLog(WORLD)
    claim = completed()
    verdict = verified(of=claim.id)
    log.fold([report(assigned(), unit=PROVINCE)])
    log.fold([report(verdict, unit=PROVINCE)])
    assert log.verdict(verdict.id).verdict is Verdict.HELD
    log.fold([report(claim)])
    assert log.verdict(verdict.id).verdict is Verdict.ACCEPTED
    assert log.partition.tasks[TASK].state is State.DONE_ON_TIME


def test_the_same_id_with_another_body_keeps_the_smaller_and_marks_it() -> None:
    log = MemoryLog(WORLD)
    log.fold([report(assigned(), unit=PROVINCE)])
    first = progress(0.4)
    other = progress(0.5, id=first.id)
    log.fold([report(first, received_at=at(1, 2))])
    log.fold([report(other, received_at=at(1, 1))])
    judged = log.verdict(first.id)
    assert judged.marks == ("conflict",)
    assert log.partition.tasks[TASK].task.progress == 5_000


def test_each_change_of_standing_is_published_once_with_its_cause() -> None:
    log = MemoryLog(WORLD)
    log.clock(day_start(MONDAY))
    claim = completed()
    log.each(
        [
            report(assigned(due=on(5)), unit=PROVINCE),
            report(progress(0.1)),
            report(claim),
            report(verified(of=claim.id), unit=PROVINCE),
        ]
    )
    changes = [s.standing for outcome in log.outcomes for s in outcome.standings]
    assert [(c.version, c.state) for c in changes] == [
        (1, State.DUE_SOON),
        (2, State.AWAITING),
        (3, State.DONE_ON_TIME),
    ]
    assert changes[1].update == claim.id and changes[0].title.startswith("Số hóa")


def test_time_alone_turns_a_task_overdue_at_its_midnight() -> None:
    log = MemoryLog(WORLD)
    log.fold([report(assigned(due=on(3)), unit=PROVINCE)])
    log.clock(day_start(on(4)) - timedelta(microseconds=1))
    assert log.partition.tasks[TASK].state is State.DUE_SOON
    outcome = log.clock(day_start(on(4)))
    assert log.partition.tasks[TASK].state is State.OVERDUE
    (change,) = outcome.standings
    assert change.standing.cause == "clock" and change.standing.at == day_start(on(4))
    assert outcome.days == []
    closed = log.clock(day_start(on(5))).days
    assert [(c.day, c.counts[INDEX["overdue"]]) for c in closed] == [(on(4), 1)]


def test_an_older_clock_moves_nothing() -> None:
    log = MemoryLog(WORLD)
    log.clock(day_start(on(4)))
    outcome = log.clock(day_start(on(2)))
    assert log.partition.clock == day_start(on(4)) and outcome.days == []


def test_a_day_without_change_closes_with_no_row() -> None:
    log = MemoryLog(WORLD)
    log.fold([report(assigned(due=on(30)), unit=PROVINCE)])
    assert len(log.clock(day_start(on(1))).days) == 1
    assert log.clock(day_start(on(2))).days == []


def test_a_new_catalogue_judges_every_task_again() -> None:
    log = MemoryLog(WORLD)
    said = progress(0.5, days=1)
    log.each([report(assigned(), unit=PROVINCE), report(said)])
    log.world = world(units=(OTHER,))
    log.fold([CatalogueIs(version=2)])
    assert log.partition.catalogue == 2
    assert log.partition.tasks[TASK].state is State.UNKNOWN
    assert log.verdict(said.id).verdict is Verdict.REJECTED
    assert not any(total for total in log.partition.totals.values())


def test_a_fold_leaves_the_partition_alone_until_it_is_installed() -> None:
    from stream.core.fold import fold

    log = MemoryLog(WORLD)
    running = fold(log.partition, [(0, report(assigned(), unit=PROVINCE))], WORLD)
    try:
        next(running)
    except StopIteration as stop:
        assert stop.value.overlay.tasks
    assert log.partition.tasks == {} and log.partition.next_offset == 0


def test_a_reading_is_judged_with_what_is_stored_of_it() -> None:
    log = MemoryLog(WORLD)
    reading = IndicatorReading(
        id=random_id(random.Random(1)),
        subject="C01",
        occurred_at=at(),
        unit=COMMUNE,
        period="2026-06",
        value=26.0,
    )
    log.fold([report(reading, unit=OTHER)])
    assert log.verdict(reading.id).verdict is Verdict.REJECTED


def test_arrivals_are_binned_by_five_minutes_and_unit() -> None:
    log = MemoryLog(WORLD)
    received = datetime(2026, 6, 2, 3, 7, 30, tzinfo=UTC)
    log.fold([report(assigned(), unit=PROVINCE)])
    said = progress(0.2, days=1)
    outcome = log.fold([report(said, received_at=received, channel="connector")])
    ((key, arrivals),) = outcome.arrivals.items()
    assert key == (COMMUNE, datetime(2026, 6, 2, 3, 5, tzinfo=UTC))
    assert (arrivals.updates, arrivals.automatic) == (1, 1)
    assert arrivals.lag_s == int((received - said.occurred_at).total_seconds())


def test_control_messages_may_stand_anywhere_in_a_batch() -> None:
    log = MemoryLog(WORLD)
    log.fold(
        [
            report(assigned(due=on(1)), unit=PROVINCE),
            ClockTo(to=day_start(on(2))),
            report(progress(0.5, days=2)),
        ]
    )
    placed = log.partition.tasks[TASK]
    assert placed.state is State.OVERDUE and placed.task.progress == 5_000


def test_q13_one_bad_update_does_not_refuse_its_report() -> None:
    log = MemoryLog(world())
    good, bad = progress(0.4), verified(2)
    log.each([report(assigned(), unit=PROVINCE), report(good, bad)])
    verdicts = [log.verdict(one.id).verdict for one in (good, bad)]
    assert verdicts == [Verdict.ACCEPTED, Verdict.REJECTED]


def test_q102_notes_move_no_figure_and_are_no_sign_of_life() -> None:
    log = MemoryLog(world())
    log.fold([report(assigned(), unit=PROVINCE)])
    before = log.partition.tasks[TASK]
    base: dict[str, Any] = {"subject": TASK, "occurred_at": at(1)}
    notes: list[Update] = [
        Urged(**base, id=new_id(), to=COMMUNE),
        InspectionOpened(**base, id=new_id(), inspection="i1"),
        ConclusionRecorded(**base, id=new_id(), conclusion="c1", text="x"),
        RecordProposed(**base, id=new_id(), record="r1", type="reward", reason="x"),
    ]
    log.fold([report(*notes, unit=PROVINCE)])
    after = log.partition.tasks[TASK]
    assert {log.verdict(one.id).verdict for one in notes} == {Verdict.ACCEPTED}
    assert (after.counts, after.sign) == (before.counts, before.sign)
    assert after.task.last_report_at is None


NAMED = (TASK, f"{COMMUNE}.t0002", f"{COMMUNE}.t0003")


def _nil(days: float, subjects: Sequence[str] = NAMED) -> SlotNil:
    return SlotNil(id=new_id(), subject=subjects[0], occurred_at=at(days), subjects=list(subjects))


def _three_tasks() -> list[LogReport]:
    """Two tasks of the commune and one of its tasks that another unit leads."""
    leads = (COMMUNE, COMMUNE, OTHER)
    return [
        report(assigned(task, lead=lead), unit=PROVINCE)
        for task, lead in zip(NAMED, leads, strict=True)
    ]


def test_q63_a_nil_report_is_judged_for_each_subject_it_names() -> None:
    nil = _nil(3)
    for order in ([*_three_tasks(), report(nil)], [report(nil), *_three_tasks()]):
        log = MemoryLog(world())
        log.each(order)
        heard = [log.partition.tasks[task].task.last_report_at for task in NAMED]
        assert heard == [at(3), at(3), None]
        verdicts = {subject: judged.verdict for subject, judged in log.rows.values()
                    if judged.entry.update.id == nil.id}  # fmt: skip
        assert verdicts == {
            NAMED[0]: Verdict.ACCEPTED,
            NAMED[1]: Verdict.ACCEPTED,
            NAMED[2]: Verdict.REJECTED,
        }


def test_a_nil_report_of_several_subjects_is_one_update_of_the_pulse() -> None:
    log = MemoryLog(world())
    log.each(_three_tasks())
    (arrivals,) = log.fold([report(_nil(3))]).arrivals.values()
    assert arrivals.updates == 1
    again = log.fold([report(log.verdict(next(iter(log.rows))).entry.update, unit=PROVINCE)])
    assert again.updates == [] and again.arrivals == {}


def test_q14_a_nil_report_is_corrected_for_each_subject_it_names() -> None:
    nil = _nil(3, NAMED[:2])
    back = Corrected(id=new_id(), subject=NAMED[0], occurred_at=at(5), supersedes=nil.id)
    later = Corrected(
        id=new_id(),
        subject=NAMED[0],
        occurred_at=at(6),
        supersedes=back.id,
        fields={"occurred_at": at(2).isoformat()},
    )
    for acts, heard in (((nil, back), None), ((back, nil), None), ((later, nil, back), at(2))):
        log = MemoryLog(world())
        log.each([*_three_tasks(), *(report(act) for act in acts)])
        tasks = [log.partition.tasks[task].task for task in NAMED[:2]]
        assert [task.last_report_at for task in tasks] == [heard, heard]
        log.fold([report(progress(0.1, 1, subject=NAMED[1]))])
        again = log.partition.tasks[NAMED[1]].task.last_report_at
        assert again == (heard or at(1)), "after a re-fold too"


def test_q14_the_subjects_of_a_nil_report_cannot_be_corrected() -> None:
    log = MemoryLog(world())
    nil = _nil(3, NAMED[:1])
    act = Corrected(
        id=new_id(),
        subject=TASK,
        occurred_at=at(5),
        supersedes=nil.id,
        fields={"subjects": list(NAMED)},
    )
    log.each([*_three_tasks(), report(nil), report(act)])
    assert log.verdict(act.id).reason == "a correction keeps subjects of what it corrects"


def test_q14_a_parent_corrects_the_reading_it_reported_for_a_commune() -> None:
    log = MemoryLog(world())
    base: dict[str, Any] = {"subject": "C01", "occurred_at": at()}
    said = IndicatorReading(**base, id=new_id(), unit=COMMUNE, period="2026-06", value=9.0)
    back = Corrected(**base, id=new_id(), supersedes=said.id)
    behalf = {"unit": PROVINCE, "on_behalf_of": COMMUNE}
    log.each([report(said, **behalf), report(back, **behalf)])
    assert log.verdict(said.id).verdict is Verdict.SUPERSEDED
    assert log.verdict(back.id).verdict is Verdict.ACCEPTED


def test_a_verdict_that_changes_and_a_row_that_is_replaced_in_one_batch() -> None:
    """The row that replaces another is the last word on it."""
    log = MemoryLog(world())
    said = progress(0.4)
    other = msgspec.structs.replace(said, progress=0.5)
    log.fold([report(said, received_at=at(1, 2))])
    log.fold([report(assigned(), unit=PROVINCE), report(other, received_at=at(1, 1))])
    judged = log.verdict(said.id)
    assert (judged.verdict, judged.marks) == (Verdict.ACCEPTED, ("conflict",))
    assert log.partition.tasks[TASK].task.progress == 5_000
