"""The exposition has our numbers, read when asked for."""

from __future__ import annotations

from collections.abc import Callable

from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from web.families import Samples
from web.metrics import Metrics


class Counted:
    """One number."""

    viewers = 3

    def gauges(self) -> dict[str, tuple[str, Callable[[], float]]]:
        return {"nhip_web_viewers": ("Sockets.", lambda: self.viewers)}


async def whole() -> Samples:
    return {
        "nhip_log_end_offset": [(("3",), (1_201.0,))],
        "nhip_fold_rebalances": [(("host:1",), (2.0,))],
        "nhip_fold_batch_seconds": [(("host:1",), (40.0, 1.5))],
    }


def test_numbers_are_read_when_asked_for() -> None:
    counted = Counted()
    metrics = Metrics(counted, whole)
    client = TestClient(Starlette(routes=[Route("/metrics", metrics.get)]))
    metrics.answered(202)
    metrics.answered(202)
    metrics.answered(422)
    counted.viewers = 4
    metrics.came_back(0.25)
    text = client.get("/metrics").text
    assert "nhip_web_viewers 4.0" in text
    assert 'nhip_web_posts_total{status="202"} 2.0' in text
    assert 'nhip_web_posts_total{status="422"} 1.0' in text
    assert 'nhip_canary_seconds_bucket{le="0.3"} 1.0' in text
    assert 'nhip_log_end_offset{partition="3"} 1201.0' in text
    assert 'nhip_fold_rebalances_total{process="host:1"} 2.0' in text
    assert 'nhip_fold_batch_seconds_count{process="host:1"} 40.0' in text
    assert 'nhip_fold_batch_seconds_sum{process="host:1"} 1.5' in text
    assert "process_resident_memory_bytes" in text


def test_two_apps_do_not_share_their_numbers() -> None:
    one, other = Metrics(Counted(), whole), Metrics(Counted(), whole)
    one.answered(202)
    assert other.registry.get_sample_value("nhip_web_posts_total", {"status": "202"}) is None
