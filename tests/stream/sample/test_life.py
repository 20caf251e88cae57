"""A fate as updates, each said by who may say it."""

from __future__ import annotations

from msgspec.structs import replace

from schema.states import State
from schema.update import Update, kind_of
from stream.sample.content import content
from stream.sample.diary import Diary
from stream.sample.fate import Claim, Fate, Revision
from stream.sample.life import Lives
from stream.sample.tasks import Task
from tests.stream.sample.small import days, rng, tasks

BASE = Fate(state=State.NOT_STARTED, assigned=-60, start=-60, due_0=-20, due=-20)


def province(fate: Fate) -> Task:
    """A task of a province with this fate."""
    found = next(t for t in tasks() if t.unit == "vn.01" and t.fate and not t.milestones)
    return replace(found, fate=fate)


def lived(task: Task) -> list[tuple[str, Update]]:
    """(who, what) in the order of reporting."""
    diary = Diary(days(), rng(), lambda unit: "province")
    Lives(diary, days(), content(), rng()).write(task)
    return [(sent.report.unit, update) for sent in diary.sent() for update in sent.report.updates]


def said(fate: Fate) -> list[tuple[str, str]]:
    return [(who, kind_of(what)) for who, what in lived(province(fate))]


def test_every_life_begins_with_its_assignment_by_the_assigning_side() -> None:
    [(who, what)] = said(BASE)
    assert (who, what) == ("tw.vptw", "task.assigned")


def test_a_claim_is_the_leads_and_its_verdict_the_assigning_sides() -> None:
    claim = Claim(day=-30, reported=-30, verdict="verified", judged=-28)
    back = Claim(day=-40, reported=-40, verdict="returned", judged=-38)
    assert said(replace(BASE, claims=(back, claim)))[1:] == [
        ("vn.01", "completed"),
        ("tw.vptw", "returned"),
        ("vn.01", "completed"),
        ("tw.vptw", "verified"),
    ]


def test_a_verdict_names_the_claim_it_judges() -> None:
    claim = Claim(day=-30, reported=-29, verdict="verified", judged=-28, reopened=-25)
    _, (_, completed), (_, verified), (_, reopened) = lived(
        province(replace(BASE, claims=(claim,)))
    )
    assert verified.of == completed.id  # type: ignore[union-attr]
    assert reopened.of == completed.id  # type: ignore[union-attr]
    assert completed.occurred_at < days().midnight(-29), "it occurred the day before"


def test_a_completion_may_be_taken_back_by_its_unit() -> None:
    claim = Claim(day=-30, reported=-30, verdict="verified", judged=-28, taken_back=-20)
    assert said(replace(BASE, claims=(claim,)))[-1] == ("vn.01", "corrected")


def test_a_new_due_date_is_asked_for_and_granted() -> None:
    revision = Revision(asked=-25, new_due=10, decision="approved", decided=-22)
    assert said(replace(BASE, due=10, revision=revision))[1:] == [
        ("vn.01", "task.revised"),
        ("tw.vptw", "task.revised"),
    ]


def test_a_suspended_task_is_suspended_by_the_assigning_side() -> None:
    fate = replace(BASE, state=State.SUSPENDED, withdrawn=-5)
    assert said(fate)[-1] == ("tw.vptw", "task.suspended")


def test_recurring_claims_name_their_period() -> None:
    task = next(task for task in tasks() if task.state is State.RECURRING)
    claims = [what for _, what in lived(task) if kind_of(what) in ("completed", "verified")]
    assert len(claims) >= 2
    assert all(claim.period for claim in claims)  # type: ignore[union-attr]


def test_milestones_are_claimed_then_verified() -> None:
    task = next(
        task for task in tasks()
        if task.milestones and task.state is State.DONE_ON_TIME and task.work_from < -40
        and task.work_until > -20
    )  # fmt: skip
    kinds = [(who, kind_of(what)) for who, what in lived(task) if getattr(what, "milestone", None)]
    assert kinds[:2] == [(task.unit, "milestone.done"), (task.assigned_by, "verified")]
