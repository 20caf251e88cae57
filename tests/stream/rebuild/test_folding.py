"""Lanes side by side: each partition in one of them, what they say added up."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, ClassVar

import pytest

from schema.settings import Settings
from stream.core.partition import Partition
from stream.rebuild import folding
from stream.rebuild.folding import Folding
from stream.tell import Step
from tests.stream.fold.fakes import many


class FakeLane:
    made: ClassVar[list[FakeLane]] = []
    error: Exception | None = None

    def __init__(
        self, settings: Settings, build: int, numbers: Sequence[int], tools: Any, tell: Any
    ) -> None:
        self.numbers, self._tell, self.channel = list(numbers), tell, tools.channel
        self.held: dict[int, Partition] = {}
        self.reader = asynccontextmanager(self._read)()
        self.closed = self.begun = False
        FakeLane.made.append(self)

    async def _read(self) -> Any:
        yield self

    async def begin(self) -> None:
        self.begun = True

    async def close(self) -> None:
        self.closed = True

    async def fold_to(self, ends: Mapping[int, int]) -> None:
        if self.error is not None:
            raise self.error
        for number in self.numbers:
            self.held[number] = Partition(number=number, next_offset=ends[number])
            self._tell(tuple(many(ends[number], number, updates=2)))


@pytest.fixture(autouse=True)
def lanes(monkeypatch: pytest.MonkeyPatch) -> list[FakeLane]:
    FakeLane.made, FakeLane.error = [], None
    monkeypatch.setattr(folding, "Lane", FakeLane)
    return FakeLane.made


async def test_each_partition_is_in_one_lane() -> None:
    async with Folding(Settings(lanes=3), 2, 8):
        assert sorted(n for lane in FakeLane.made for n in lane.numbers) == list(range(8))
        assert all(lane.begun and not lane.closed for lane in FakeLane.made)
    assert len(FakeLane.made) == 3 and all(lane.closed for lane in FakeLane.made)


async def test_no_lane_without_a_partition() -> None:
    async with Folding(Settings(lanes=4), 2, 2):
        assert [lane.numbers for lane in FakeLane.made] == [[0], [1]]


async def test_nobody_live_is_woken() -> None:
    settings = Settings()
    async with Folding(settings, 2, 2):
        assert FakeLane.made[0].channel != settings.names.partials_channel


async def test_what_was_folded_is_added_up() -> None:
    out = io.StringIO()
    step = Step("folding", out)
    step._told -= 60
    async with Folding(Settings(lanes=2), 2, 2) as folds:
        assert folds.rate == 0.0
        await folds.to({0: 3, 1: 4}, step)
        assert (folds.messages, folds.updates) == (7, 14)
        assert folds.positions == {0: 3, 1: 4} and folds.rate > 0
    assert "folding: 43% 6 updates" in out.getvalue()


async def test_the_first_error_is_the_error() -> None:
    FakeLane.error = RuntimeError("why")
    async with Folding(Settings(lanes=2), 2, 2) as folds:
        with pytest.raises(RuntimeError, match="why"):
            await folds.to({0: 1, 1: 1})
