"""Static files: only those there are, packed, and kept for ever only under their own hash."""

from __future__ import annotations

import gzip

import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from web.assets import ASK, FOR_EVER, asset, paths, static

CLIENT = TestClient(Starlette(routes=[Route("/static/{name:path}", static)]))


def test_bokehjs_comes_from_bokehs_package() -> None:
    answer = CLIENT.get("/static/bokeh/bokeh.min.js")
    assert answer.status_code == 200
    assert b"Bokeh Contributors" in answer.content[:200]
    assert "javascript" in answer.headers["content-type"]


def test_it_travels_packed() -> None:
    found = asset("bokeh/bokeh.min.js")
    assert found.packed is not None and len(found.packed) < len(found.plain) / 3
    assert gzip.decompress(found.packed) == found.plain
    answer = CLIENT.get("/static/bokeh/bokeh.min.js", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    plain = CLIENT.get("/static/bokeh/bokeh.min.js", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers


def test_only_its_own_hash_is_kept_for_ever() -> None:
    version = asset("js/live.js").version
    kept = {
        query: CLIENT.get(f"/static/js/live.js{query}").headers["cache-control"]
        for query in ("", "?v=other", f"?v={version}")
    }
    assert list(kept.values()) == [ASK, ASK, FOR_EVER]


def test_what_is_known_is_not_sent_again() -> None:
    tag = CLIENT.get("/static/js/live.js").headers["etag"]
    answer = CLIENT.get("/static/js/live.js", headers={"If-None-Match": tag})
    assert (answer.status_code, answer.content) == (304, b"")


@pytest.mark.parametrize(
    "name", ["../app.py", "%2e%2e/app.py", "js", "js/none.js", "", "/etc/passwd"]
)
def test_there_is_nothing_else(name: str) -> None:
    assert CLIENT.get(f"/static/{name}").status_code == 404


def test_every_file_has_a_kind() -> None:
    for name in paths():
        assert asset(name).kind != "application/octet-stream", name
