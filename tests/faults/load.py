"""A steady load with a ledger, and viewers of boards and inboxes: what goes on under faults.

As an agency does, a report is sent with the same ids until it is promised (202). One in ten is held
back for some seconds, so that later ones overtake it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

import httpx2

from tests.acceptance.acts import Body
from tests.acceptance.aside import Aside
from tests.acceptance.system import System
from tests.faults.ledger import Ledger
from tests.faults.reports import Acts
from tests.faults.viewers import RECONNECT_S, Viewer, newcomer

EACH_S = 0.06  # about 16 reports a second
TOGETHER = 16  # reports under way
GIVES_UP_S = 420.0  # longer than the longest fault
HELD_BACK_S = 4.0


class Load:
    """The load and the viewers, in a thread of their own until `stop`."""

    def __init__(
        self,
        system: System,
        acts: Acts,
        ledger: Ledger,
        *,
        scopes: Sequence[str],
        inboxes: Sequence[str],
    ) -> None:
        self._system, self._acts, self.ledger = system, acts, ledger
        live = system.base.replace("http", "ws", 1) + "/live?"
        self.boards = {scope: Viewer(f"{live}board={scope}") for scope in scopes}
        self.inboxes = {unit: Viewer(f"{live}inbox={unit}") for unit in inboxes}
        self.faults: list[str] = []
        """Reports that were refused, or not promised for too long."""
        self._aside = Aside()
        self._stop = asyncio.Event()

    @contextmanager
    def running(self) -> Iterator[Load]:
        """Viewers look for as long as the block lasts, reports come until `stop`."""
        self._aside.say(self._start())
        try:
            yield self
        finally:
            self._aside.say(self._end())
            self._aside.end()

    def stop(self) -> None:
        """No new reports; returns when those under way are promised or refused."""
        self._aside.say(self._finish(), GIVES_UP_S + 60)

    def turn_to(self, system: System) -> None:
        """From now on reports go there; those under way are sent again, with their ids."""
        self._system = system

    def fresh(self, viewer: Viewer) -> Viewer:
        """A newcomer to the same place."""
        return self._aside.say(newcomer(viewer.address))

    async def _start(self) -> None:
        self._http = httpx2.AsyncClient(timeout=15, trust_env=False)
        viewers = [*self.boards.values(), *self.inboxes.values()]
        self._viewers = [asyncio.create_task(each.follow()) for each in viewers]
        self._senders = [asyncio.create_task(self._send()) for _ in range(TOGETHER)]

    async def _finish(self) -> None:
        self._stop.set()
        await asyncio.gather(*self._senders)

    async def _end(self) -> None:
        tasks = [*self._viewers, *self._senders]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._http.aclose()

    async def _send(self) -> None:
        while not self._stop.is_set():
            body, chance = self._acts.report(), self._acts.random.random()
            self.ledger.note("S", body)
            if chance < 0.1:
                self._acts.troubles["overtaken"] += 1
                await asyncio.sleep(HELD_BACK_S * 10 * chance)
            await self._until_promised(body)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stop.wait(), EACH_S * TOGETHER)

    async def _until_promised(self, body: Body) -> None:
        """Send the same ids until the system promises them."""
        deadline = asyncio.get_running_loop().time() + GIVES_UP_S
        while asyncio.get_running_loop().time() < deadline:
            status, again_s = await self._post(body)
            self.ledger.answers[status] += 1
            if status == 202:
                self.ledger.note("A", body)
                return
            if status not in (0, 429, 503):
                self.faults.append(f"{status} for {body}")
                return
            await asyncio.sleep(again_s)
        self.faults.append(f"no promise within {GIVES_UP_S} s")

    async def _post(self, body: Body) -> tuple[int, float]:
        """The status, and when to come back as the answer says; 0 when the line broke.

        A refusal for now without a word of when to come back is a fault.
        """
        headers = {"authorization": f"Bearer {self._system.key}"}
        try:
            address = self._system.base + "/api/reports"
            answer = await self._http.post(address, json=body, headers=headers)
        except httpx2.TransportError:
            return 0, RECONNECT_S
        said = answer.headers.get("retry-after", "")
        if answer.status_code in (429, 503) and not said.isdigit():
            self.faults.append(f"{answer.status_code} without Retry-After: {answer.text[:200]}")
        return answer.status_code, float(said) if said.isdigit() else RECONNECT_S
