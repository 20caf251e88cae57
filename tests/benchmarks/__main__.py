"""`make bench [ONLY=name]`: run the benchmarks, print a line a figure, keep them in bench.json.

A benchmark is a module with `run()`; it returns (name, value, unit, peer, ratio) tuples, medians of
several rounds. Ratios are to the named peer or limit, measured in the same run.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import partial

import msgspec
from msgspec import Struct

from schema.settings import Settings

Figure = tuple[str, float, str, str | None, float | None]


class Row(Struct, frozen=True, kw_only=True):
    """A figure as bench.json keeps it."""

    name: str
    value: float
    unit: str
    peer: str | None
    ratio: float | None
    load: float
    at: datetime


def _of(module: str, *arguments: int) -> Callable[[], Iterable[Figure]]:
    def run() -> Iterable[Figure]:
        found = importlib.import_module(f"tests.benchmarks.{module}")
        figures: Iterable[Figure] = partial(found.run, *arguments)()
        return figures

    return run


def _on_engines(run: Callable[[], Iterable[Figure]]) -> Callable[[], Iterable[Figure]]:
    """The same on the engines of the environment, or on embedded ones of its own."""

    def running() -> Iterable[Figure]:
        from tests.benchmarks.engines import engines

        with engines() as addresses:
            os.environ.update(addresses)
            yield from run()

    return running


BENCHMARKS: dict[str, Callable[[], Iterable[Figure]]] = {
    "door": _of("door"),
    "fold.pure": _of("fold_pure"),
    "partition": _of("partition"),
    "roll.tree": _of("tree"),
    "roll.windows": _of("windows"),
    "forecast": _of("forecast"),
    "board.compose": _of("board"),
    "stream.catch_up": _on_engines(_of("catch_up")),
    "stream.behind": _of("behind"),
    "stream.steady": _of("steady"),
    "stream.rebuild": _on_engines(_of("rebuild")),
    "latency.report_to_socket": _of("latency"),
    "fanout.1000": _of("fanout", 1_000),
    "fanout.5000": _of("fanout", 5_000),
    "fanout.10000": _of("fanout", 10_000),
}
"""Name → what measures it; names are those of architecture §6."""


def main(words: list[str]) -> int:
    """Run the benchmarks whose name begins with the given word, or all."""
    only = words[0] if words else ""
    chosen = {name: run for name, run in BENCHMARKS.items() if name.startswith(only)}
    if not chosen:
        sys.stderr.write(f"expected one of {', '.join(BENCHMARKS)}; got {only}\n")
        return 2
    rows = [row for run in chosen.values() for row in _measured(run)]
    _keep(rows)
    return 0


def _measured(run: Callable[[], Iterable[Figure]]) -> Iterable[Row]:
    for name, value, unit, peer, ratio in run():
        row = Row(
            name=name,
            value=round(value, 3),
            unit=unit,
            peer=peer,
            ratio=None if ratio is None else round(ratio, 3),
            load=round(os.getloadavg()[0], 2),
            at=datetime.now(UTC),
        )
        beside = f"   {row.ratio} x {peer}" if peer else ""
        sys.stdout.write(f"{name:<44} {row.value:>12,.3f} {unit:<14}{beside}\n")
        sys.stdout.flush()
        yield row


def _keep(rows: list[Row]) -> None:
    folder = Settings.from_environ().data_dir
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / "bench.json"
    target.write_bytes(msgspec.json.format(msgspec.json.encode(rows), indent=1))
    sys.stdout.write(f"kept in {target}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
