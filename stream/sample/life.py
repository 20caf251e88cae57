"""A task's fate as updates in the diary: assigning, claiming, judging, revising, asking."""

from __future__ import annotations

from random import Random
from typing import Any

from schema.fields import Evidence
from schema.notes import UrgeAnswered, Urged
from schema.states import State
from schema.update import (
    Completed,
    Corrected,
    DifficultyAnswered,
    DifficultyRaised,
    MilestoneDone,
    Progress,
    Reopened,
    Returned,
    TaskAssigned,
    TaskCancelled,
    TaskRevised,
    TaskSuspended,
    Verified,
)
from stream.core.slots import period_name
from stream.sample.content import Content
from stream.sample.days import Days
from stream.sample.diary import Diary
from stream.sample.fate import Claim, Fate, Revision
from stream.sample.tasks import POSTS, Task

SLOW_MINISTRY = "tw.btc"
"""Asked by many, answers late. Sample data."""
_ASKED = ("tw.bkhcn", "tw.bnv", "tw.bca", "tw.vpcp")
_DIFFICULT = {
    State.OVERDUE: 0.4,
    State.DUE_SOON: 0.16,
    State.IN_TIME: 0.09,
    State.DONE_LATE: 0.12,
    State.DONE_ON_TIME: 0.03,
}
"""How often a task of a state met a difficulty."""
_ASSIGN, _LATER = 0, 1


