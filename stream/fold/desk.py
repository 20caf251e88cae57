"""What this worker knows of its partitions: a cache, always allowed to be wrong. SQL decides.

`worker` puts in what was committed or loaded; `status`, `midnight` and `watchdog` look.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from stream.core.partition import Partition, install
from stream.fold.awaiting import Awaiting
from stream.fold.failures import CAREFUL_FOR, CAREFUL_FROM
from stream.fold.load import Letter, Loaded
from stream.fold.midnight import Hands
from stream.fold.recent import Recent
from stream.fold.relay import Relay
from stream.fold.rows import outbox_cells
from stream.fold.store import Folded
from stream.fold.transaction import Committed


class Desk:
    """The partitions held in memory."""

    def __init__(self, relay: Relay, recent: Recent) -> None:
        self.held: dict[int, Partition] = {}
        self.awaiting = Awaiting()
        self._newest: dict[int, datetime] = {}
        self._careful: dict[int, int] = {}
        self._relay = relay
        self._recent = recent

    @property
    def careful(self) -> frozenset[int]:
        """Partitions to be folded one message at a time."""
        return frozenset(self._careful)

    @property
    def hands(self) -> Mapping[int, Hands]:
        """How far each partition is."""
        return {
            number: Hands(
                clock=one.clock, next_offset=one.next_offset, newest=self._newest.get(number)
            )
            for number, one in self.held.items()
        }

    def load(self, loaded: Loaded) -> None:
        """Take over what was read from SQL, unless something newer is held."""
        partition = loaded.partition
        before = self.held.get(partition.number)
        if before is not None and before.next_offset >= partition.next_offset:
            return
        self.held[partition.number] = partition
        self.awaiting.forget((partition.number,))
        self._relay.offer(partition.number, loaded.unsent)
        if loaded.failures >= CAREFUL_FROM:
            self._careful[partition.number] = CAREFUL_FOR

    def install(self, committed: Committed) -> None:
        """Take over what was committed."""
        for loaded in committed.loaded:
            self.held.pop(loaded.partition.number, None)
            self.load(loaded)
        for one in committed.folded:
            self._install(one)

    def forget(self, numbers: Iterable[int]) -> None:
        """Throw their state away: after a failure nobody knows what was committed."""
        for number in numbers:
            self.held.pop(number, None)

    def leave(self, numbers: Iterable[int]) -> None:
        """These partitions are another worker's now."""
        gone = list(numbers)
        self.forget(gone)
        for number in gone:
            self._careful.pop(number, None)
            self._newest.pop(number, None)
        self._relay.forget(gone)
        self._recent.clear()

    def _install(self, one: Folded) -> None:
        outcome = one.outcome
        self._spend_care(one.partition, one.stamp - outcome.overlay.base.next_offset)
        self.held[one.partition] = install(outcome.overlay)
        self.awaiting.learn(one.partition, outcome.tasks)
        self._recent.remember(outcome)
        for row in outcome.reports[-1:]:
            self._newest[one.partition] = row.report.received_at
        letters = outbox_cells(one.partition, one.first_letter, outcome.standings)
        self._relay.offer(
            one.partition,
            [Letter(n=n, key=key.encode(), payload=payload) for _, n, key, payload in letters],
        )

    def _spend_care(self, number: int, messages: int) -> None:
        left = self._careful.get(number, 0) - messages
        if left > 0:
            self._careful[number] = left
        else:
            self._careful.pop(number, None)
