"""Which SQL files are still to be applied; the real thing is in tests/integration."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from schema import migrate
from schema.errors import MigrationError
from schema.migrate import Step, pending, steps

TARGETS = ("core", "build", "timescale", "community")


def applied(target: str) -> dict[int, tuple[str, str]]:
    return {step.number: (step.name, step.hash) for step in steps(target)}


@pytest.mark.parametrize("target", TARGETS)
def test_the_files_of_a_target_are_in_order(target: str) -> None:
    found = steps(target)
    assert found
    assert all(one.number < other.number for one, other in pairwise(found))
    assert all(step.name.startswith(f"{step.number:04}_") for step in found)


@pytest.mark.parametrize("target", TARGETS)
def test_everything_is_pending_once(target: str) -> None:
    assert list(pending(target, {})) == steps(target)
    assert list(pending(target, applied(target))) == []


def test_only_what_is_new_is_pending() -> None:
    known = applied("core")
    newest = max(known)
    del known[newest]
    assert [step.number for step in pending("core", known)] == [newest]


def test_a_changed_file_is_refused() -> None:
    known = applied("core")
    known[1] = (known[1][0], "0" * 64)
    with pytest.raises(MigrationError, match=r"core: 0001_\w+\.sql was changed .* add a new file"):
        list(pending("core", known))


def test_a_newer_database_is_refused() -> None:
    known = applied("core") | {9999: ("9999_later.sql", "0" * 64)}
    with pytest.raises(MigrationError, match=r"9999_later\.sql .* run the newer version"):
        list(pending("core", known))


def test_two_files_with_one_number_are_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "sql" / "core"
    folder.mkdir(parents=True)
    for name in ("0001_a.sql", "0001_b.sql", "readme.md"):
        (folder / name).write_text("select 1")
    monkeypatch.setattr(migrate, "files", lambda package: tmp_path)
    with pytest.raises(MigrationError, match=r"0001_a\.sql and 0001_b\.sql"):
        steps("core")


def test_the_hash_is_that_of_the_text() -> None:
    one = Step(number=1, name="0001_a.sql", text="select 1")
    assert one.hash == "822ae07d4783158bc1912bb623e5107cc9002d519e1143a9c200ed6ee18b6d0f"
    assert Step(number=1, name="0001_a.sql", text="select 2").hash != one.hash
