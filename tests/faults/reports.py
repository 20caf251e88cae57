"""Random reports about some tasks drawn by a seed: every kind, late, and sent again.

Who draws next among the senders is a matter of timing: a seed repeats the faults, not each report.

Three in ten are one that was sent before; a third are about something that happened up to three
days ago, two days being an hour of its own.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from msgspec import Struct

from schema.place import partition_of, task_home
from tests.acceptance.acts import Body
from tests.acceptance.system import System
from tests.builders import random_id

SOURCE = "faults"
AGAIN = 0.3
LATE_H = (0, 0, 0, 0, 20, 48, 72)
TARGETS = 300
TASKS = (
    b"select t.code, t.lead, t.assigned_by from task t where t.kind = 'one_off' "
    b"and t.lead <> t.assigned_by order by md5(t.code || %s) limit %s"
)


class Target(Struct, frozen=True):
    """A task that is spoken about."""

    code: str
    lead: str
    assigned_by: str

    def partition(self, partitions: int) -> int:
        """Where in the log all about it stands."""
        return partition_of(task_home(self.code) or self.lead, partitions)


def targets(system: System, seed: int) -> list[Target]:
    """Tasks drawn from the sample."""
    return [Target(*row) for row in system.sql(TASKS, str(seed), TARGETS)]


class Acts:
    """Draws reports and keeps what it said."""

    def __init__(self, seed: int, targets: Sequence[Target]) -> None:
        self.random = random.Random(seed)
        self.targets = targets
        self.troubles: Counter[str] = Counter()
        """How many reports were sent again, late, …"""
        self._said: list[Body] = []
        self._claims: dict[str, str] = {}

    def report(self) -> Body:
        """A report of one unit: one to three updates on a task; at times one that was sent."""
        if self._said and self.random.random() < AGAIN:
            self.troubles["sent again"] += 1
            return self.random.choice(self._said)
        made = self._new()
        self._said.append(made)
        return made

    def about(self, target: Target) -> Body:
        """A plain word on this task, of now."""
        return self._body(target.lead, [self._said_of(target, timedelta(0), "progress")])

    def _new(self) -> Body:
        target = self.random.choice(self.targets)
        if self.random.random() < 0.1:
            notes = [self._note(one) for one in self.random.sample(self.targets, 3)]
            return self._body("vn", notes)
        if target.code in self._claims and self.random.random() < 0.3:
            return self._body(target.assigned_by, [self._verdict(target)])
        late = timedelta(hours=self.random.choice(LATE_H))
        if late:
            self.troubles[f"{late // timedelta(hours=1)} h late"] += 1
        kinds = ("progress", "progress", "completed", "difficulty.raised")
        many = range(self.random.randint(1, 3))
        updates = [self._said_of(target, late, self.random.choice(kinds)) for _ in many]
        return self._body(target.lead, updates)

    def _said_of(self, target: Target, late: timedelta, kind: str) -> Body:
        made = self._update(kind, target, late)
        if kind == "progress":
            made |= {"progress": self.random.randint(0, 100) / 100, "reason": "đo lại"}
        elif kind == "completed":
            self._claims[target.code] = made["id"]
        else:
            made |= {"difficulty": made["id"], "type": "data", "text": "chờ"}
        return made

    def _verdict(self, target: Target) -> Body:
        kind = self.random.choice(("verified", "returned", "reopened"))
        claim = self._claims.pop(target.code)
        return {**self._update(kind, target), "of": claim, "reason": "xem lại"}

    def _note(self, target: Target) -> Body:
        made = self._update("conclusion.recorded", target)
        return {**made, "conclusion": "kl", "text": "giao"}

    def _update(self, kind: str, target: Target, late: timedelta = timedelta(0)) -> Body:
        return {
            "id": random_id(self.random),
            "kind": kind,
            "subject": target.code,
            "occurred_at": (datetime.now(UTC) - late).isoformat(),
        }

    def _body(self, unit: str, updates: list[Body]) -> Body:
        return {
            "v": 1,
            "id": random_id(self.random),
            "unit": unit,
            "actor": "officer-1",
            "channel": "connector",
            "source": SOURCE,
            "reported_at": datetime.now(UTC).isoformat(),
            "updates": updates,
        }
