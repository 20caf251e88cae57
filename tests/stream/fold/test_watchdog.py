from __future__ import annotations

import asyncio
from typing import Any, NoReturn

import psycopg
import pytest

from schema.settings import Settings
from stream.fold import watchdog as module
from stream.fold.watchdog import STILL_S, Stillness, Watchdog


def test_a_partition_that_moves_is_never_accused() -> None:
    stillness = Stillness()
    for turn in range(100):
        assert not stillness.look({0}, {0: turn}, {0: 1_000}, at=turn * 10.0)


def test_one_that_stands_still_with_more_to_fold_is_accused_after_a_minute() -> None:
    stillness = Stillness()
    assert not stillness.look({0, 1}, {0: 5, 1: 3}, {0: 9, 1: 3}, at=0)
    assert not stillness.look({0, 1}, {0: 5, 1: 3}, {0: 9, 1: 3}, at=STILL_S - 1)
    assert stillness.look({0, 1}, {0: 5, 1: 3}, {0: 9, 1: 3}, at=STILL_S) == {0}


def test_another_workers_partition_is_not_our_business() -> None:
    stillness = Stillness()
    stillness.look({1}, {0: 5}, {0: 9}, at=0)
    assert not stillness.look({1}, {0: 5}, {0: 9}, at=STILL_S)


def test_the_minute_begins_when_the_partition_becomes_ours() -> None:
    stillness = Stillness()
    stillness.look(set(), {0: 5}, {0: 9}, at=0)
    stillness.look({0}, {0: 5}, {0: 9}, at=50)
    assert not stillness.look({0}, {0: 5}, {0: 9}, at=100)
    assert stillness.look({0}, {0: 5}, {0: 9}, at=110) == {0}


def test_what_is_away_is_an_excuse() -> None:
    stillness = Stillness()
    stillness.look({0}, {0: 5}, {0: 9}, at=0)
    stillness.excuse()
    assert not stillness.look({0}, {0: 5}, {0: 9}, at=STILL_S)


class Died(Exception):
    pass


def die(code: int) -> NoReturn:
    raise Died(code)


class Watched(Watchdog):
    """A watchdog whose world is a list of answers."""

    def __init__(self, answers: list[Any]) -> None:
        super().__init__(Settings(), 1, lambda: {0}, die)
        self.answers = answers
        self.asked = 0

    async def _ask(self) -> Any:
        answer = self.answers[min(self.asked, len(self.answers) - 1)]
        self.asked += 1
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A minute passes in no time."""
    monkeypatch.setattr(module, "EVERY_S", 0.0)
    monkeypatch.setattr(module, "STILL_S", 0.0)


@pytest.mark.usefixtures("quick")
def test_it_ends_the_process() -> None:
    with pytest.raises(Died, match="70"):
        asyncio.run(Watched([({0: 5}, {0: 9})])._run())


@pytest.mark.usefixtures("quick")
def test_it_waits_while_the_database_is_away() -> None:
    away = psycopg.OperationalError("away")
    dog = Watched([away, away, ({0: 5}, {0: 9})])
    with pytest.raises(Died):
        asyncio.run(dog._run())
    assert dog.asked == 3
