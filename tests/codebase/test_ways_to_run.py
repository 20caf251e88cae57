"""Procfile, systemd units and compose.yaml start the same roles by the same words."""

from configparser import ConfigParser
from pathlib import Path

import pytest
import yaml

from deploy.places import REPO

PROCFILE = dict(line.split(": ", 1) for line in (REPO / "Procfile").read_text().splitlines())
DEMO_ONLY = {"feed"}
UNITS = sorted((REPO / "deploy" / "systemd").glob("*.service"))


def unit(path: Path) -> ConfigParser:
    """A unit file, its keys as written."""
    parser = ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read(path, "utf-8")
    return parser


def test_a_unit_for_each_role_and_one_that_migrates() -> None:
    roles = PROCFILE.keys() - DEMO_ONLY | {"migrate"}
    assert [path.stem for path in UNITS] == sorted(f"nhip-{role}" for role in roles)
    wanted = unit(REPO / "deploy" / "systemd" / "nhip.target")["Unit"]["Wants"].split()
    assert set(wanted) == {path.name for path in UNITS} - {"nhip-migrate.service"}


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.stem)
def test_a_unit_runs_what_the_procfile_runs(path: Path) -> None:
    words = unit(path)["Service"]["ExecStart"].removeprefix("/opt/nhip/.venv/bin/")
    role = path.stem.removeprefix("nhip-")
    assert words == PROCFILE.get(role, "python -m schema migrate")


def test_compose_runs_what_the_procfile_runs() -> None:
    services = yaml.safe_load((REPO / "compose.yaml").read_text("utf-8"))["services"]
    assert {role: services[role]["command"] for role in PROCFILE} == PROCFILE


def test_compose_has_the_community_edition_of_timescaledb() -> None:
    database = yaml.safe_load((REPO / "compose.yaml").read_text("utf-8"))["services"]["postgres"]
    name, _, tag = database["image"].partition(":")
    assert name == "timescale/timescaledb" and "oss" not in tag, "oss is the Apache edition"
    assert database["environment"]["TIMESCALEDB_TELEMETRY"] == "off"


def test_ci_may_not_leave_out_timescaledb() -> None:
    assert "export NHIP_TEST_TIMESCALE=required" in (REPO / ".ci" / "run").read_text("utf-8")
