"""Ready means: every engine answers and every role has a process that said so just now."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from schema.settings import Settings
from tests.web.fakes import FakePool
from web import health as module
from web.health import Health
from web.returns import Late, Returns
from web.roles import FIRST, STANDBY
from web.site import Site


class Ready:
    """A log that is there."""

    ready = True


def beats(**ages: float) -> list[tuple[Any, ...]]:
    """Heartbeats by role, so many seconds old."""
    return [(role, "host:1", 1, age, True, {}) for role, age in ages.items()]


def client(
    monkeypatch: pytest.MonkeyPatch,
    rows: list[tuple[Any, ...]],
    **absent: Any,
) -> TestClient:
    site: Site = absent.get("site") or Site(Settings())
    site.pool = FakePool({"from process": rows}, away=absent.get("database", False)).as_pool()
    site.log = Ready()  # type: ignore[assignment]
    health = Health(site)

    async def redis(self: Health) -> bool:
        return not absent.get("redis", False)

    monkeypatch.setattr(Health, "_redis", redis)
    return TestClient(
        Starlette(
            routes=[
                Route("/healthz", health.live),
                Route("/readyz", health.ready),
                Route("/-/latency", health.latency),
            ]
        )
    )


ALL = dict.fromkeys(FIRST, 1.0)


def test_everything_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = client(monkeypatch, beats(**ALL)).get("/readyz")
    assert (answer.status_code, answer.json()["ok"]) == (200, True)


@pytest.mark.parametrize(("age", "ready"), [(11.0, True), (1.0, False), (-3600.0, True)])
def test_a_role_that_is_silent_or_not_ready(
    monkeypatch: pytest.MonkeyPatch, age: float, ready: bool
) -> None:
    """A heartbeat an hour ahead was left by a process whose clock was: it may be dead."""
    told = [*beats(**ALL), ("fold", "host:1", 1, age, ready, {})]
    told = [row for row in told if row[0] != "fold" or row[3:5] == (age, ready)]
    answer = client(monkeypatch, told).get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["roles"] == {"web": True, "fold": False, "roll": True, "alerts": True}


def test_a_role_nobody_fills(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = client(monkeypatch, beats(web=1.0)).get("/readyz")
    assert answer.json()["roles"]["alerts"] is False


@pytest.mark.parametrize("engine", ["database", "redis"])
def test_an_engine_that_is_away(monkeypatch: pytest.MonkeyPatch, engine: str) -> None:
    answer = client(monkeypatch, beats(**ALL), **{engine: True}).get("/readyz")
    assert (answer.status_code, answer.json()["engines"][engine]) == (503, False)


@pytest.mark.parametrize("role", ["mirror", "fold"])
def test_a_standby_without_one_of_its_roles(monkeypatch: pytest.MonkeyPatch, role: str) -> None:
    site = Site(Settings())
    site.country.standby = True
    there = dict.fromkeys(STANDBY, 1.0)
    assert client(monkeypatch, beats(**there), site=site).get("/readyz").status_code == 200
    answer = client(monkeypatch, beats(**there | {role: 11.0}), site=site).get("/readyz")
    assert (answer.status_code, answer.json()["roles"][role]) == (503, False)


def test_a_promise_that_waits_for_a_second_site_which_does_not_follow(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    site = Site(Settings(mirror="required"))
    assert site.mirrored is not None
    answer = client(monkeypatch, beats(**ALL), site=site).get("/readyz")
    assert (answer.status_code, answer.json()["engines"]["second_site"]) == (503, False)
    site.mirrored._at = {}
    answer = client(monkeypatch, beats(**ALL), site=site).get("/readyz")
    assert (answer.status_code, answer.json()["engines"]["second_site"]) == (200, True)


def test_a_database_that_stands_still(monkeypatch: pytest.MonkeyPatch) -> None:
    async def never(*_: Any) -> Any:
        await asyncio.get_running_loop().create_future()

    monkeypatch.setattr(module, "ANSWER_S", 0.01)
    monkeypatch.setattr(FakePool, "execute", never)
    answer = client(monkeypatch, beats(**ALL)).get("/readyz")
    assert (answer.status_code, answer.json()["engines"]["database"]) == (503, False)


def test_a_canary_that_is_late(monkeypatch: pytest.MonkeyPatch) -> None:
    late = Late(since=datetime.now(UTC), partitions=(3,))
    monkeypatch.setattr(Returns, "late", lambda *_: late)
    site = Site(Settings())
    site.canary.judge(lambda: None)
    answer = client(monkeypatch, beats(**ALL), site=site).get("/readyz")
    assert answer.status_code == 503
    assert (answer.json()["canary"]["late"], answer.json()["canary"]["partitions"]) == (True, [3])


def test_the_process_itself_and_the_way_of_a_report(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = client(monkeypatch, [])
    assert asked.get("/healthz").json()["ok"] is True
    assert asked.get("/-/latency").json()["reports"] == 0
