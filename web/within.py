"""An answer in time, or none: a database that stands still does not answer a cancellation either.

Cancelling a query waits for the server to agree, up to ten seconds. Whoever is asked by Prometheus
or by a balancer has no such time: what it waited for is left to end by itself.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


async def within(seconds: float, work: Coroutine[Any, Any, T]) -> T:
    """What `work` returns; raises TimeoutError after so many seconds, whatever it does then."""
    task = asyncio.ensure_future(work)
    try:
        done, _ = await asyncio.wait({task}, timeout=seconds)
    except BaseException:
        task.cancel()
        raise
    if not done:
        task.cancel()
        task.add_done_callback(_seen)
        raise TimeoutError(f"expected an answer within {seconds:g} s")
    return task.result()


def _seen(task: asyncio.Task[Any]) -> None:
    """What became of it is nobody's business any more."""
    if not task.cancelled():
        task.exception()
