"""The forecasts of the last days of the history: `evaluate` messages after its midnights.

They are what the owner of each partition would have written (`stream.fold.foresight`). Which tasks
are open is read off the reports as they pass; one too many is passed over by the fold.
"""

from __future__ import annotations

from collections.abc import Iterator

from schema.report import LogReport
from schema.update import Completed, Corrected, Reopened, Returned, TaskAssigned, TaskCancelled
from schema.wire import Evaluate
from stream.sample.days import Days

SINCE = -13
"""The first day with forecasts: two weeks, the last day of history among them."""
MOST = 100
"""Tasks a message names."""


class Foreseen:
    """The tasks that are open, by partition."""

    def __init__(self) -> None:
        self._open: dict[int, dict[str, None]] = {}

    def learn(self, partition: int, report: LogReport) -> None:
        """A report lies in the log."""
        tasks = self._open.setdefault(partition, {})
        for update in report.updates:
            match update:
                case TaskAssigned(task_kind="one_off") | Returned() | Reopened() | Corrected():
                    tasks[update.subject] = None
                case Completed() | TaskCancelled():
                    tasks.pop(update.subject, None)
                case _:
                    pass

    def after(self, partition: int, day: int, days: Days) -> Iterator[Evaluate]:
        """What follows the midnight that a day begins with."""
        if day < SINCE:
            return
        codes = list(self._open.get(partition, ()))
        for begin in range(0, len(codes), MOST):
            yield Evaluate(day=days.date(day), tasks=codes[begin : begin + MOST])
