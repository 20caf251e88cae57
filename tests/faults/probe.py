"""How long until everything works again: a report to each partition, until all are folded."""

from __future__ import annotations

import time

from tests.acceptance.system import System, until
from tests.faults.ledger import Ledger
from tests.faults.reports import Acts, Target

RETURNS_S = 120.0
POSITIONS = b"select partition, next_offset from position"


class Probe:
    """Asks every partition to move; what it sends is in the ledger as all else."""

    def __init__(self, system: System, acts: Acts, ledger: Ledger) -> None:
        self._system, self._acts, self._ledger = system, acts, ledger
        partitions = system.settings.partitions
        self._homes: dict[int, Target] = {}
        for target in acts.targets:
            self._homes.setdefault(target.partition(partitions), target)

    def seconds(self) -> float:
        """From now until a promise for each partition is kept."""
        begun = time.monotonic()
        ends = until(self._promised, bool, "a promise for each partition", RETURNS_S)
        until(
            self._positions,
            lambda at: all(at.get(number, 0) > end for number, end in ends.items()),
            f"every partition folded beyond {ends}",
            RETURNS_S,
        )
        return time.monotonic() - begun

    def _positions(self) -> dict[int, int]:
        return {int(row[0]): int(row[1]) for row in self._system.sql(POSITIONS)}

    def _promised(self) -> dict[int, int]:
        bodies = [self._acts.about(target) for target in self._homes.values()]
        for body in bodies:
            self._ledger.note("S", body)
        answer = self._system.post(bodies)
        if answer.status_code != 202:
            return {}
        for body in bodies:
            self._ledger.note("A", body)
        parts = [part for report in answer.json()["reports"] for part in report["parts"]]
        return {part["partition"]: part["offset"] for part in parts}
