"""The demo's key: made once, kept readable by its owner alone, never in production."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from schema import demo_key
from schema.queries import load
from schema.settings import Settings


class Told:
    """A database that remembers what it is told."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, Any]] = []

    @contextmanager
    def connect(self, settings: Settings) -> Iterator[Told]:
        yield self

    def execute(self, query: str, given: Any) -> None:
        self.rows.append((query, given))


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Told:
    database = Told()
    monkeypatch.setattr(demo_key, "connect", database.connect)
    return database


def test_the_key_is_written_for_its_owner_and_only_its_hash_is_told(
    told: Told, tmp_path: Path
) -> None:
    file = demo_key.ensure(Settings(data_dir=tmp_path / "new"))
    assert file == tmp_path / "new" / "demo-key"
    key = file.read_text().strip()
    assert key.startswith("nhip_") and len(key) > 40
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    digest = hashlib.sha256(key.encode()).digest()
    assert told.rows == [(load("migrate").add_key, (digest, "demo", None))]


def test_it_stays_the_same(told: Told, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    first, again = demo_key.ensure(settings), demo_key.ensure(settings)
    assert first is not None and first == again
    assert told.rows[0] == told.rows[1]


def test_of_two_made_at_once_the_first_stays(
    told: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(data_dir=tmp_path)
    file = demo_key.ensure(settings)
    assert file is not None
    with monkeypatch.context() as late:  # the other one looked before the file was there
        late.setattr(Path, "exists", lambda path: False)
        demo_key.ensure(settings)
    assert told.rows[0] == told.rows[1]
    assert list(tmp_path.iterdir()) == [file]


def test_production_has_none(told: Told, tmp_path: Path) -> None:
    assert demo_key.ensure(Settings(data_dir=tmp_path, profile="prod")) is None
    assert told.rows == [] and list(tmp_path.iterdir()) == []
