"""stream.rebuild: updates a second of `python -m stream.rebuild` over a full log.

The log is that of `catch_up`, and so is the peer, the bare loop. The live build is folded by the
same lanes first, so that there is something to compare with; rounds alternate, medians count.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
from collections.abc import Iterator
from statistics import median
from time import monotonic

import uvloop

from deploy.places import REPO
from schema.settings import Settings
from stream.fold.startup import Log
from stream.rebuild.folding import Folding
from tests.benchmarks.catch_up import (
    A_REPORT,
    PEER,
    ROUNDS,
    TASKS_A_UNIT,
    UNITS,
    Figure,
    round_of,
    system,
)
from tests.benchmarks.log_filler import Filler, fill

UPDATES = int(os.environ.get("UPDATES", "200000"))
_SAID = re.compile(r"([\d,]+) updates in [\d,]+ messages: ([\d,]+) updates/s")


def run() -> Iterator[Figure]:
    """The figures: medians of three rounds, the rebuild and its peer in turn."""
    speeds, whole, bare = [], [], []
    for _ in range(ROUNDS):
        bare.append(asyncio.run(round_of("tests.benchmarks.bare_loop")))
        speed, seconds = uvloop.run(_rebuilt())
        speeds.append(speed)
        whole.append(seconds)
    speed, peer = median(speeds), median(bare)
    yield ("stream.rebuild.updates_per_s", speed, "updates/s", PEER, speed / peer)
    yield ("stream.rebuild.whole_s", median(whole), "s", None, None)


async def _rebuilt() -> tuple[float, float]:
    """Updates a second while the log was folded; seconds with start, comparing and flip."""
    async with system(Settings.from_environ()) as settings:
        filler = Filler(units=UNITS, tasks_a_unit=TASKS_A_UNIT)
        reports = filler.reports(UPDATES, A_REPORT)
        await fill(settings.kafka_bootstrap_servers, settings.names, settings.partitions, reports)
        async with Log(settings) as log:
            ends = await log.ends()
        async with Folding(settings, 1, settings.partitions) as live:
            await live.to(ends)
        begun = monotonic()
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "stream.rebuild"),
            cwd=REPO,
            env={**os.environ, "NHIP_PREFIX": settings.prefix},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        said, _ = await process.communicate()
        found = _SAID.search(said.decode())
        assert process.returncode == 0 and found is not None, said.decode()
        assert int(found[1].replace(",", "")) == UPDATES
        return float(found[2].replace(",", "")), monotonic() - begun
