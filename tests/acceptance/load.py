"""A steady load with a ledger, and viewers: what the fault tests hold the system to.

The ledger is a file, synced to the disk before a report is sent and after each answer: `A` an
update the system has promised (202), `S` one that was sent. Viewers follow boards as pages do.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2
from msgspec import Struct
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

from tests.acceptance.acts import Body
from tests.acceptance.aside import Aside
from tests.acceptance.system import System
from tests.builders import random_id

EACH_S = 0.02  # 50 reports a second
TOGETHER = 16  # reports under way
GIVES_UP_S = 90.0
SOURCE = "faults"
TASKS = (
    b"select t.code, t.lead, t.assigned_by from task t where t.kind = 'one_off' "
    b"and t.lead <> t.assigned_by order by md5(t.code || %s) limit 60"
)


class Ledger:
    """What was sent and what was promised, on disk."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("a+")
        self.answers: Counter[int] = Counter()

    def note(self, mark: str, body: Body) -> None:
        """Write the ids of a report's updates down for good."""
        self._file.writelines(f"{mark} {update['id']}\n" for update in body["updates"])
        self._file.flush()
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """Let the file go."""
        self._file.close()

    def ids(self, mark: str) -> set[str]:
        """The ids with this mark, as they stand on disk."""
        self._file.seek(0)
        return {line[2:].strip() for line in self._file if line.startswith(mark)}


class Target(Struct, frozen=True):
    """A task that is spoken about."""

    code: str
    lead: str
    assigned_by: str


class Acts:
    """Random reports about some tasks, the same for a seed."""

    def __init__(self, seed: int, targets: Sequence[Target]) -> None:
        self.random = random.Random(seed)
        self._targets = targets
        self._said: list[Body] = []
        self._claims: dict[str, str] = {}

    def report(self) -> Body:
        """A report of one unit: one to three updates on a task; at times one that was sent."""
        if self._said and self.random.random() < 0.05:
            return self.random.choice(self._said)
        target = self.random.choice(self._targets)
        if self.random.random() < 0.1:
            made = self._body(
                "vn", [self._note(one) for one in self.random.sample(self._targets, 3)]
            )
        elif target.code in self._claims and self.random.random() < 0.3:
            made = self._body(target.assigned_by, [self._verdict(target)])
        else:
            updates = [self._said_of(target) for _ in range(self.random.randint(1, 3))]
            made = self._body(target.lead, updates)
        self._said.append(made)
        return made

    def _said_of(self, target: Target) -> Body:
        kind = self.random.choice(("progress", "progress", "completed", "difficulty.raised"))
        late = timedelta(days=self.random.choice((0, 0, 0, 1, 3)) * self.random.random())
        made = self._update(kind, target, late)
        if kind == "progress":
            made |= {"progress": self.random.randint(0, 100) / 100, "reason": "đo lại"}
        elif kind == "completed":
            self._claims[target.code] = made["id"]
        else:
            made |= {"difficulty": made["id"], "type": "data", "text": "chờ"}
        return made

    def _verdict(self, target: Target) -> Body:
        kind = self.random.choice(("verified", "returned", "reopened"))
        claim = self._claims.pop(target.code)
        return {**self._update(kind, target), "of": claim, "reason": "xem lại"}

    def _note(self, target: Target) -> Body:
        made = self._update("conclusion.recorded", target)
        return {**made, "conclusion": "kl", "text": "giao"}

    def _update(self, kind: str, target: Target, late: timedelta = timedelta(0)) -> Body:
        occurred = datetime.now(UTC) - late
        return {
            "id": random_id(self.random),
            "kind": kind,
            "subject": target.code,
            "occurred_at": occurred.isoformat(),
        }

    def _body(self, unit: str, updates: list[Body]) -> Body:
        return {
            "v": 1,
            "id": random_id(self.random),
            "unit": unit,
            "actor": "officer-1",
            "channel": "connector",
            "source": SOURCE,
            "reported_at": datetime.now(UTC).isoformat(),
            "updates": updates,
        }


