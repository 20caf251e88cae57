"""docs/ holds what the code says: settings, measures, flows, tables."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from deploy.places import REPO
from schema import __main__ as command_line
from schema.flows import FLOWS
from schema.measures import MEASURES
from schema.reference import pages
from schema.settings import Settings, variable
from schema.tables import TARGETS, tables


@pytest.mark.parametrize("name", pages())
def test_a_page_is_what_the_code_says(name: str) -> None:
    written = (REPO / "docs" / name).read_text("utf-8")
    assert written == pages()[name], f"run `python -m schema reference`: docs/{name} is old"


def test_every_setting_is_told() -> None:
    page = pages()["settings.md"]
    for name, field in Settings.model_fields.items():
        assert field.description, f"the setting {name} has no description"
        assert f"| `{variable(name, field)}` |" in page


def test_every_measure_is_told_in_its_place() -> None:
    rows = [line for line in pages()["measures.md"].splitlines() if line.startswith("| ")][2:]
    assert [row.split("|")[2].strip(" `") for row in rows] == list(MEASURES)


def test_every_flow_is_told_in_its_place() -> None:
    rows = [line for line in pages()["flows.md"].splitlines() if line.startswith("| ")][2:]
    assert [row.split("|")[2].strip(" `") for row in rows] == list(FLOWS)


@pytest.mark.parametrize("target", TARGETS)
def test_every_table_is_a_heading(target: str) -> None:
    page = pages()["tables.md"]
    assert all(f"\n### {table.name}\n" in page for table in tables(target))


def test_the_command_writes_every_page(tmp_path: Path) -> None:
    result = CliRunner().invoke(command_line.app, ["reference", str(tmp_path)])
    assert result.exit_code == 0, result.output
    assert {path.name: path.read_text("utf-8") for path in tmp_path.iterdir()} == pages()


def test_an_error_of_ours_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NHIP_PROFILE", "production")
    monkeypatch.setattr("sys.argv", ["schema", "migrate"])
    with pytest.raises(SystemExit) as stopped:
        command_line.main()
    assert stopped.value.code == 1
    said = capsys.readouterr().err
    assert said.startswith("error: ") and "NHIP_PROFILE" in said
    assert said.count("\n") == 1
