"""The manifest and the service worker."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from tests.web.pages_rig import client
from web.assets import paths
from web.installed import manifest, worker

CLIENT = TestClient(
    Starlette(routes=[Route("/offline.js", worker), Route("/manifest.webmanifest", manifest)])
)


def test_the_manifest_names_what_exists() -> None:
    answer = CLIENT.get("/manifest.webmanifest")
    told = answer.json()
    assert answer.headers["content-type"].startswith("application/manifest+json")
    assert told["short_name"] == "Nhịp"
    assert told["display"] == "standalone"
    assert all(icon["src"].removeprefix("/static/") in paths() for icon in told["icons"])
    assert client().get(told["start_url"]).status_code == 200


def test_the_worker_stands_at_the_root_and_is_asked_for_anew() -> None:
    answer = CLIENT.get("/offline.js")
    assert "javascript" in answer.headers["content-type"]
    assert answer.headers["cache-control"] == "no-cache"
    assert b'addEventListener("fetch"' in answer.content


@pytest.mark.parametrize("path", ["/boards/vn", "/units/vn.15", "/ranking"])
def test_every_page_names_the_manifest(path: str) -> None:
    assert 'rel="manifest" href="/manifest.webmanifest"' in client().get(path).text
