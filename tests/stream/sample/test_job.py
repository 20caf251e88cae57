"""Who may seed (what SQL remembers is tested on a real database)."""

from __future__ import annotations

from typing import Any

import pytest

from stream.sample.job import CannotSeed, alone, partitions


class Answering:
    """A connection that gives one row to every question, and remembers the questions."""

    def __init__(self, row: tuple[Any, ...] | None) -> None:
        self.row = row
        self.asked: list[str] = []

    async def execute(self, query: str, values: object = None) -> Answering:
        self.asked.append(query)
        return self

    async def fetchone(self) -> tuple[Any, ...] | None:
        return self.row


async def test_two_seedings_do_not_run_at_once() -> None:
    with pytest.raises(CannotSeed, match="another"):
        async with alone(Answering((False,)), "x"):  # type: ignore[arg-type]
            pass


async def test_the_lock_is_given_back() -> None:
    connection = Answering((True,))
    async with alone(connection, "x"):  # type: ignore[arg-type]
        pass
    assert "unlock" in connection.asked[-1]


async def test_a_system_that_was_never_migrated_is_refused() -> None:
    with pytest.raises(CannotSeed, match="schema migrate"):
        await partitions(Answering(None))  # type: ignore[arg-type]
    assert await partitions(Answering((8,))) == 8  # type: ignore[arg-type]
