"""Random acts on tasks, and what each must do to the planning state: the test's own model.

The model knows three things of a task: its due date, an unverified claim, a verified completion. It
is written apart from the product's formulas.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from tests.builders import random_id

Body = dict[str, Any]
KINDS = (
    "complete",
    "return",
    "verify",
    "reopen",
    "revise",
    "nil",
    "difficulty",
    "late",
    "duplicate",
)
ACTS = 20


@dataclass(slots=True, kw_only=True)
class Task:
    """A task as the test believes it to be."""

    code: str
    lead: str
    assigned_by: str
    top: str
    due: date
    state: str
    open_state: str
    claim: str | None = None
    done: bool = False
    history: list[str] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Act:
    """One act: its report, and the state it must leave the task in."""

    kind: str
    task: Task
    body: Body
    state: str


class Actor:
    """Draws acts and keeps the model."""

    def __init__(self, rng: random.Random, now: Callable[[], datetime], today: date) -> None:
        self.rng = rng
        self._now = now
        self._today = today
        self._last: Body | None = None

    def play(self, tasks: list[Task]) -> list[tuple[str, Task]]:
        """A random order of twenty acts in which every kind comes at least once."""
        rounds: list[tuple[str, ...]] = [
            ("complete", "return"),
            ("complete", "verify", "reopen"),
            ("revise",),
            ("nil", "duplicate"),
            ("difficulty",),
            ("late", "duplicate"),
        ]
        planned = [*rounds, ("complete", "verify", "reopen"), ("difficulty",), ("nil",)]
        self.rng.shuffle(planned)
        acts = [
            (kind, task) for one in planned for task in [self.rng.choice(tasks)] for kind in one
        ]
        while len(acts) < ACTS:
            acts.append(("late", self.rng.choice(tasks)))
        return acts

    def act(self, kind: str, task: Task) -> Act:
        """The report of an act, and the model moved by it."""
        if kind == "duplicate" and self._last is not None:
            return Act(kind=kind, task=task, body=self._last, state=task.state)
        made: Body = getattr(self, f"_{kind}")(task)
        self._last = made
        task.history.append(kind)
        return Act(kind=kind, task=task, body=made, state=task.state)

    def _report(self, task: Task, unit: str, kind: str, **fields: Any) -> Body:
        now = self._now()
        occurred = fields.pop("occurred_at", now)
        update = {
            "id": random_id(self.rng),
            "kind": kind,
            "subject": task.code,
            "occurred_at": occurred.isoformat(),
            **fields,
        }
        return {
            "v": 1,
            "id": random_id(self.rng),
            "unit": unit,
            "actor": "officer-1",
            "channel": "connector",
            "source": "acceptance",
            "reported_at": now.isoformat(),
            "updates": [update],
        }

    def _complete(self, task: Task) -> Body:
        body = self._report(task, task.lead, "completed")
        task.claim = body["updates"][0]["id"]
        task.state = "awaiting" if self._today <= task.due else "overdue"
        return body

    def _verify(self, task: Task) -> Body:
        body = self._report(task, task.assigned_by, "verified", of=task.claim)
        task.claim, task.done = None, True
        task.state = "done_on_time" if self._today <= task.due else "done_late"
        return body

    def _return(self, task: Task) -> Body:
        body = self._report(task, task.assigned_by, "returned", of=task.claim, reason="thiếu")
        task.claim, task.state = None, task.open_state
        return body

    def _reopen(self, task: Task) -> Body:
        body = self._report(task, task.assigned_by, "reopened", reason="chưa đạt")
        task.claim, task.done, task.state = None, False, task.open_state
        return body

    def _revise(self, task: Task) -> Body:
        new_due = task.due + timedelta(days=60)
        ask = self._report(
            task, task.lead, "task.revised", decision="requested", new_due=str(new_due), reason="r"
        )
        grant = self._report(
            task, task.assigned_by, "task.revised", decision="approved", new_due=str(new_due)
        )
        if self._today <= task.due:  # asked for in time: the new date counts
            task.due, task.open_state = new_due, "in_time"
            task.state = task.open_state
        return {"both": [ask, grant]}

    def _nil(self, task: Task) -> Body:
        return self._report(task, task.lead, "slot.nil", subjects=[task.code])

    def _difficulty(self, task: Task) -> Body:
        return self._report(
            task,
            task.lead,
            "difficulty.raised",
            difficulty=random_id(self.rng),
            type="data",
            text="Chờ kết nối dữ liệu",
            asked_of="tw.bkhcn",
        )

    def _late(self, task: Task) -> Body:
        """Progress that occurred two days ago and comes only now: it sorts before other facts."""
        return self._report(
            task,
            task.lead,
            "progress",
            progress=self.rng.randrange(0, 100) / 100,
            reason="đo lại",
            occurred_at=self._now() - timedelta(days=2),
        )
