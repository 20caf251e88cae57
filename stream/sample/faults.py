"""The faults a country makes, seeded so that a newcomer meets each (mission §5).

None of them changes the state of a task: what is late, doubled, contradictory or not allowed is
accepted and marked, held or rejected, and shown. (Faults of dates are in `stream.sample.fate`: late
claims, deadlines revised after they passed, jumps on the eve, a completion taken back.)
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from random import Random

from msgspec.structs import replace

from schema.report import Report
from schema.update import Completed, Corrected, IndicatorReading, Progress, Verified
from stream.core.slots import period_name
from stream.sample.days import Days
from stream.sample.diary import Diary, Habit, Sent, Way, uuid7
from stream.sample.readings import STATISTICS
from stream.sample.tasks import STANDING_OFFICE, Task

OFFLINE = Way(name="offline", habit=Habit("file", "offline", 1), lag=timedelta(days=2, hours=5))
"""Reports from islands: made at home, sent when there is a line."""
DELAYED = Way(name="delayed", habit=Habit("connector", "nqdb", 0), lag=timedelta(hours=7))
"""Overtaken by what was reported after it."""
SECOND = Way(name="second", habit=Habit("connector", "dvc", 0))
"""Another system says the same."""
WRONG_SUM = {"done": 7_892.0, "within_deadline": 1_602.0, "overdue": 319.0}
"""The printed parts of 9,831: they sum to 9,813."""
FOLLOWED = "G05"
_TOTAL = 9_831


class Faults:
    """Writes the seeded faults; `share` is their number against the medium country."""

    def __init__(self, diary: Diary, days: Days, rng: Random, tasks: list[Task]) -> None:
        self._diary, self._days, self._rng = diary, days, rng
        self._open = [
            task
            for task in tasks
            if task.fate is not None
            and not task.silent
            and not task.milestones
            and not task.fate.claims
            and task.work_from <= -30
            and task.work_until == 0
        ]
        self._share = len(tasks) / 9_831

    def write(self) -> None:
        """Every fault, each on tasks drawn by lot."""
        for task in self._some(40):
            self._late(task)
        for task in self._some(30):
            self._out_of_order(task)
        for task in self._some(20):
            self._fall(task)
        for task in self._some(20):
            self._said_twice(task)
        for task in self._some(12):
            self._not_allowed(task)
        for task in self._some(12):
            self._unknown_task(task)
        for task in self._some(10):
            self._corrected(task)
        for task in self._some(12):
            self._offline(task)
        self._wrong_sum()
        self._outlier()

    def _some(self, number: int) -> list[Task]:
        return self._rng.sample(
            self._open, min(max(2, round(number * self._share)), len(self._open))
        )

    def _day(self) -> int:
        return self._days.working_on_or_before(self._rng.randint(-25, -2))

    def _late(self, task: Task) -> None:
        """What happened eight days ago is reported now."""
        day = self._day()
        self._diary.write(
            Progress, task.unit, day, session=1, subject=task.code,
            occurred=self._days.at(day - 8, 9 * 3600), progress=task.progress(day - 8),
        )  # fmt: skip

    def _out_of_order(self, task: Task) -> None:
        """Reported in the morning, received after the report of the afternoon."""
        day = self._day()
        value = task.progress(day)
        for session, way in ((0, DELAYED), (1, SECOND)):
            self._diary.write(
                Progress, task.unit, day, session=session, way=way, subject=task.code,
                progress=value,
            )  # fmt: skip

    def _fall(self, task: Task) -> None:
        """Progress falls and nobody says why."""
        day = self._day()
        value = max(task.progress(day), 0.3)
        for session, said in ((0, value), (1, round(value - 0.2, 2))):
            self._diary.write(
                Progress, task.unit, day, session=session, subject=task.code, progress=said
            )

    def _said_twice(self, task: Task) -> None:
        """The same fact from two systems, under two ids."""
        day = self._day()
        for way in (DELAYED, SECOND):
            self._diary.write(
                Progress, task.unit, day, session=0, way=way, subject=task.code,
                progress=task.progress(day),
            )  # fmt: skip

    def _not_allowed(self, task: Task) -> None:
        """A coordinator says it is done; the unit verifies itself."""
        day = self._day()
        other = task.coordinators[0] if task.coordinators else "dn.vnpt"
        claim = self._diary.write(Completed, other, day, session=0, subject=task.code)
        if task.assigned_by != task.unit:
            self._diary.write(Verified, task.unit, day, session=1, subject=task.code, of=claim.id)

    def _unknown_task(self, task: Task) -> None:
        """A slip in the code: held until such a task is assigned."""
        self._diary.write(
            Progress, task.unit, self._day(), session=1, subject=f"{task.unit}.t9{task.code[-3:]}",
            progress=0.5,
        )  # fmt: skip

    def _corrected(self, task: Task) -> None:
        """A wrong figure, put right two days later."""
        day = self._day() - 3
        wrong = self._diary.write(
            Progress, task.unit, day, session=1, subject=task.code, progress=0.99
        )
        self._diary.write(
            Corrected, task.unit, day + 2, session=1, subject=task.code, supersedes=wrong.id,
            fields={"progress": task.progress(day)},
        )  # fmt: skip

    def _offline(self, task: Task) -> None:
        day = self._day() - 4
        self._diary.write(
            Progress, task.unit, day, session=1, way=OFFLINE, subject=task.code,
            progress=task.progress(day),
        )  # fmt: skip

    def _wrong_sum(self) -> None:
        """The parts of a published total do not sum to it."""
        self._diary.write(
            IndicatorReading, STANDING_OFFICE, -9, way=STATISTICS, subject=FOLLOWED,
            unit=STANDING_OFFICE, period=period_name(self._days.date(-9), "monthly"), value=_TOTAL,
            parts=WRONG_SUM,
        )  # fmt: skip

    def _outlier(self) -> None:
        """A decimal point in the wrong place."""
        for province in ("vn.38", "vn.01"):
            self._diary.write(
                IndicatorReading, province, -4, way=SECOND, subject="D01", unit=province,
                period=period_name(self._days.date(-4), "weekly"), value=4.4, num=44, den=1000,
            )  # fmt: skip


def echoes(sent: list[Sent], days: Days, rng: Random) -> Iterator[Sent]:
    """Reports received again: as they were, under a new id, or with one word changed."""
    since, until = days.midnight(-14), days.midnight(-1)
    recent = [one for one in sent if since <= one.received_at < until]
    number = max(4, len(recent) // 500)
    for n, one in enumerate(rng.sample(recent, min(number, len(recent)))):
        later = one.received_at + timedelta(seconds=rng.uniform(20, 20_000))
        report = one.report
        if n % 3 == 1:
            report = replace(report, id=uuid7(report.reported_at, rng))
        elif n % 9 == 2:
            report = _changed(report_id=uuid7(report.reported_at, rng), one=one)
        yield Sent(later, report)


def _changed(*, report_id: str, one: Sent) -> Report:
    """The same update ids with other content: the first to be received stands."""
    updates = [
        replace(update, progress=0.11) if isinstance(update, Progress) else update
        for update in one.report.updates
    ]
    return replace(one.report, id=report_id, updates=updates)
