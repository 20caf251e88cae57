"""All lanes side by side, and how fast they are."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import AsyncExitStack
from time import monotonic

from schema.report import LogReport
from schema.settings import Settings
from stream.fold.batch import Chunk
from stream.fold.failpoint import from_environ
from stream.fold.recent import Recent
from stream.fold.transaction import Tools
from stream.fold.worlds import Worlds
from stream.rebuild.lane import Lane
from stream.tell import Step


class Folding:
    """Folds the log into a build; an async context."""

    def __init__(self, settings: Settings, build: int, partitions: int) -> None:
        tools = Tools(
            partitions=partitions,
            worlds=Worlds(),
            recent=Recent(),
            channel=f"{settings.names.partials_channel}_{build}",
            reach=from_environ(),
        )
        numbers = range(partitions)
        self._lanes = [
            Lane(settings, build, numbers[n :: settings.lanes], tools, self._count)
            for n in range(min(settings.lanes, partitions))
        ]
        self._stack = AsyncExitStack()
        self._step: Step | None = None
        self._all = 0
        self.messages = self.updates = 0
        self.seconds = 0.0
        """Spent folding."""

    async def __aenter__(self) -> Folding:
        async with AsyncExitStack() as stack:
            for lane in self._lanes:
                await stack.enter_async_context(lane.reader)
                stack.push_async_callback(lane.close)
                await lane.begin()
            self._stack = stack.pop_all()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    @property
    def positions(self) -> dict[int, int]:
        """The next offset to fold, by partition; those not begun are missing."""
        return {n: one.next_offset for lane in self._lanes for n, one in lane.held.items()}

    @property
    def rate(self) -> float:
        """Updates a second."""
        return self.updates / self.seconds if self.seconds else 0.0

    async def to(self, ends: Mapping[int, int], step: Step | None = None) -> None:
        """Fold what lies before these offsets, and tell `step` how far it is."""
        begun, self._step, self._all = monotonic(), step, sum(ends.values())
        try:
            async with asyncio.TaskGroup() as group:
                for lane in self._lanes:
                    group.create_task(lane.fold_to(ends))
        except* Exception as errors:
            raise errors.exceptions[0] from errors
        self.seconds += monotonic() - begun
        self._step = None

    def _count(self, chunk: Chunk) -> None:
        self.messages += len(chunk)
        self.updates += sum(
            len(parcel.content.updates) for parcel in chunk if isinstance(parcel.content, LogReport)
        )
        if self._step is not None:
            self._step.at(self.messages / max(self._all, 1), f"{self.updates:,} updates")
