"""A client of ``POST /api/reports`` as an agency should write one.

It keeps the ids of a report until the gateway has taken it: an answer that got lost is asked for
again. It waits as long as it is told (429, 503), and longer each time nobody answers.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path
from random import Random

import httpx2
import msgspec

from schema.report import Report

FIRST_WAIT_S, LONGEST_WAIT_S = 0.5, 15.0
TIMEOUT_S = 15.0
_TAKEN = frozenset({200, 202})
_NO_KEY = frozenset({401, 403})
_BUSY = frozenset({429, 502, 503, 504})
_log = logging.getLogger(__name__)
Sleep = Callable[[float], Awaitable[None]]


class Poster:
    """Posts reports one after the other; counts what became of them."""

    def __init__(
        self, client: httpx2.AsyncClient, key: Path, rng: Random, sleep: Sleep = asyncio.sleep
    ) -> None:
        """`key` is a file: it is read again when the gateway does not know the key."""
        self._client, self._key, self._rng, self._sleep = client, key, rng, sleep
        self._bearer = ""
        self.taken = 0
        self.refused = 0
        self.trouble: str | None = "nothing was posted yet"
        """Why the last attempt failed; None when it did not."""

    async def post(self, report: Report) -> bool:
        """Post until it is taken or refused for good; whether it was taken."""
        body = msgspec.json.encode(report)
        wait = FIRST_WAIT_S
        while True:
            told = await self._attempt(body)
            if isinstance(told, bool):
                return told
            await self._sleep(max(told, wait * self._rng.uniform(0.8, 1.2)))
            wait = min(2 * wait, LONGEST_WAIT_S)

    async def _attempt(self, body: bytes) -> bool | float:
        """Taken, refused, or how many seconds to wait at least before the next attempt."""
        try:
            self._bearer = self._bearer or self._key.read_text("utf-8").strip()
            response = await self._client.post(
                "/api/reports",
                content=body,
                headers={
                    "Authorization": f"Bearer {self._bearer}",
                    "Content-Type": "application/json",
                },
            )
        except (httpx2.TransportError, OSError) as error:
            return self._failed(f"{type(error).__name__}: {error}", 0.0)
        return self._answered(response)

    def _answered(self, response: httpx2.Response) -> bool | float:
        if response.status_code in _TAKEN:
            self.taken += 1
            self.trouble = None
            return True
        if response.status_code in _BUSY or response.status_code in _NO_KEY:
            self._bearer = ""
            return self._failed(f"{response.status_code}: {response.text[:200]}", _asked(response))
        self.refused += 1
        self.trouble = f"{response.status_code}: {response.text[:500]}"
        _log.error("a report was refused: %s", self.trouble)
        return False

    def _failed(self, why: str, wait: float) -> float:
        if self.trouble is None:
            _log.warning("cannot post, trying again: %s", why)
        self.trouble = why
        return wait


def _asked(response: httpx2.Response) -> float:
    """Seconds of the header Retry-After, at most the longest wait; 0 without one."""
    written = response.headers.get("Retry-After", "")
    return min(float(written), LONGEST_WAIT_S) if written.isdigit() else 0.0
