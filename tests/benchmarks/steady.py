"""stream.steady: 2,000 updates a second for a while, from the door to the published figures.

A running system of its own (sample S) takes a hundred reports a second of twenty updates each.
Every 50 ms it is asked how far the log, the fold and the published state are; its processes say
what memory and processor time they take. DURATION says how long: a minute, or the ten that
`docs/benchmarks.md` tells of. The load shares the two cores with everything it measures.
"""

from __future__ import annotations

import asyncio
import os
import random
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import psutil
from msgspec import Struct, field

from tests.acceptance.system import System, running
from tests.benchmarks.engines import engines
from tests.benchmarks.latency import DRAW, report
from tests.benchmarks.looks import LOOKS_PER_S, Look, Offsets, late, looking, p99

Figure = tuple[str, float, str, str | None, float | None]
REPORTS_PER_S, A_REPORT = 100, 20
UPDATES_PER_S = REPORTS_PER_S * A_REPORT
SECONDS = float(os.environ.get("DURATION") or 60)
WARM_S = 20.0
AGE_LIMIT_MS, CPU_LIMIT_MS, LAG_LIMIT_S, GROWTH_LIMIT_MB = 300, 40, 1, 32
ROLES = ("web", "fold", "roll", "alerts")
MB = 1 << 20


class Seen(Struct):
    """What one run has shown."""

    accepted: Offsets = field(default_factory=dict)
    """The end of what was promised, by partition."""
    promised: int = 0
    looks: list[Look] = field(default_factory=list)
    memory: dict[str, list[int]] = field(default_factory=dict)
    """MB by role: after the warming up, and at the end."""
    fold_cpu_s: float = 0.0


def run() -> Iterator[Figure]:
    """One run: rates, lag and age of what is published, price and growth."""
    with engines() as addresses, tempfile.TemporaryDirectory() as folder:
        environ = {**os.environ, **addresses, "NHIP_PREFIX": f"bench{os.getpid()}_"}
        with running(environ, Path(folder), "S") as system:
            seen = asyncio.run(_watched(system))
    name, rate = "stream.steady", seen.promised * A_REPORT / SECONDS
    cpu = seen.fold_cpu_s / (seen.promised * A_REPORT) * 1e6
    lag, age = late(seen.looks, "accepted", "folded"), late(seen.looks, "folded", "published")
    first, last = _thirds(lag)
    yield _figure(f"{name}.updates_per_s", rate, "updates/s", UPDATES_PER_S)
    yield _figure(f"{name}.fold_behind_p99_s", p99(lag), "s", LAG_LIMIT_S)
    yield (f"{name}.fold_behind_last_third_s", last, "s", "its first third", last / first)
    yield _figure(f"{name}.kpi_age_p99_ms", p99(age) * 1_000, "ms", AGE_LIMIT_MS)
    yield _figure(f"{name}.fold_cpu_ms_per_1000_updates", cpu, "ms", CPU_LIMIT_MS)
    for role, (before, after) in seen.memory.items():
        yield _figure(f"{name}.{role}_grown_mb", after - before, "MB", GROWTH_LIMIT_MB)


def _figure(name: str, value: float, unit: str, limit: float) -> Figure:
    return (name, value, unit, f"limit {limit:g}", value / limit)


async def _watched(system: System) -> Seen:
    """Load and looks at the same time; what was seen once the system was warm."""
    seen = Seen()
    await _load(system, Seen(), WARM_S)
    pids = system.pids()
    begun = {role: _memory(pids[role]) for role in ROLES}
    spent = _cpu_s(pids["fold"])
    async with looking(system, lambda: seen.accepted) as seen.looks:
        await _load(system, seen, SECONDS)
    seen.fold_cpu_s = _cpu_s(pids["fold"]) - spent
    seen.memory = {role: [begun[role], _memory(pids[role])] for role in ROLES}
    return seen


async def _load(system: System, seen: Seen, seconds: float) -> None:
    """Post at the rate, whatever the answers take."""
    tasks = system.sql(DRAW)
    rng = random.Random(0)
    loop = asyncio.get_running_loop()
    async with httpx2.AsyncClient(timeout=30, trust_env=False) as client:
        begun, posting = loop.time(), set[asyncio.Task[None]]()
        for number in range(round(seconds * REPORTS_PER_S)):
            await asyncio.sleep(max(0.0, begun + number / REPORTS_PER_S - loop.time()))
            body = report(system, rng, rng.choice(tasks), A_REPORT)
            one = asyncio.create_task(_one(client, system, body, seen))
            posting.add(one)
            one.add_done_callback(posting.discard)
        await asyncio.gather(*posting)


async def _one(client: httpx2.AsyncClient, system: System, body: Any, seen: Seen) -> None:
    headers = {"authorization": f"Bearer {system.key}"}
    answer = await client.post(system.base + "/api/reports", json=body, headers=headers)
    assert answer.status_code == 202, answer.text
    seen.promised += 1
    for part in answer.json()["reports"][0]["parts"]:
        home, end = part["partition"], part["offset"] + 1
        seen.accepted[home] = max(end, seen.accepted.get(home, 0))


def _thirds(values: list[float]) -> tuple[float, float]:
    """Means of the first and the last third, at least one look's length."""
    third = len(values) // 3
    parts = values[:third], values[-third:]
    first, last = (max(sum(one) / len(one), 1 / LOOKS_PER_S) for one in parts)
    return first, last


def _memory(pid: int) -> int:
    return int(psutil.Process(pid).memory_info().rss) // MB


def _cpu_s(pid: int) -> float:
    times = psutil.Process(pid).cpu_times()
    return float(times.user + times.system)
