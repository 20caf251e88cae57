"""Waiting for what other processes do: there is no event across processes, only asking again."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

PATIENCE_S = 60.0
ASK_S = 0.05


async def until(true: Callable[[], bool], what: str, within: float = PATIENCE_S) -> None:
    """Ask the outside world again and again until it is so."""

    async def answer() -> bool:
        return true()

    await until_told(answer, what, within)


async def until_told(
    true: Callable[[], Awaitable[bool]], what: str, within: float = PATIENCE_S
) -> None:
    """The same for a question whose answer must be waited for itself."""
    try:
        async with asyncio.timeout(within):
            while not await true():  # noqa: ASYNC110 - another process sends no event
                await asyncio.sleep(ASK_S)
    except TimeoutError:
        raise AssertionError(f"expected {what} within {within:g} s") from None
