"""Fan-out: what one patch costs for n viewers, beside `websockets.broadcast()` in the same run.

Server and load are processes of their own. Ours and the peer take turns; the medians of the rounds
are reported: CPU per message (of one core), age of a patch when a client has read it, memory a
socket. Ratio = ours / peer.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import IO

import psutil
from msgspec import Struct

ROOT = Path(__file__).parents[2]
ROUNDS = 3
WARM_S = 3.0
MEASURED_S = 10.0
RATES = {1_000: 2.0, 5_000: 1.0, 10_000: 1.0}  # patches a second
PEER = "websockets.broadcast()"
Figure = tuple[str, float, str, str | None, float | None]
"""Name, value, unit, peer, ratio to the peer."""


class Seen(Struct, frozen=True, kw_only=True):
    """One measurement of one server."""

    us_per_message: float
    cpu_percent: float
    p50_ms: float
    p99_ms: float
    kb_per_socket: float


def run(n: int, rounds: int = ROUNDS) -> list[Figure]:
    """Measure `n` viewers; figures `fanout.<n>.*`."""
    _allow_sockets(n)
    rate = RATES.get(n, 2.0)
    seen: dict[str, list[Seen]] = {"broadcast": [], "ours": []}
    for _ in range(rounds):
        for kind, measured in seen.items():
            measured.append(measure(kind, n, rate))
    return [_figure(n, name, unit, seen) for name, unit in UNITS.items()]


UNITS = {
    "us_per_message": "µs",
    "cpu_percent": "% of a core",
    "p50_ms": "ms",
    "p99_ms": "ms",
    "kb_per_socket": "KB",
}


def _figure(n: int, name: str, unit: str, seen: dict[str, list[Seen]]) -> Figure:
    ours, peer = (median(getattr(each, name) for each in seen[k]) for k in ("ours", "broadcast"))
    return f"fanout.{n}.{name}", ours, unit, f"{PEER} {peer:.1f}", ours / peer if peer else None


def measure(kind: str, n: int, rate: float) -> Seen:
    """One server, `n` clients, `rate` patches a second."""
    with _process("fanout_server", kind, str(rate)) as server:
        port = int(_line(server.stdout))
        process = psutil.Process(server.pid)
        empty = process.memory_info().rss
        with _process("fanout_client", str(port), str(n)) as client:
            assert _line(client.stdout) == "joined"
            _look(client, WARM_S)
            before, began = _cpu(process), time.monotonic()
            seen = _look(client, MEASURED_S)
            used, took = _cpu(process) - before, time.monotonic() - began
            held = process.memory_info().rss - empty
    return Seen(
        us_per_message=1e6 * used / max(1, seen["messages"]),
        cpu_percent=100 * used / took,
        p50_ms=seen["p50_ms"],
        p99_ms=seen["p99_ms"],
        kb_per_socket=held / 1_024 / n,
    )


@contextmanager
def _process(module: str, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", f"tests.benchmarks.{module}", *arguments],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def _look(client: subprocess.Popen[str], seconds: float) -> dict[str, float]:
    """What the clients see in so many seconds."""
    assert client.stdin is not None
    client.stdin.write(f"{seconds}\n")
    client.stdin.flush()
    answer: dict[str, float] = json.loads(_line(client.stdout))
    return answer


def _line(stream: IO[str] | None) -> str:
    assert stream is not None
    return stream.readline().strip()


def _cpu(process: psutil.Process) -> float:
    """Seconds on a CPU, of all threads, to the nanosecond (psutil knows ticks of 10 ms)."""
    threads = Path(f"/proc/{process.pid}/task").glob("*/schedstat")
    return sum(int(thread.read_text().split()[0]) for thread in threads) / 1e9


def _allow_sockets(n: int) -> None:
    """Children inherit the limit; each socket is a file."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = n + 500
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(wanted, hard), hard))


if __name__ == "__main__":
    for count in [int(word) for word in sys.argv[1:]] or [1_000]:
        for figure in run(count):
            sys.stdout.write(f"{figure}\n")
