import asyncio
import contextlib

import pytest

from deploy.errors import CannotStart
from deploy.keeper import CALM, FIRST_PAUSE, LONGEST_PAUSE, Backoff, again, how, keep
from deploy.service import Given
from tests.deploy.fakes import silent


def test_pauses_double_up_to_a_limit() -> None:
    backoff = Backoff(clock=lambda: 0.0)
    pauses = [backoff.next() for _ in range(10)]
    assert pauses[:3] == [FIRST_PAUSE, 2 * FIRST_PAUSE, 4 * FIRST_PAUSE]
    assert pauses[-1] == LONGEST_PAUSE


def test_a_calm_life_is_forgiven() -> None:
    now = 0.0
    backoff = Backoff(clock=lambda: now)
    backoff.next()
    backoff.started()
    now = CALM + 1
    assert backoff.next() == FIRST_PAUSE


async def test_what_died_is_started_again_even_if_it_does_not_start_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("deploy.keeper.FIRST_PAUSE", 0.0)
    statuses = iter([-9, 1])
    started: list[str] = []
    done = asyncio.Event()

    async def died() -> int:
        status = next(statuses, None)
        if status is None:
            done.set()
            await asyncio.Event().wait()
        assert status is not None
        return status

    async def start() -> None:
        started.append("once more")
        if len(started) == 1:
            raise CannotStart("port taken")

    progress, out = silent()
    task = asyncio.create_task(again("kafka", died, start, progress))
    await asyncio.wait_for(done.wait(), 5)
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
    assert len(started) == 2
    assert "ended by signal 9; starting it again in 0.0 s" in out.getvalue()
    assert "did not start: port taken" in out.getvalue()


async def test_keep_ends_with_its_block() -> None:
    progress, _ = silent()
    before = asyncio.all_tasks()
    async with keep([Given("kafka", "KAFKA", "there:1")], progress):
        assert len(asyncio.all_tasks()) == len(before) + 1
    assert asyncio.all_tasks() == before


def test_how_it_ended() -> None:
    assert (how(3), how(-15)) == ("with status 3", "by signal 15")
