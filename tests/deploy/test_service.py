import asyncio
from pathlib import Path

import pytest

from deploy.errors import CannotStart
from deploy.service import Given
from tests.deploy.fakes import FakeEngine, places, silent


async def test_an_engine_starts_when_it_answers_and_stops(tmp_path: Path) -> None:
    progress, out = silent()
    engine = FakeEngine(places(tmp_path))
    assert await engine.start(progress) == "fake://here"
    assert engine.questions == 3
    assert "fake       answers" in out.getvalue()
    await engine.stop()
    await engine.stop()
    assert await engine.died() == -15


async def test_an_engine_that_ends_at_once_says_why(tmp_path: Path) -> None:
    progress, _ = silent()
    engine = FakeEngine(places(tmp_path))
    engine.program = "raise SystemExit('out of luck')"
    engine.first = -10_000
    with pytest.raises(CannotStart, match="out of luck"):
        await FakeEngine.start(engine, progress)


async def test_what_a_killed_run_left_over_is_stopped_first(tmp_path: Path) -> None:
    progress, out = silent()
    at = places(tmp_path)
    left, again = FakeEngine(at), FakeEngine(at)
    await left.start(progress)
    await again.start(progress)
    await left.died()
    assert "stopped what an earlier run left over" in out.getvalue()
    await again.stop()


async def test_a_start_that_is_cancelled_leaves_nothing(tmp_path: Path) -> None:
    asked = asyncio.Event()

    class Slow(FakeEngine):
        async def answers(self) -> bool:
            asked.set()
            return False

    progress, _ = silent()
    engine = Slow(places(tmp_path))
    start = asyncio.create_task(engine.start(progress))
    await asked.wait()
    start.cancel()
    with pytest.raises(asyncio.CancelledError):
        await start
    assert await engine.died() == -15


async def test_a_given_service_is_only_an_address() -> None:
    progress, out = silent()
    given = Given("postgres", "DATABASE_URL", "postgresql://there/nhip")
    assert await given.start(progress) == "postgresql://there/nhip"
    assert "given by DATABASE_URL" in out.getvalue()
    assert "there" not in out.getvalue()
    await given.stop()
