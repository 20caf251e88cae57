"""The public's site: the list of what it has, and that there is nothing else."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from schema.settings import Settings
from tests.web.pages_rig import ManualSite, Rows, as_site, client
from tests.web.states import NO_TASKS, NOW
from web.app import create_app
from web.pages.public_site import INTERNAL, PublicSite, public_routes

MACHINES = {
    *("/api/reports", "/api/receipts/{report}", "/static/{name:path}", "/healthz", "/readyz"),
    *("/metrics", "/openapi.json", "/offline.js", "/manifest.webmanifest"),
}
"""By key or network, or files that say nothing: they stand before the public's site."""
COUNTS: Rows = [
    (code, 7, NOW, json.dumps(NO_TASKS | {"done_on_time": 20, "overdue": 3}))
    for code in ("vn", "vn.15", "vn.15.00001")
]


def public(profile: str = "demo", answers: dict[str, Rows] | None = None) -> TestClient:
    """A reader of the public: by the role in the demo, by the setting in production."""
    given = {"counts": COUNTS} | (answers or {})
    browser = client(given, profile, "public" if profile == "prod" else "internal")
    if profile != "prod":
        browser.cookies.set("nhip_role", "public")
    return browser


def test_the_list_of_what_is_public() -> None:
    assert [route.path for route in public_routes(as_site(ManualSite()))] == [
        *("/", "/boards/{scope}.json", "/boards/{scope}", "/units/{code}.json", "/units/{code}"),
        *("/ranking.json", "/ranking.csv", "/ranking", "/method", "/find", "/viewer"),
    ]


def test_whatever_else_there_is_stands_behind_it() -> None:
    app: Starlette = create_app(Settings())
    gate = next(n for n, route in enumerate(app.routes) if isinstance(route, PublicSite))
    assert {route.path for route in app.routes[:gate] if isinstance(route, Route)} == MACHINES
    assert len(app.routes[:gate]) == len(MACHINES)
    assert any(isinstance(route, WebSocketRoute) for route in app.routes[gate:])


def internal() -> list[str]:
    known = {route.path for route in public_routes(as_site(ManualSite()))} | MACHINES
    routes = create_app(Settings()).routes
    return sorted({r.path for r in routes if isinstance(r, Route) and r.path not in known})


@pytest.mark.parametrize("profile", ["demo", "prod"])
@pytest.mark.parametrize("path", [*internal(), "/nowhere", "/boards/vn/", "//boards/vn/tasks"])
def test_every_other_address_is_internal(path: str, profile: str) -> None:
    answer = public(profile).get(re.sub(r"\{\w+\}", "vn", path))
    assert answer.status_code == 403
    assert "nội bộ" in answer.text


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "POST", "PUT"])
@pytest.mark.parametrize(
    "path",
    [
        *("/alerts", "/boards/vn%2Ftasks", "/boards//vn", "/boards/vn/", "/units/..%2Falerts"),
        *(
            "/static/../boards/vn/tasks",
            "/static/..%2F..%2Falerts",
            "/boards/vn%2F..%2F..%2Falerts",
        ),
    ],
)
def test_no_other_way_of_asking_leads_further(path: str, method: str) -> None:
    answer = public().request(method, path, headers={"Accept-Encoding": "identity"})
    assert answer.status_code in (403, 404, 405)
    assert "cache-control" not in answer.headers or answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", ["/boards/vn/tasks.json", "/boards/vn/tasks.csv", "/alerts.json"])
def test_machines_are_told_in_json(path: str) -> None:
    answer = public().get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (403, "application/json")
    assert "internal" in public().get(path, params={"lang": "en"}).json()["error"]


@pytest.mark.parametrize(
    "path",
    [
        *("/boards/vn", "/boards/vn.json", "/boards/vn.15", "/boards/vn.15.00001.json", "/method"),
        *("/ranking", "/ranking.json", "/ranking.csv", "/find"),
    ],
)
@pytest.mark.parametrize("profile", ["demo", "prod"])
def test_what_is_public_is_shown(path: str, profile: str) -> None:
    for lang in ("vi", "en"):
        assert public(profile).get(f"{path}?lang={lang}").status_code == 200


def test_a_page_of_the_public_leads_nowhere_internal() -> None:
    for path in ("/boards/vn", "/ranking", "/method", "/find?q=sa pa", "/boards/vn/tasks"):
        text = public().get(path).text
        for address in ("/alerts", "/programmes", "/report", "/units/", "/tasks", "/live"):
            assert f'href="{address}' not in text, (path, address)


def test_of_a_unit_the_public_has_its_board() -> None:
    for form in ("", ".json"):
        answer = public().get(f"/units/vn.15{form}")
        assert (answer.status_code, answer.headers["location"]) == (303, f"/boards/vn.15{form}")


def test_sockets_are_refused() -> None:
    with (
        pytest.raises(WebSocketDisconnect) as refused,
        public().websocket_connect("/live?board=vn"),
    ):
        pass
    assert refused.value.code == INTERNAL


def test_in_the_demo_the_switch_leads_back() -> None:
    browser = public()
    assert "chọn vai khác" in browser.get("/alerts").text
    assert 'name="as" value="office"' in browser.get("/alerts").text, "also on a phone"
    browser.cookies.delete("nhip_role")
    browser.post("/viewer", data={"as": "office"})
    assert browser.get("/alerts").status_code == 200


def test_a_public_process_has_no_switch() -> None:
    browser = client({"counts": COUNTS}, "demo", "public")
    assert 'action="/viewer"' not in browser.get("/boards/vn").text
    assert browser.post("/viewer", data={"as": "office"}).status_code == 404
    browser.cookies.set("nhip_role", "office")
    assert browser.get("/alerts").status_code == 403


def test_production_reads_as_before_unless_it_is_told_otherwise() -> None:
    browser = client(profile="prod")
    browser.cookies.set("nhip_role", "public")
    assert browser.get("/alerts").status_code == 200


def test_other_roles_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(PublicSite, "handle", lambda *_: asked.append(1))
    browser = client()
    browser.cookies.set("nhip_role", "minister")
    assert browser.get("/boards/vn").status_code == 200 and not asked
