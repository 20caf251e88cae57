"""Versions are what the parts themselves say; an engine that is away says nothing."""

from __future__ import annotations

import tomllib

import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from schema.editions import Edition
from schema.settings import Settings
from web.build import ROOT
from web.site import Site
from web.versions import PACKAGES, Versions, ours


def test_ours_is_the_projects() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert ours() == project["version"]


def test_what_is_in_use(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def edition(self: Versions) -> Edition:
        asked.append(1)
        return Edition(name="TimescaleDB Community", server="17.2", timescaledb="2.17")

    async def redis(self: Versions) -> None:
        return None

    monkeypatch.setattr(Versions, "_edition", edition)
    monkeypatch.setattr(Versions, "_redis", redis)
    site = Site(Settings())
    client = TestClient(Starlette(routes=[Route("/-/versions.json", Versions(site).get)]))
    said = client.get("/-/versions.json").json()
    assert said["database"] == {
        "name": "TimescaleDB Community",
        "server": "17.2",
        "timescaledb": "2.17",
        "columnstore": False,
    }
    assert (said["redis"], said["kafka"]["reachable"], said["build"]) == (None, False, site.build)
    assert set(said["packages"]) == set(PACKAGES)
    assert "postgresql://" not in client.get("/-/versions.json").text
    assert len(asked) == 1, "engines are asked once a minute"
