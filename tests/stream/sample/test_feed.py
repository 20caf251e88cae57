"""The role's pace and what its heartbeat says (the rest runs on real engines)."""

from __future__ import annotations

import httpx2
import pytest

from schema.settings import Settings
from stream.sample.feed import PACE_S, Feed, run
from stream.sample.job import CannotSeed


def test_three_seconds_never_pass_without_a_report() -> None:
    assert 0 < PACE_S[0] < PACE_S[1] < 2.5


async def test_it_is_ready_once_a_report_was_taken() -> None:
    async with httpx2.AsyncClient() as client:
        feed = Feed(Settings(), None, client)  # type: ignore[arg-type]
        ready, told = feed.status()
        assert not ready
        assert told["waits_for"] == "the database"
        feed._poster.taken = 1
        assert feed.status()[0]


async def test_it_does_not_run_in_production() -> None:
    with pytest.raises(CannotSeed, match="NHIP_PROFILE=prod"):
        await run(Settings(profile="prod"))
