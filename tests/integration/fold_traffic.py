"""Random acts of a small country: every kind of trouble, the same for a seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import msgspec

from schema.clock import day_start
from schema.fields import Evidence
from schema.report import LogReport
from schema.update import (
    Completed,
    Corrected,
    DifficultyAnswered,
    DifficultyRaised,
    EvidenceAdded,
    IndicatorReading,
    Progress,
    Reopened,
    Returned,
    SlotNil,
    TaskAssigned,
    TaskRevised,
    Update,
    Verified,
)
from schema.wire import ClockTo
from tests.builders import MONDAY, at, on, random_id
from tests.integration.fold_rig import Message

ASSIGNER = "vn"
GARBAGE: tuple[Message, ...] = (
    None,
    b"",
    b"\xff{not json",
    b'{"v": 1}',
    b'{"v": 1, "id": "x"}',
    b'{"v": 1, "clock": {"to": "soon"}}',
    b'{"v": 1, "catalogue": {"version": 99}}',
    b"[" * 10_000,
)


class Traffic:
    """Reports about `tasks` tasks of a few units."""

    def __init__(self, seed: int, *, units: int = 7, tasks: int = 40) -> None:
        self.random = random.Random(seed)
        self._codes = [f"vn.{number % units:05d}.t{number:04d}" for number in range(tasks)]
        self._claims: dict[str, list[str]] = {code: [] for code in self._codes}
        self._said: list[Update] = []
        self._day = 0.0

    def messages(self, count: int) -> Iterator[Message]:
        """So many messages: assignments first (most of them), then anything."""
        for code in self._codes:
            if self.random.random() < 0.9:
                yield self._report(ASSIGNER, [self._assigned(code)])
        for _ in range(count):
            self._day += 0.05
            yield self._message()

    def midnight(self, days: int) -> ClockTo:
        """A clock message for the midnight that begins a day."""
        return ClockTo(to=day_start(on(days)))

    def _message(self) -> Message:
        chance = self.random.random()
        if chance < 0.02:
            return self.random.choice(GARBAGE)
        if chance < 0.05:
            return self._late_assignment()
        return self._acts()

    def _late_assignment(self) -> LogReport:
        return self._report(ASSIGNER, [self._assigned(self.random.choice(self._codes))])

    def _acts(self) -> LogReport:
        code = self.random.choice(self._codes)
        unit = code.rpartition(".t")[0]
        updates = [self._act(code) for _ in range(self.random.randint(1, 4))]
        once = list({update.id: update for update in updates}.values())
        own = [update for update in once if not _is_verdict(update)]
        if len(own) not in (0, len(once)):
            once = own
        sender = ASSIGNER if not own else unit
        return self._report(sender, once)

    def _act(self, code: str) -> Update:
        again = self.random.random()
        if self._said and again < 0.08:
            return self._again(code)
        make = self.random.choice(
            (self._progress, self._progress, self._completed, self._verdict, self._other)
        )
        update = make(code)
        self._said.append(update)
        return update

    def _again(self, code: str) -> Update:
        """An update of the same unit that was said before, at times with another content."""
        home = code.rpartition(".t")[0]
        mine = [u for u in self._said if u.subject.startswith(home) and isinstance(u, Progress)]
        if not mine:
            return self._progress(code)
        before = self.random.choice(mine)
        if self.random.random() < 0.3:
            return msgspec.structs.replace(before, progress=round(self.random.random(), 4))
        return before

    def _progress(self, code: str) -> Progress:
        return Progress(**self._head(code), progress=round(self.random.random(), 4))

    def _completed(self, code: str) -> Completed:
        update = Completed(**self._head(code))
        self._claims[code].append(update.id)
        return update

    def _verdict(self, code: str) -> Update:
        claims = self._claims[code]
        of = self.random.choice([*claims, random_id(self.random), None])
        kind = self.random.choice((Verified, Verified, Returned, Reopened))
        more: dict[str, Any] = {} if kind is Verified else {"reason": "chưa đạt"}
        return kind(**self._head(code), of=of, **more)

    def _other(self, code: str) -> Update:
        number = self.random.randint(1, 5)
        choice = self.random.randint(0, 6)
        head = self._head(code)
        match choice:
            case 0:
                return DifficultyRaised(**head, difficulty=f"d{number}", type="legal", text="x\ty")
            case 1:
                return DifficultyAnswered(**head, difficulty=f"d{number}")
            case 2:
                return EvidenceAdded(**head, evidence=[Evidence(hash=f"sha{number}")])
            case 3:
                return SlotNil(**head, subjects=[code, *self._siblings(code)])
            case 4:
                return TaskRevised(
                    **head, decision=self.random.choice(("requested", "approved")), new_due=on(60)
                )
            case 5 if said := self._said_at(code):
                target = self.random.choice(said)
                return Corrected(**{**head, "subject": target.subject}, supersedes=target.id)
            case _:
                unit = code.rpartition(".t")[0]
                return IndicatorReading(
                    **{**head, "subject": "C01"}, unit=unit, period="2026-06", value=1.5
                )

    def _said_at(self, code: str) -> list[Update]:
        """What was said of tasks of the same home."""
        home = code.rpartition(".t")[0]
        return [update for update in self._said if update.subject.startswith(f"{home}.t")]

    def _siblings(self, code: str) -> list[str]:
        """Some other tasks of the same home."""
        home = code.rpartition(".t")[0]
        others = [one for one in self._codes if one != code and one.startswith(f"{home}.t")]
        return self.random.sample(others, k=min(len(others), self.random.randint(0, 3)))

    def _assigned(self, code: str) -> TaskAssigned:
        return TaskAssigned(
            **self._head(code),
            lead=code.rpartition(".t")[0],
            assigned_by=ASSIGNER,
            programme=self.random.choice(("nq57", "nq71")),
            field=self.random.choice("ABC"),
            title='Số hóa "hồ sơ" \\ một cửa',
            start=MONDAY,
            due=on(self.random.randint(1, 40)),
            weight=self.random.choice((None, 0.0, 1.0, 2.5)),
        )

    def _head(self, code: str) -> dict[str, Any]:
        back = self.random.choice((0, 0, 0, 1, 5))
        occurred = at(self._day - back * self.random.random())
        return {"id": random_id(self.random), "subject": code, "occurred_at": occurred}

    def _report(self, unit: str, updates: list[Update]) -> LogReport:
        received: datetime = at(self._day, hours=1)
        return LogReport(
            id=random_id(self.random),
            unit=unit,
            actor="officer-1",
            channel=self.random.choice(("connector", "form")),
            source="web",
            reported_at=received - timedelta(hours=self.random.choice((0, 0, 1, 30))),
            received_at=received,
            updates=updates,
        )


def _is_verdict(update: Update) -> bool:
    return isinstance(update, Verified | Returned | Reopened | TaskRevised)
