import os
from pathlib import Path

import pytest

from deploy import timescale
from deploy.errors import CannotStart
from deploy.inside import Inside
from deploy.ports import Ports
from deploy.progress import Progress
from deploy.timescale import Timescale, asked
from tests.deploy.fakes import places, silent


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Timescale:
    """One whose tree and cluster are there and whose system user is ourselves."""
    at = places(tmp_path)
    cluster = at.engine("timescale") / "cluster"
    cluster.mkdir(parents=True)
    (cluster / "PG_VERSION").write_text("17\n")
    monkeypatch.setattr(timescale, "system_user", lambda: "root")
    monkeypatch.setattr(timescale, "refuse_ordinary", lambda: None)
    monkeypatch.setattr(timescale, "tree", _tree)
    return Timescale(at, Ports(at.ports_file))


def _tree(cache: Path, progress: Progress) -> Path:
    return cache / "tree"


@pytest.mark.parametrize(("given", "is_asked"), [("1", True), ("0", False), ("", False)])
def test_it_is_asked_for_by_a_word(given: str, is_asked: bool) -> None:
    assert asked({"NHIP_TIMESCALE": given}) is is_asked
    assert not asked({})


async def test_its_server_runs_in_the_tree_with_the_library_loaded(engine: Timescale) -> None:
    await engine.prepare(silent()[0])
    words = engine.command().argv
    assert words[0] == "unshare" and str(engine.places.cache / "tree") in words
    assert {"shared_preload_libraries=timescaledb", "timescaledb.telemetry_level=off"} <= set(words)
    assert {"listen_addresses=127.0.0.1", "timezone=UTC", "synchronous_commit=on"} <= set(words)
    assert words[words.index("-D") + 1] == "/srv/nhip/cluster"
    assert engine.command().user == ""


async def test_its_cluster_is_not_that_of_the_embedded_server(engine: Timescale) -> None:
    assert engine.cluster.parent == engine.places.data / "timescale"
    assert engine.places.pid_file(engine.name).name == "timescale.pid"
    assert isinstance(engine.server(silent()[0]), Inside)


def test_an_ordinary_user_is_told_before_anything_is_fetched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fetched(cache: Path, progress: Progress) -> Path:
        raise AssertionError("not reached")

    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(timescale, "tree", fetched)
    at = places(tmp_path)
    with pytest.raises(CannotStart, match="expected root"):
        Timescale(at, Ports(at.ports_file)).server(silent()[0])
