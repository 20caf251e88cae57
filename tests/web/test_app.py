"""The addresses of the site, without an engine: each answers, and none with 500."""

from __future__ import annotations

import subprocess
import sys

import pytest
from psycopg import OperationalError
from starlette.requests import Request
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.testclient import TestClient

from schema.settings import Settings
from tests.web.fakes import FakePool
from web.app import create_app, routes
from web.build import ROOT
from web.pages.public_site import PublicSite
from web.security import HEADERS
from web.site import Site

FIXED = {
    "/api/reports",
    "/api/receipts/{report}",
    "/live",
    "/healthz",
    "/readyz",
    "/metrics",
    "/-/versions.json",
    "/-/latency",
    "/boards/{scope}",
    "/boards/{scope}.json",
    "/units/{code}",
    "/tasks/{code}",
    "/ranking",
    "/ranking.json",
    "/ranking.csv",
    "/alerts",
    "/report",
    "/method",
    "/programmes",
    "/openapi.json",
}
"""Addresses other tools rely on."""


def path_of(route: BaseRoute) -> str:
    assert isinstance(route, Route | WebSocketRoute | PublicSite)
    return "" if isinstance(route, PublicSite) else route.path


def client() -> TestClient:
    """The site without its lifespan and with a database that is away."""
    app = create_app(Settings())
    app.state.site.pool = FakePool({}, away=True).as_pool()
    return TestClient(app)


def test_the_addresses_that_must_not_change_are_there() -> None:
    assert {path_of(route) for route in routes(Site(Settings()))} >= FIXED


@pytest.mark.parametrize(
    ("path", "status"),
    [("/healthz", 200), ("/nope", 404), ("/static/none", 404), ("/api/none", 404)],
)
def test_answers_carry_the_policy(path: str, status: int) -> None:
    answer = client().get(path)
    assert answer.status_code == status
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS


def test_a_wrong_method_is_said_so() -> None:
    answer = client().put("/api/reports")
    assert answer.status_code == 405


def test_a_database_that_is_away_is_503() -> None:
    app = create_app(Settings())

    async def fails(request: Request) -> None:
        raise OperationalError("away")

    app.router.routes.append(Route("/fails", fails))
    answer = TestClient(app).get("/fails")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "3")


def test_loading_the_web_loads_no_bokeh_server() -> None:
    script = (
        "import sys, web.app; "
        "foreign = ('tornado', 'bokeh.server', 'faust'); "
        "print([name for name in sys.modules if name.startswith(foreign)])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
