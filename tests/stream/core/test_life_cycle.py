"""A task through its life against an oracle (`oracle`) written from the texts, not from the code.

The machine acts (claims, verdicts, revisions, suspensions, milestones, time) in the order in which
things occur, and tells the fold of some of them late.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from schema.clock import day_start
from schema.fields import Evidence, Milestone
from schema.figures import planning
from schema.figures_operational import operational
from schema.measures import named
from schema.notes import ConclusionRecorded, UrgeAnswered, Urged
from schema.report import LogReport
from schema.update import (
    Completed,
    Corrected,
    DifficultyAnswered,
    DifficultyRaised,
    EvidenceAdded,
    MilestoneDone,
    Progress,
    Reopened,
    Returned,
    SlotNil,
    SlotOpened,
    TaskAssigned,
    TaskCancelled,
    TaskResumed,
    TaskRevised,
    TaskSuspended,
    Update,
    Verified,
)
from tests.builders import COMMUNE, PROVINCE, TASK, assigned, new_id, report, world
from tests.memory_log import MemoryLog
from tests.stream.core.oracle import DAY, STEPS, Fact, Oracle

FIRST = date(2026, 6, 1)


ASIDE: dict[str, tuple[type[Any], str, dict[str, Any]]] = {
    "evidence": (EvidenceAdded, COMMUNE, {"evidence": [Evidence(hash="a")]}),
    "nil": (SlotNil, COMMUNE, {"subjects": [TASK]}),
    "slot": (SlotOpened, PROVINCE, {"period": "2026-06", "due": FIRST + 20 * DAY}),
    "urge": (Urged, PROVINCE, {"to": COMMUNE}),
    "answer": (UrgeAnswered, COMMUNE, {"urge": new_id(1)}),
    "note": (ConclusionRecorded, PROVINCE, {"conclusion": "kl-1", "text": "đẩy nhanh"}),
    "assigned": (
        TaskAssigned,
        PROVINCE,
        {"lead": COMMUNE, "assigned_by": PROVINCE, "programme": "nq57", "title": "Việc khác"},
    ),
}
"""Kinds of which the oracle has nothing to say: who says them, and what."""


class LifeCycle(RuleBasedStateMachine):
    """Acts on one task; after each, the fold and the oracle agree."""

    def __init__(self) -> None:
        super().__init__()
        self.log = MemoryLog(world())
        self.now = datetime(2026, 6, 1, 2, tzinfo=UTC)
        self.kept: list[LogReport] = []
        self.claims: list[Fact] = []
        self.open: list[str] = []

    @property
    def today(self) -> date:
        """The local day the machine lives in (its hours never cross a midnight)."""
        return self.now.date()

    @initialize(start=st.integers(0, 3), length=st.integers(0, 16), steps=st.booleans())
    def begins(self, start: int, length: int, steps: bool) -> None:
        first, due = FIRST + start * DAY, FIRST + (start + length) * DAY
        plan = [Milestone(code=code, weight=w) for code, w in STEPS.items()] if steps else []
        self.oracle = Oracle(start=first, due_0=due, steps=steps)
        given = assigned(start=first, due=due, milestones=plan, occurred_at=self.now)
        self.log.clock(day_start(FIRST))
        self.log.fold([report(given, unit=PROVINCE)])

    @rule()
    def a_day_passes(self) -> None:
        self.time_passes(1)

    @rule(days=st.integers(1, 6))
    def time_passes(self, days: int) -> None:
        self.now += days * DAY
        self.log.clock(day_start(self.today))

    @rule(back=st.integers(0, 6), step=st.sampled_from([None, "m1", "m2"]))
    def claims_done(self, back: int, step: str | None) -> None:
        if step is not None and not self.oracle.steps:
            return
        kind = Completed if step is None else MilestoneDone
        more = {} if step is None else {"milestone": step}
        fact = self._say("claimed", kind, back=back, step=step, fields=more)
        self.claims.append(fact)

    @rule(data=st.data(), accepted=st.booleans())
    def is_judged(self, data: st.DataObject, accepted: bool) -> None:
        what, kind = data.draw(
            st.sampled_from(
                [
                    ("verified", Verified),
                    ("verified", Verified),
                    ("returned", Returned),
                    ("reopened", Reopened),
                ]
            )
        )
        named = data.draw(st.sampled_from([None, *self.claims[-3:]]))
        step = named.step if named else None
        fields: dict[str, Any] = {} if kind is Verified else {"reason": "xem lại"}
        fields |= {"evidence_accepted": accepted} if kind is Verified else {}
        of = named.id if named else None
        fields |= {"of": of, "milestone": step}
        share = 0.3 if kind is Reopened and accepted and self._reopens(of, step) else None
        fields |= {"progress": 0.3} if kind is Reopened and accepted else {}
        self._say(
            what, kind, PROVINCE, step=step, of=of, accepted=accepted, share=share, fields=fields
        )

    def _reopens(self, of: str | None, step: str | None) -> bool:
        before = self.oracle.standing(step)
        if before == (None, None):
            return False
        trial = Fact("reopened", self.today, self.today, of=of, step=step)
        after = Oracle(self.oracle.start, self.oracle.due_0, True, [*self.oracle.facts, trial])
        return after.standing(step) == (None, None)

    @rule(share=st.integers(0, 10))
    def says_progress(self, share: int) -> None:
        fields = {"progress": share / 10, "reason": "đo lại"}
        self._say("said", Progress, share=share / 10, fields=fields)

    @rule(told=st.sampled_from(["evidence", "nil", "slot", "urge", "answer", "assigned", "note"]))
    def says_what_moves_no_state(self, told: str) -> None:
        """Every other kind: heard, and neither state, lateness nor progress is another for it."""
        kind, unit, fields = ASIDE[told]
        self._say("aside", kind, unit, fields=fields)

    @rule(answer=st.booleans())
    def asks_and_is_answered(self, answer: bool) -> None:
        """A difficulty is open until its answer (Q82, Q97)."""
        if answer and self.open:
            fields = {"difficulty": self.open.pop(), "text": "đã xử lý"}
            self._say("aside", DifficultyAnswered, PROVINCE, fields=fields)
        elif not answer:
            self.open.append(f"d-{len(self.oracle.facts)}")
            fields = {"difficulty": self.open[-1], "type": "data", "asked_of": PROVINCE}
            self._say("aside", DifficultyRaised, fields=fields)

    @rule()
    def takes_back_what_it_said_of_progress(self) -> None:
        """`corrected` without fields: the update counts for nothing any more (Q14)."""
        said = [fact for fact in self.oracle.facts if fact.what == "said"]
        if said and not self.waits:
            self._say("aside", Corrected, fields={"supersedes": said[-1].id})
            self.oracle.facts.remove(said[-1])

    @rule(
        decision=st.sampled_from(["requested", "approved", "refused"]),
        days=st.integers(0, 20),
        back=st.integers(0, 5),
    )
    def is_revised(self, decision: str, days: int, back: int) -> None:
        what = {"requested": "asked", "approved": "granted", "refused": "denied"}[decision]
        new_due = self.oracle.start + days * DAY
        back = back if decision == "requested" else 0
        fields = {"decision": decision, "new_due": new_due}
        self._say(what, TaskRevised, PROVINCE, back=back, new_due=new_due, fields=fields)

    @precondition(lambda self: len(self.log.rows) % 4 == 0)
    @rule(kind=st.sampled_from([TaskSuspended, TaskCancelled]))
    def rests(self, kind: type[Update]) -> None:
        what = "suspended" if kind is TaskSuspended else "cancelled"
        self._say(what, kind, PROVINCE)

    @precondition(lambda self: self.oracle.withdrawn() is not None)
    @rule()
    def goes_on(self) -> None:
        self._say("resumed", TaskResumed, PROVINCE)

    @precondition(lambda self: not self.waits and len(self.log.rows) % 3 == 0)
    @rule()
    def keeps_its_reports_back(self) -> None:
        """What is told from now on arrives with the next thing that is told at once, mixed up."""
        self.waits = True

    waits = False

    @precondition(lambda self: self.waits)
    @rule()
    def sends_everything(self) -> None:
        self.waits = False
        self._send()

    def _say(
        self,
        what: str,
        kind: type[Any],
        unit: str = COMMUNE,
        *,
        back: int = 0,
        fields: dict[str, Any] | None = None,
        **more: Any,
    ) -> Fact:
        """Something occurs now, or `back` days ago, and is told now.

        Nothing occurs before what is known already: the oracle's list is in order.
        """
        self.now += timedelta(seconds=1)
        last = max((fact.occurred for fact in self.oracle.facts), default=FIRST)
        occurred = max(self.today - back * DAY, last)
        fact = Fact(what, occurred, self.today, id=new_id(), **more)
        self.oracle.facts.append(fact)
        instant = self.now - (self.today - occurred)
        update = kind(id=fact.id, subject=TASK, occurred_at=instant, **(fields or {}))
        self.kept.append(report(update, unit=unit, reported_at=self.now, received_at=self.now))
        if not self.waits:
            self._send()
        return fact

    def _send(self) -> None:
        if self.kept:
            self.log.fold(self.kept[::-1])
            self.kept = []

    @invariant()
    def fold_and_oracle_agree(self) -> None:
        placed = self.log.partition.tasks.get(TASK)
        if placed is None or self.kept:
            return
        oracle, today = self.oracle, self.today
        assert placed.task.due == oracle.due()
        claim, done = oracle.standing()
        assert (placed.task.claim and placed.task.claim.id) == (claim and claim.id)
        assert (placed.task.done and placed.task.done.day) == done
        assert placed.state == oracle.state(today, oracle.due())
        counts = named(placed.counts)
        assert planning(counts)["avg_days_late"] == oracle.days_late(today)
        assert counts["difficulties_open"] == len(self.open)
        if oracle.withdrawn() is None:
            assert operational(counts)["progress"] == oracle.progress(today)
            by_due_0 = oracle.state(today, oracle.due_0)
            for name in ("done_on_time", "done_late", "overdue"):
                assert counts[f"{name}_0"] == int(by_due_0 == name)


LifeCycle.TestCase.settings = settings(max_examples=250, stateful_step_count=30, deadline=None)
test_a_task_lives_as_the_texts_say = LifeCycle.TestCase
