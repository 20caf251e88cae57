"""A log to fold: tasks assigned and then reported on, the same for every seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from aiokafka import AIOKafkaProducer

from schema.names import Names
from schema.place import partition_of
from schema.report import LogReport
from schema.update import Progress, TaskAssigned, Update
from schema.wire import encode

START = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
ASSIGNER = "vn"


class Filler:
    """Makes reports of whole units: first their assignments, then progress hour by hour."""

    def __init__(self, *, units: int, tasks_a_unit: int, seed: int = 1) -> None:
        self._random = random.Random(seed)
        self._units = [f"vn.{unit:05d}" for unit in range(units)]
        self._tasks_a_unit = tasks_a_unit

    def reports(self, updates: int, a_report: int) -> Iterator[LogReport]:
        """Reports with `a_report` updates each, `updates` in all."""
        made = 0
        for turn, unit in self._turns():
            at = START + timedelta(hours=turn)
            for begin in range(0, self._tasks_a_unit, a_report):
                codes = range(begin, min(begin + a_report, self._tasks_a_unit))
                given = [self._update(unit, code, turn, at) for code in codes]
                yield self._report(unit, given, at)
                made += len(given)
                if made >= updates:
                    return

    def _turns(self) -> Iterator[tuple[int, str]]:
        turn = 0
        while True:
            for unit in self._units:
                yield turn, unit
            turn += 1

    def _update(self, unit: str, code: int, turn: int, at: datetime) -> Update:
        subject = f"{unit}.t{code:04d}"
        if turn == 0:
            return TaskAssigned(
                id=self._id(),
                subject=subject,
                occurred_at=at,
                lead=unit,
                assigned_by=ASSIGNER,
                programme="nq57",
                plan="nq57.p1",
                title=f"Nhiệm vụ mẫu số {code} của đơn vị {unit}",
                field="ABCDEFG"[code % 7],
                start=date(2026, 3, 1),
                due=date(2026, 6, 1) + timedelta(days=code % 90),
                weight=1.0 + code % 5,
            )
        progress = min(1.0, round(turn * 0.01 + self._random.random() * 0.005, 4))
        return Progress(id=self._id(), subject=subject, occurred_at=at, progress=progress)

    def _report(self, unit: str, updates: list[Update], at: datetime) -> LogReport:
        return LogReport(
            id=self._id(),
            unit=unit if isinstance(updates[0], Progress) else ASSIGNER,
            actor="officer-1",
            channel="connector",
            source="benchmark",
            reported_at=at,
            received_at=at + timedelta(seconds=1),
            updates=updates,
        )

    def _id(self) -> str:
        return str(UUID(int=self._random.getrandbits(128), version=4))


async def fill(servers: str, names: Names, partitions: int, reports: Iterator[LogReport]) -> int:
    """Write reports to the log; how many."""
    producer = AIOKafkaProducer(
        bootstrap_servers=servers, acks="all", linger_ms=20, max_batch_size=262_144
    )
    await producer.start()
    written = 0
    try:
        for report in reports:
            home = report.updates[0].subject.rpartition(".t")[0]
            await producer.send(
                names.reports, encode(report), partition=partition_of(home, partitions)
            )
            written += 1
        await producer.flush()
    finally:
        await producer.stop()
    return written
