"""The build changes with what a browser sees, and with nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from web import build as module
from web.build import build, files


def test_a_build_is_short_and_stable() -> None:
    assert re.fullmatch("[0-9a-f]{12}", build())
    assert build() is build()


def test_sources_templates_and_static_files_count() -> None:
    suffixes = {path.suffix for path in files()}
    assert {".py", ".html", ".css", ".js"} <= suffixes


def test_a_change_of_a_file_is_another_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "web" / "a.py"
    file.parent.mkdir()
    monkeypatch.setattr(module, "ROOT", tmp_path)
    builds = []
    for text in ("one", "two", "one"):
        file.write_text(text)
        builds.append(build.__wrapped__())
    assert builds[0] == builds[2] != builds[1]
