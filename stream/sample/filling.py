"""The everyday reports that bring each day of history to its rate: progress, evidence, nil reports.

They never change a state: progress stays below 1 and follows the task's own curve.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from random import Random
from typing import Any

from schema.fields import Evidence
from schema.update import EvidenceAdded, Progress, SlotNil
from stream.core.slots import period_name
from stream.sample.days import Days
from stream.sample.diary import Diary
from stream.sample.sizes import BUSY_DAYS, HISTORY_DAYS, Size
from stream.sample.tasks import Task

_ROUNDS = 8
"""How often in the hour before its report a unit may note how its tasks stand."""
_EACH = 14
"""Tasks a unit reports on at once."""
_NEVER = 0.02
"""Share of open tasks nobody ever reports on."""


def fill(tasks: list[Task], size: Size, diary: Diary, days: Days, rng: Random) -> None:
    """Write everyday reports until every day has its number of updates."""
    quotas = {
        **days.quotas(-HISTORY_DAYS, -BUSY_DAYS - 1, size.rate),
        **days.quotas(-BUSY_DAYS, -1, size.busy_rate),
    }
    quotas[0] = round(size.busy_rate * days.weight(0))
    told = [task for task in tasks if task.silent or rng.random() >= _NEVER]
    writer = _Writer(diary, days, rng)
    for day, quota in quotas.items():
        _fill_day(day, quota, _working(told, day), diary, writer, rng)


def _fill_day(
    day: int, quota: int, units: list[list[Task]], diary: Diary, writer: _Writer, rng: Random
) -> None:
    """Who has a task on its eve reports first, then who reports anyway, then the others."""
    rng.shuffle(units)
    units.sort(key=lambda held: (not _eve(held, day), not diary.reports_on(held[0].unit, day)))
    left = quota - diary.written[day]
    able = sum(task.fate is not None for held in units for task in held)
    rounds = min(max(round(1.4 * left / max(able, 1)), 2), _ROUNDS)
    for held in units:
        if diary.written[day] >= quota:
            return
        writer.report(held if len(held) <= _EACH else rng.sample(held, _EACH), day, rounds)


def _eve(held: list[Task], day: int) -> bool:
    return any(task.fate is not None and 0 <= task.fate.due - day <= 1 for task in held)


def _working(tasks: list[Task], day: int) -> list[list[Task]]:
    """Tasks that are worked on, by unit."""
    found: dict[str, list[Task]] = {}
    for task in tasks:
        if task.work_from <= day <= task.work_until:
            found.setdefault(task.unit, []).append(task)
    return list(found.values())


class _Writer:
    """Writes one unit's everyday report."""

    def __init__(self, diary: Diary, days: Days, rng: Random) -> None:
        self._diary, self._days, self._rng = diary, days, rng

    def report(self, tasks: list[Task], day: int, rounds: int) -> None:
        """One report on these tasks, with what was noted in the hour before it."""
        unit = tasks[0].unit
        session = self._diary.session(unit, day)
        reported_at = self._diary.moment(unit, day, session)
        for turn in range(rounds):
            occurred = reported_at - timedelta(seconds=60 + 400 * (rounds - 1 - turn))
            for task in tasks:
                for kind, fields in self._said(task, day, turn):
                    self._diary.write(
                        kind, unit, day, session=session, occurred=occurred, subject=task.code,
                        **fields,
                    )  # fmt: skip

    def _said(self, task: Task, day: int, turn: int) -> Iterator[tuple[type, dict[str, Any]]]:
        drawn = self._rng.random()
        if task.fate is None or (drawn < 0.06 and turn == 0):
            name = period_name(self._days.date(day), task.template.cadence or "weekly")
            if turn == 0:
                yield SlotNil, {"subjects": [task.code], "period": name}
        elif turn % 2 == 0:
            yield Progress, {"progress": task.progress(day + 0.35 + 0.1 * turn)}
        elif drawn < 0.7:
            digest = f"{self._rng.getrandbits(128):032x}"
            yield EvidenceAdded, {"evidence": [Evidence(hash=digest, kind="document")]}
