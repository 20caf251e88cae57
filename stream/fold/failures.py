"""Failures nobody foresaw, counted where a restart finds them.

An unknown error ends the process (a supervisor starts it again); the count, written on a connection
of its own, tells the next run how often folding from this position has failed. The third time it
goes one message at a time, and the guilty one becomes a dead letter that is our own fault.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Sequence

import psycopg

from schema.database import connect_async
from schema.queries import load
from schema.settings import Settings

CAREFUL_FROM = 2
"""Failures at a position after which it is folded one message at a time."""
CAREFUL_FOR = 500
"""Messages that are folded one at a time then; more than a batch holds."""
_MOST_TEXT = 8_000
_log = logging.getLogger(__name__)


def told(error: BaseException) -> str:
    """The traceback of an error, for the failure or the dead letter."""
    return "".join(traceback.format_exception(error))[-_MOST_TEXT:].replace("\x00", "\\0")


async def count(
    settings: Settings, build: int, partitions: Sequence[int], error: BaseException
) -> None:
    """Count one failure at the present position of each partition; else log that it was not."""
    try:
        async with await connect_async(settings, build=build, statement_timeout="3s") as connection:
            await connection.execute(load("fold").count_failure, (told(error), list(partitions)))
    except psycopg.Error as failure:
        _log.error("the failure could not be counted: %r", failure)