class Viewer:
    """A page on a board: applies snapshots and patches, comes back with what it has."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._epoch, self.seq = "", -1
        self.figures: dict[str, Any] = {}
        self.faults: list[str] = []
        self.level = asyncio.Event()
        """Set by a heartbeat that says there is nothing more to come."""

    async def follow(self) -> None:
        """Look until cancelled, through whatever breaks the line."""
        while True:
            with suppress(OSError, WebSocketException, TimeoutError):
                address = f"{self._address}&e={self._epoch}&s={self.seq}"
                async with connect(address, open_timeout=5, max_size=None) as line:
                    async for message in line:
                        frame = json.loads(message)
                        self._apply(frame)
                        if frame["t"] == "h":
                            await line.send(json.dumps({"t": "a", "s": max(self.seq, 0)}))
            await asyncio.sleep(0.3)

    def _apply(self, frame: dict[str, Any]) -> None:
        if frame["t"] == "s":
            self._epoch, self.seq, self.figures = frame["e"], frame["s"], frame["f"]
        elif frame["t"] == "p":
            if frame["s"] != self.seq + 1:
                self.faults.append(f"patch {frame['s']} came after {self.seq}")
            self.seq = frame["s"]
            for pointer, figure in frame["f"].items():
                if figure[2] == "gone":
                    self.figures.pop(pointer, None)
                else:
                    self.figures[pointer] = figure
        elif frame["s"] == self.seq:
            self.level.set()


class Load:
    """The load and the viewers, in a thread of their own until `stop`."""

    def __init__(self, system: System, acts: Acts, ledger: Ledger, scopes: Sequence[str]) -> None:
        self._system, self._acts, self.ledger = system, acts, ledger
        live = system.base.replace("http", "ws", 1) + "/live?board="
        self.viewers = {scope: Viewer(live + scope) for scope in scopes}
        self.faults: list[str] = []
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
        self._aside.say(self._finish())

    def fresh(self, scope: str) -> dict[str, Any]:
        """The figures of a newcomer to this board."""

        async def look() -> dict[str, Any]:
            newcomer = Viewer(self.viewers[scope]._address)
            task = asyncio.create_task(newcomer.follow())
            async with asyncio.timeout(20):
                await newcomer.level.wait()
            task.cancel()
            await asyncio.wait((task,))
            return newcomer.figures

        return self._aside.say(look())

    async def _start(self) -> None:
        self._http = httpx2.AsyncClient(timeout=15, trust_env=False)
        self._viewers = [asyncio.create_task(each.follow()) for each in self.viewers.values()]
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
            body = self._acts.report()
            self.ledger.note("S", body)
            await self._until_promised(body)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stop.wait(), EACH_S * TOGETHER)

    async def _until_promised(self, body: Body) -> None:
        """Send the same ids until the system promises them, as an agency does."""
        deadline = asyncio.get_running_loop().time() + GIVES_UP_S
        while asyncio.get_running_loop().time() < deadline:
            status = await self._post(body)
            self.ledger.answers[status] += 1
            if status == 202:
                self.ledger.note("A", body)
                return
            if status not in (0, 429, 503):
                self.faults.append(f"{status} for {body}")
                return
            await asyncio.sleep(0.2)
        self.faults.append(f"no promise within {GIVES_UP_S} s")

    async def _post(self, body: Body) -> int:
        """The status; 0 when the line broke."""
        headers = {"authorization": f"Bearer {self._system.key}"}
        try:
            address = self._system.base + "/api/reports"
            return (await self._http.post(address, json=body, headers=headers)).status_code
        except httpx2.TransportError:
            return 0


def targets(system: System, seed: int) -> list[Target]:
    """Tasks drawn from the sample."""
    return [Target(*row) for row in system.sql(TASKS, str(seed))]
