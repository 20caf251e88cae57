"""The role ``fold``: may it begin, then one `Role` until SIGTERM; called by `main`.

It waits while the database or the log is away, and refuses when they contradict one another.
"""

from __future__ import annotations

import asyncio
import logging
import tempfile
from pathlib import Path

import psycopg
from aiokafka.errors import KafkaError

from schema.database import AWAY, AsyncPool, pool
from schema.errors import Contradiction
from schema.process import beat
from schema.settings import Settings
from schema.stopping import told
from stream.fold.role import NAME, OK, Role
from stream.fold.session import pauses
from stream.fold.startup import Story, check, look, stand

REFUSED = 78
"""Exit code: something must be put right before a start makes sense."""
LONG_S = 1.0
"""A new log is short of its coordinator for a moment; only a longer pause is worth a warning."""
_log = logging.getLogger(__name__)


async def run(settings: Settings) -> int:
    """Fold until SIGTERM or SIGINT; the exit code."""
    stop = told()
    beats = pool(settings, size=2)
    await beats.open()
    try:
        story = await _story(settings, stop)
        if story is None:
            return OK
        check(story)
        await stand(settings, story)
        with tempfile.TemporaryDirectory(prefix="nhip-fold-") as folder:
            return await Role(settings, story, beats, Path(folder)).run(stop)
    except Contradiction as refusal:
        _log.critical("refused to start: %s", refusal)
        await _say_refused(beats, settings, str(refusal))
        return REFUSED
    finally:
        await beats.close(timeout=1)


async def _story(settings: Settings, stop: asyncio.Event) -> Story | None:
    """What log and database say; waits while one is away, None when told to stop."""
    for pause in pauses():
        try:
            return await look(settings)
        except (*AWAY, KafkaError) as error:
            level = logging.INFO if pause < LONG_S else logging.WARNING
            _log.log(level, "waiting for the database and the log: %r", error)
        except psycopg.errors.UndefinedTable as error:
            raise Contradiction(
                "expected the tables of this version, found none; run `python -m schema migrate`"
            ) from error
        try:
            await asyncio.wait_for(stop.wait(), pause)
            return None
        except TimeoutError:
            continue
    raise AssertionError("pauses never end")


async def _say_refused(beats: AsyncPool, settings: Settings, why: str) -> None:
    try:
        await beat(beats, NAME, ready=False, detail={"refused": why})
    except AWAY:
        pass  # the log line has to do
