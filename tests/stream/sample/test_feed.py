"""The role's pace and what its heartbeat says (the rest runs on real engines)."""

from __future__ import annotations

from pathlib import Path
from random import Random

import httpx2
import pytest

from schema.settings import Settings
from stream.sample.feed import PACE_S, Feed, run
from stream.sample.job import CannotSeed
from stream.sample.post import Poster


def test_three_seconds_never_pass_without_a_report() -> None:
    assert 0 < PACE_S[0] < PACE_S[1] < 2.5


async def test_it_is_ready_once_a_report_was_taken() -> None:
    async with httpx2.AsyncClient() as client:
        poster = Poster(client, Path("demo-key"), Random(1))
        feed = Feed(Settings(), None, poster)  # type: ignore[arg-type]
        ready, told = feed.status()
        assert not ready
        assert told["waits_for"] == "the database"
        poster.taken = 1
        assert feed.status()[0]


async def test_it_does_not_run_in_production() -> None:
    with pytest.raises(CannotSeed, match="NHIP_PROFILE=prod"):
        await run(Settings(profile="prod"))
