"""`/metrics` for Prometheus: this process and the whole line; the registry is the app's own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Protocol

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)
from starlette.requests import Request
from starlette.responses import Response

from web.families import Samples, Whole

WAYS_S = (0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 5, 10, 30, 60, 300)


class Counted(Protocol):
    """What is measured when somebody asks."""

    def gauges(self) -> dict[str, tuple[str, Callable[[], float]]]:
        """Name → what it is, and how to read it."""
        ...


class Metrics:
    """`GET /metrics`, and the counters other endpoints bump."""

    def __init__(self, counted: Counted, whole: Callable[[], Awaitable[Samples]]) -> None:
        """`whole` reads what `web.families` tells of."""
        self._read_whole = whole
        self._whole = Whole()
        self.registry = CollectorRegistry()
        self.registry.register(self._whole)
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        GCCollector(registry=self.registry)
        self.posts = Counter(
            "nhip_web_posts", "POSTs of reports by status.", ["status"], registry=self.registry
        )
        self.canary = Histogram(
            "nhip_canary_seconds",
            "Way of a canary: into the log, folded, published, seen by this gateway.",
            registry=self.registry,
            buckets=WAYS_S,
        )
        for name, (what, read) in counted.gauges().items():
            Gauge(name, what, registry=self.registry).set_function(read)

    def answered(self, status: int) -> None:
        """A POST of reports was answered."""
        self.posts.labels(str(status)).inc()

    def came_back(self, seconds: float) -> None:
        """A canary came back after so long."""
        self.canary.observe(seconds)

    async def get(self, request: Request) -> Response:
        """The exposition, read for whoever asks."""
        self._whole.samples = await self._read_whole()
        return Response(generate_latest(self.registry), media_type=CONTENT_TYPE_LATEST)
