"""How long a report takes to the glass, hop by hop, as this process sees its own reports.

A KPI state names the log offset it stands on in every partition: the first state beyond a report's
offset is the one that shows it. Hops: gateway (received → Kafka confirmed) · fold_and_roll
(confirmed → state published) · hint (published → a board takes it up, its window included) ·
screen (taken up → written to the sockets). Pure apart from its clocks.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise
from math import ceil
from typing import Any

from msgspec import Struct

from schema.kpi import KpiState

SAMPLES = 2_000
MOST_WAITING = 10_000
WINDOW = 300.0  # seconds of samples that count
HOPS = ("gateway", "fold_and_roll", "hint", "screen", "total")
Quantiles = Mapping[str, float | int]


class Sent(Struct, frozen=True):
    """A part of a report on its way; times in Unix seconds."""

    partition: int
    offset: int
    received: float
    confirmed: float


class Latency:
    """Samples of the last minutes; `clock` gives Unix seconds on the system's clock."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._waiting: deque[Sent] = deque(maxlen=MOST_WAITING)
        self._samples: deque[tuple[float, tuple[float, ...]]] = deque(maxlen=SAMPLES)

    def sent(self, parts: Iterable[tuple[int, int]], received: float) -> None:
        """Kafka confirmed these (partition, offset) of a report received at `received`."""
        now = self._clock()
        self._waiting.extend(Sent(partition, at, received, now) for partition, at in parts)

    def shown(self, state: KpiState, heard: float) -> None:
        """The sockets were just given `state`, taken up at `heard`."""
        now, published = self._clock(), state.as_of.timestamp()
        still: list[Sent] = []
        for part in self._waiting:
            if state.positions.get(part.partition, 0) > part.offset:
                self._samples.append((now, _hops(part, published, heard, now)))
            else:
                still.append(part)
        self._waiting = deque(still, maxlen=MOST_WAITING)

    def to_screen_ms(self) -> int | None:
        """Median milliseconds from received to the sockets in the last minutes; None: no report."""
        totals = sorted(sample[-1] for sample in self._recent())
        return round(1_000 * quantile(totals, 0.5)) if totals else None

    def table(self) -> dict[str, Any]:
        """Every hop with p50, p99 and its share of the median way."""
        recent = self._recent()
        columns = {
            hop: sorted(each) for hop, each in zip(HOPS, zip(*recent, strict=True), strict=False)
        }
        whole = sum(quantile(values, 0.5) for hop, values in columns.items() if hop != "total")
        return {
            "reports": len(recent),
            "waiting": len(self._waiting),
            "window_s": WINDOW,
            "hops": {hop: _row(values, whole) for hop, values in columns.items()},
        }

    def _recent(self) -> list[tuple[float, ...]]:
        since = self._clock() - WINDOW
        return [hops for at, hops in self._samples if at >= since]


def _hops(part: Sent, published: float, heard: float, now: float) -> tuple[float, ...]:
    """Seconds of each hop; clocks of two processes may disagree, so none is below 0."""
    ends = (part.received, part.confirmed, published, heard, now)
    steps = [max(0.0, after - before) for before, after in pairwise(ends)]
    return (*steps, now - part.received)


def _row(ordered: list[float], whole: float) -> Quantiles:
    half = quantile(ordered, 0.5)
    return {
        "p50_ms": round(1_000 * half, 1),
        "p99_ms": round(1_000 * quantile(ordered, 0.99), 1),
        "share": round(half / whole, 3) if whole else 0.0,
    }


def quantile(ordered: list[float], share: float) -> float:
    """Nearest rank in an ordered, non-empty list."""
    return ordered[max(0, ceil(share * len(ordered)) - 1)]