class Lives:
    """Writes the lives of tasks into a diary."""

    def __init__(self, diary: Diary, days: Days, content: Content, rng: Random) -> None:
        self._diary, self._days, self._content, self._rng = diary, days, content, rng

    def write(self, task: Task) -> None:
        """Everything that must be said of a task so that it stands as it does."""
        self._assign(task)
        if task.fate is None:
            self._recur(task)
            return
        if task.fate.revision is not None:
            self._revise(task, task.fate.revision)
        self._milestones(task, task.fate)
        if task.fate.jumped:
            self._jump(task, task.fate)
        for claim in task.fate.claims:
            self._claim(task, claim)
        self._difficulty(task, task.fate)
        self._urge(task, task.fate)
        self._withdraw(task, task.fate)

    def _assign(self, task: Task) -> None:
        fate, days, template = task.fate, self._days, task.template
        ours = template.programme == "nq57"
        self._diary.write(
            TaskAssigned,
            task.assigned_by,
            task.assigned,
            session=_ASSIGN,
            subject=task.code,
            lead=task.unit,
            assigned_by=task.assigned_by,
            programme=template.programme,
            plan=("kh01" if self._rng.random() < 0.35 else "kh02") if ours else None,
            objective=template.field.lower() if ours else None,
            field=template.field,
            title=task.title,
            task_kind="one_off" if fate else "recurring",
            coordinators=list(task.coordinators),
            start=days.date(fate.start) if fate else days.date(task.assigned),
            due=days.date(fate.due_0) if fate else None,
            weight=task.weight,
            milestones=list(task.milestones),
            secrecy=task.secrecy,
            in_charge=POSTS[template.field],
            assignee=task.assignee,
            origin=template.source,
            budget=task.budget,
            cadence=template.cadence if fate is None else None,
            first=days.date(task.assigned) if fate is None else None,
            max_age_days=30,
        )

    def _recur(self, task: Task) -> None:
        """Each period claimed once, most of the time; a few claims are checked."""
        days, rng = self._days, self._rng
        cadence = task.template.cadence or "weekly"
        day = task.assigned + 1 + rng.randint(0, 6)
        while day <= 0:
            worked = days.working_on_or_before(day)
            if rng.random() < 0.86 and worked > task.assigned:
                name = period_name(days.date(worked), cadence)
                claim = self._diary.write(
                    Completed, task.unit, worked, subject=task.code, period=name
                )
                judged = days.working_on_or_after(worked + 1)
                if rng.random() < 0.15 and judged <= 0:
                    self._diary.write(
                        Verified, task.assigned_by, judged, session=_LATER,
                        subject=task.code, of=claim.id, period=name,
                    )  # fmt: skip
            day += 7 if cadence == "weekly" else 30

    def _revise(self, task: Task, revision: Revision) -> None:
        fate, days = task.fate, self._days
        assert fate is not None
        dates: dict[str, Any] = {
            "subject": task.code,
            "old_due": days.date(fate.due_0),
            "new_due": days.date(revision.new_due),
        }
        reason = self._rng.choice(self._content.reasons["revised"])
        self._diary.write(
            TaskRevised, task.unit, revision.asked, decision="requested", reason=reason, **dates
        )
        if revision.decision is not None:
            self._diary.write(
                TaskRevised, task.assigned_by, revision.decided, session=_LATER,
                decision=revision.decision, **dates,
            )  # fmt: skip

    def _claim(self, task: Task, claim: Claim) -> None:
        days, diary = self._days, self._diary
        occurred = None
        if claim.reported != claim.day:
            occurred = days.at(claim.day, 16.5 * 3600)
        said = diary.write(
            Completed, task.unit, claim.reported, session=_LATER, occurred=occurred,
            subject=task.code, evidence=[self._evidence(claim.day)],
        )  # fmt: skip
        if claim.verdict == "returned":
            reason = self._rng.choice(self._content.reasons["returned"])
            diary.write(Returned, task.assigned_by, claim.judged, session=_LATER,
                        subject=task.code, of=said.id, reason=reason)  # fmt: skip
        elif claim.verdict == "verified":
            diary.write(Verified, task.assigned_by, claim.judged, session=_LATER,
                        subject=task.code, of=said.id)  # fmt: skip
        if claim.reopened is not None:
            reason = self._rng.choice(self._content.reasons["reopened"])
            diary.write(Reopened, task.assigned_by, claim.reopened, session=_LATER,
                        subject=task.code, of=said.id, reason=reason)  # fmt: skip
        if claim.taken_back is not None:
            diary.write(Corrected, task.unit, claim.taken_back, session=_LATER,
                        subject=task.code, supersedes=said.id)  # fmt: skip

    def _milestones(self, task: Task, fate: Fate) -> None:
        """Milestones are claimed and verified as far as the work has come."""
        share, end = 0.0, fate.last_work
        for step, milestone in enumerate(task.milestones, 1):
            share += milestone.weight
            done = fate.claims and fate.claims[-1].verdict == "verified"
            day = task.work_from + (end - task.work_from) * step // 4
            judged = day + 2
            if task.work_from <= day < end - 2 and judged < 0 and (done or share <= task.reached):
                self._diary.write(MilestoneDone, task.unit, day, session=_LATER,
                                  subject=task.code, milestone=milestone.code)  # fmt: skip
                self._diary.write(Verified, task.assigned_by, judged, session=_LATER,
                                  subject=task.code, milestone=milestone.code)  # fmt: skip

    def _jump(self, task: Task, fate: Fate) -> None:
        """Progress stood below a half and is 100 % on the eve."""
        day = fate.claims[0].day
        before = max(task.work_from, day - 12)
        if before < day:
            self._diary.write(Progress, task.unit, before, subject=task.code,
                              progress=task.progress(before))  # fmt: skip
        self._diary.write(Progress, task.unit, day, session=_ASSIGN, subject=task.code,
                          progress=1.0)  # fmt: skip

    def _difficulty(self, task: Task, fate: Fate) -> None:
        rng, days = self._rng, self._days
        first, last = max(task.work_from, -45), min(task.work_until, -3)
        if task.silent or last <= first or rng.random() > _DIFFICULT.get(fate.state, 0):
            return
        kind = rng.choice(list(self._content.difficulties))
        asked = self._asked(task, kind)
        raised = days.working_on_or_before(rng.randint(first, last))
        raised = max(raised, first)
        due = raised + rng.randint(7, 15)
        self._diary.write(
            DifficultyRaised, task.unit, raised, session=_ASSIGN, subject=task.code,
            difficulty="d1", type=kind, text=rng.choice(self._content.difficulties[kind]),
            asked_of=asked, answer_due=days.date(due),
        )  # fmt: skip
        answered = self._answered(asked, due)
        if answered is not None and raised < answered <= -1:
            self._diary.write(
                DifficultyAnswered, asked, answered, session=_LATER, subject=task.code,
                difficulty="d1", text="Đã có văn bản hướng dẫn",
            )  # fmt: skip

    def _asked(self, task: Task, kind: str) -> str:
        """Whom a unit asks: the slow ministry about money, and often otherwise."""
        if task.unit != SLOW_MINISTRY and (kind == "funding" or self._rng.random() < 0.35):
            return SLOW_MINISTRY
        if task.kind == "commune":
            return task.assigned_by
        return self._rng.choice([body for body in _ASKED if body != task.unit])

    def _answered(self, asked: str, due: int) -> int | None:
        """The slow ministry answers half of it, after the date; the others mostly in time."""
        if asked == SLOW_MINISTRY:
            return due + self._rng.randint(3, 25) if self._rng.random() < 0.5 else None
        return due - self._rng.randint(1, 6) if self._rng.random() < 0.8 else None

    def _urge(self, task: Task, fate: Fate) -> None:
        rng = self._rng
        day = self._days.working_on_or_after(max(fate.due, task.assigned) + rng.randint(2, 9))
        if fate.state is not State.OVERDUE or day > -2 or rng.random() > 0.45:
            return
        urge = self._diary.write(
            Urged, task.assigned_by, day, session=_LATER, subject=task.code, to=task.unit,
            answer_due=self._days.date(day + 5), text=self._content.urge,
        )  # fmt: skip
        if not task.silent and rng.random() < 0.55:
            answer = min(day + rng.randint(1, 7), -1)
            self._diary.write(
                UrgeAnswered, task.unit, answer, session=_LATER, subject=task.code,
                urge=urge.id, text=self._content.urge_answer,
            )  # fmt: skip

    def _withdraw(self, task: Task, fate: Fate) -> None:
        if fate.withdrawn is None:
            return
        kind = TaskSuspended if fate.state is State.SUSPENDED else TaskCancelled
        reason = self._content.reasons[fate.state.value][0]
        self._diary.write(kind, task.assigned_by, fate.withdrawn, session=_LATER,
                          subject=task.code, reason=reason)  # fmt: skip

    def _evidence(self, day: int) -> Evidence:
        digest = f"{self._rng.getrandbits(128):032x}"
        return Evidence(hash=digest, kind="document", issued=self._days.date(day))
