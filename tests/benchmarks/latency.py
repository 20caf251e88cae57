"""latency.report_to_socket: report accepted (202) → its figures on the WebSocket, 100 viewers.

Two loads one after the other on a running system of its own (sample S, embedded engines or those of
the environment): 50 reports/s of one update, and 50 reports/s of ten updates (500 updates/s). A
patch carries the offsets its figures stand on, the 202 the offset of the report: the report is on
the glass with the first patch whose offset lies beyond it. Load and viewers share two cores with
everything they measure.
"""

from __future__ import annotations

import asyncio
import os
import random
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Any

import httpx2
import msgspec
import websockets

from tests.acceptance.system import System, running
from tests.benchmarks.engines import engines
from tests.builders import random_id

Figure = tuple[str, float, str, str | None, float | None]
VIEWERS = 100
REPORTS_PER_S = 50
SECONDS = 20
ROUNDS = 3
LIMIT_MS = 1_000
SETTLES_S = 30.0
SAMPLED = 5
"""Viewers that note when an offset came; the others only read."""
DRAW = b"select code, lead from task where state in ('in_time', 'due_soon') order by code"


def run() -> Iterator[Figure]:
    """Medians of three rounds of p50 and p99, at both loads."""
    with engines() as addresses, tempfile.TemporaryDirectory() as folder:
        environ = {**os.environ, **addresses, "NHIP_PREFIX": f"bench{os.getpid()}_"}
        with running(environ, Path(folder), "S") as system:
            for label, updates in (("50_reports", 1), ("500_updates", 10)):
                rounds = [asyncio.run(_round(system, updates)) for _ in range(ROUNDS)]
                for name, share in (("p50_ms", 0.5), ("p99_ms", 0.99)):
                    value = median(_quantile(one, share) for one in rounds)
                    figure = f"latency.report_to_socket.{label}_per_s.{name}"
                    yield (figure, value, "ms", f"limit {LIMIT_MS}", value / LIMIT_MS)


def _quantile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


class Glass:
    """What one viewer saw: by partition, which offset came when."""

    def __init__(self) -> None:
        self._seen: dict[str, list[tuple[int, float]]] = {}
        self._newest: dict[str, int] = {}
        self._moved = asyncio.Condition()

    async def note(self, offsets: dict[str, int]) -> None:
        """These offsets are on the glass now."""
        now = time.perf_counter()
        for partition, offset in offsets.items():
            self._seen.setdefault(partition, []).append((offset, now))
            self._newest[partition] = max(offset, self._newest.get(partition, -1))
        async with self._moved:
            self._moved.notify_all()

    async def beyond(self, last: dict[str, int]) -> None:
        """Wait until every partition is shown beyond its offset."""
        async with self._moved, asyncio.timeout(SETTLES_S):
            await self._moved.wait_for(
                lambda: all(self._newest.get(one, -1) > offset for one, offset in last.items())
            )

    def first_beyond(self, partition: str, offset: int) -> float:
        """When the first patch beyond an offset came (``time.perf_counter``)."""
        return min(at for reached, at in self._seen[partition] if reached > offset)


async def _round(system: System, updates: int) -> list[float]:
    """Milliseconds from 202 to the patch, for every report of one round."""
    glasses = [Glass() for _ in range(SAMPLED)]
    joined = asyncio.Semaphore(0)
    unlooked = [None] * (VIEWERS - SAMPLED)
    viewers = [asyncio.create_task(_view(system, one, joined)) for one in (*glasses, *unlooked)]
    for _ in viewers:
        await joined.acquire()
    accepted = await _post(system, updates)
    last = {partition: offset for partition, offset, _ in sorted(accepted, key=_offset)}
    await asyncio.gather(*(glass.beyond(last) for glass in glasses))
    for viewer in viewers:
        viewer.cancel()
    await asyncio.gather(*viewers, return_exceptions=True)
    return [_waited(glasses, one) for one in accepted]


async def _view(system: System, glass: Glass | None, joined: asyncio.Semaphore) -> None:
    url = system.base.replace("http", "ws") + "/live?board=vn&lang=vi"
    async with websockets.connect(url, origin=websockets.Origin(system.base), max_size=None) as ws:
        await ws.recv()
        joined.release()
        async for raw in ws:
            if glass is not None:
                await glass.note(msgspec.json.decode(raw).get("o", {}))


Accepted = tuple[str, int, float]


async def _post(system: System, updates: int) -> list[Accepted]:
    """Post at the rate, whatever the answers take; where each report lies and when it was taken."""
    tasks = system.sql(DRAW)
    rng = random.Random(updates)
    bodies = [
        report(system, rng, rng.choice(tasks), updates) for _ in range(REPORTS_PER_S * SECONDS)
    ]
    async with httpx2.AsyncClient(timeout=30, trust_env=False) as client:
        loop = asyncio.get_running_loop()
        begun = loop.time()
        posting = []
        for number, body in enumerate(bodies):
            await asyncio.sleep(max(0.0, begun + number / REPORTS_PER_S - loop.time()))
            posting.append(asyncio.create_task(_one(client, system, body)))
        return [place for places in await asyncio.gather(*posting) for place in places]


async def _one(client: httpx2.AsyncClient, system: System, body: Any) -> list[Accepted]:
    answer = await client.post(
        system.base + "/api/reports",
        json=body,
        headers={"authorization": f"Bearer {system.key}"},
    )
    assert answer.status_code == 202, answer.text
    now = time.perf_counter()
    (report,) = answer.json()["reports"]
    return [(str(part["partition"]), part["offset"], now) for part in report["parts"]]


def report(system: System, rng: random.Random, task: Any, updates: int) -> dict[str, Any]:
    code, lead = task
    now = system.settings.clock().now() - timedelta(seconds=1)
    return {
        "v": 1,
        "id": random_id(rng) if updates else "",
        "unit": lead,
        "actor": "bench",
        "channel": "connector",
        "source": "bench",
        "reported_at": now.isoformat(),
        "updates": [
            {
                "id": random_id(random.Random(f"{os.urandom(8).hex()}")),
                "kind": "progress",
                "subject": code,
                "occurred_at": (now + timedelta(milliseconds=number)).isoformat(),
                "progress": rng.randrange(101) / 100,
                "reason": "đo",
            }
            for number in range(updates)
        ],
    }


def _offset(accepted: Accepted) -> int:
    return accepted[1]


def _waited(glasses: list[Glass], accepted: Accepted) -> float:
    """Milliseconds until the slowest sampled viewer's first patch beyond the report, at least 0."""
    partition, offset, taken = accepted
    slowest = max(glass.first_beyond(partition, offset) for glass in glasses)
    return max(0.0, (slowest - taken) * 1_000)
