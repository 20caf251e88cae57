"""stream.behind: what a fold that is behind costs, and how old the published figures are meanwhile.

Ten thousand reports of twenty updates lie in the log of a running system (sample S) at once, past
its door. While they are caught up, log, fold and published state are looked at every 50 ms.
"""

from __future__ import annotations

import asyncio
import os
import random
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import psutil

from schema.report import LogReport
from stream.fold.startup import Log
from tests.acceptance.system import System, running
from tests.benchmarks.engines import engines
from tests.benchmarks.latency import DRAW, report
from tests.benchmarks.log_filler import fill
from tests.benchmarks.looks import Look, Offsets, late, looking, p99
from tests.benchmarks.steady import AGE_LIMIT_MS, CPU_LIMIT_MS, Figure
from tests.integration.waiting import until

REPORTS, A_REPORT = 10_000, 20
PATIENCE_S = 120


def run() -> Iterator[Figure]:
    """One run: updates a second, age of the published figures, processor time of the fold."""
    with engines() as addresses, tempfile.TemporaryDirectory() as folder:
        environ = {**os.environ, **addresses, "NHIP_PREFIX": f"bench{os.getpid()}_"}
        with running(environ, Path(folder), "S") as system:
            looks, cpu_s = asyncio.run(_caught_up(system))
    seconds = looks[-1].at - looks[0].at
    age = p99(late(looks, "folded", "published")) * 1_000
    cpu = cpu_s / (REPORTS * A_REPORT) * 1e6
    name = "stream.behind"
    yield (f"{name}.updates_per_s", REPORTS * A_REPORT / seconds, "updates/s", None, None)
    yield _figure(f"{name}.kpi_age_p99_ms", age, "ms", AGE_LIMIT_MS)
    yield _figure(f"{name}.fold_cpu_ms_per_1000_updates", cpu, "ms", CPU_LIMIT_MS)


def _figure(name: str, value: float, unit: str, limit: float) -> Figure:
    return (name, value, unit, f"limit {limit:g}", value / limit)


def _reached(look: Look) -> bool:
    return all(look.folded.get(one, 0) >= end for one, end in look.accepted.items())


async def _caught_up(system: System) -> tuple[list[Look], float]:
    """The looks of one catching up, and the seconds of a processor the fold took."""
    settings, tasks, rng = system.settings, system.sql(DRAW), random.Random(0)
    reports = [_logged(system, rng, rng.choice(tasks)) for _ in range(REPORTS)]
    ends: Offsets = {}
    fold = psutil.Process(system.pids()["fold"])
    spent = sum(fold.cpu_times()[:2])
    async with looking(system, lambda: ends) as looks, Log(settings) as log:
        names, partitions = settings.names, settings.partitions
        await fill(settings.kafka_bootstrap_servers, names, partitions, iter(reports))
        ends = await log.ends()
        await until(
            lambda: looks[-1].accepted == ends and _reached(looks[-1]),
            "the log to be folded",
            PATIENCE_S,
        )
    return looks, sum(fold.cpu_times()[:2]) - spent


def _logged(system: System, rng: random.Random, task: Any) -> LogReport:
    """A report as the gateway would have written it."""
    body = report(system, rng, task, A_REPORT)
    received = system.settings.clock().now() + timedelta(milliseconds=1)
    return msgspec.convert({**body, "received_at": received.isoformat()}, LogReport)
