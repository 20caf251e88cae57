"""Which tasks of a partition wait for a forecast of its day: found once a day, then as they move.

`desk` tells what was folded, `foresight` takes what it writes `evaluate` messages of. A code too
many costs a look: the state decides (`stream.core.outlook.is_stale`).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from stream.core.outlook import is_stale
from stream.core.partition import Partition


class Awaiting:
    """Codes of tasks that may wait for a forecast, by partition; the newest are taken first."""

    def __init__(self) -> None:
        self._codes: dict[int, dict[str, None]] = {}
        self._days: dict[int, date] = {}

    def learn(self, number: int, codes: Iterable[str]) -> None:
        """These tasks of a partition were folded."""
        self._codes.setdefault(number, {}).update(dict.fromkeys(codes))

    def forget(self, numbers: Iterable[int]) -> None:
        """These partitions are read anew, or another worker's: all their tasks may wait."""
        for number in numbers:
            self._codes.pop(number, None)
            self._days.pop(number, None)

    def take(self, partition: Partition, most: int) -> list[str]:
        """At most so many that do wait; they wait no more."""
        today = partition.today
        if today is None:
            return []
        if self._days.get(partition.number) != today:
            self._codes[partition.number] = dict.fromkeys(sorted(partition.tasks, reverse=True))
            self._days[partition.number] = today
        codes = self._codes.setdefault(partition.number, {})
        found: list[str] = []
        while codes and len(found) < most:
            code, _ = codes.popitem()
            if _waits(partition, code, today):
                found.append(code)
        return found


def _waits(partition: Partition, code: str, today: date) -> bool:
    placed = partition.tasks.get(code)
    return placed is not None and is_stale(
        placed.task, placed.state, partition.outlooks.get(code), today
    )
