"""`python -m schema catalogue check`: the part that needs no services."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from schema.catalogue import empty
from schema.catalogue_cli import app, summary
from schema.errors import CatalogueError
from tests.schema.test_catalogue_file import SMALL


def test_check_says_what_a_good_file_holds(tmp_path: Path) -> None:
    file = tmp_path / "good.yaml"
    file.write_text(SMALL)
    result = CliRunner().invoke(app, ["check", str(file)])
    assert result.exit_code == 0
    assert "2 units, 0 programmes" in result.output


def test_check_raises_the_faults_of_a_bad_one(tmp_path: Path) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text("format: 1")
    result = CliRunner().invoke(app, ["check", str(file)])
    assert isinstance(result.exception, CatalogueError)


def test_a_summary_counts(tmp_path: Path) -> None:
    assert summary(empty()) == "1 units, 0 programmes, 0 indicators, 0 posts"


@pytest.mark.parametrize("command", ["check", "diff", "load"])
def test_every_command_explains_itself(command: str) -> None:
    result = CliRunner().invoke(app, [command, "--help"])
    assert result.exit_code == 0
