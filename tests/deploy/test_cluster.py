import os
import pwd
import subprocess
from pathlib import Path

import pytest

from deploy import cluster
from deploy.errors import CannotStart


def test_an_ordinary_user_stays_himself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert cluster.system_user() == ""


def test_root_that_cannot_make_the_user_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object, **__: object) -> None:
        raise FileNotFoundError("useradd")

    def unknown(name: str) -> None:
        raise KeyError(name)

    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(pwd, "getpwnam", unknown)
    monkeypatch.setattr(subprocess, "run", missing)
    with pytest.raises(CannotStart, match="start as an ordinary user or set DATABASE_URL"):
        cluster.system_user()


def test_directories_above_may_be_passed_but_not_listed(tmp_path: Path) -> None:
    inner = tmp_path / "closed" / "cluster"
    inner.mkdir(parents=True)
    inner.parent.chmod(0o700)
    cluster.may_pass("", inner)
    assert inner.parent.stat().st_mode & 0o777 == 0o700
    cluster.may_pass("somebody", inner)
    assert inner.parent.stat().st_mode & 0o777 == 0o701


def test_the_wheel_has_the_programs() -> None:
    assert (cluster.programs() / "initdb").exists() and (cluster.programs() / "postgres").exists()


def test_the_programs_of_the_wheel_are_run_by_its_user_where_they_are(tmp_path: Path) -> None:
    wheel = cluster.Wheel(user="somebody")
    assert wheel.argv("postgres", "-D", "x") == (str(cluster.programs() / "postgres"), "-D", "x")
    assert (wheel.become, wheel.sees(tmp_path)) == ("somebody", str(tmp_path))


def test_a_tool_that_fails_says_which_and_why(tmp_path: Path) -> None:
    class Broken(cluster.Wheel):
        def argv(self, program: str, *words: str) -> tuple[str, ...]:
            return ("sh", "-c", f"echo {program} is broken >&2; exit 3")

    with pytest.raises(CannotStart, match="initdb to succeed, got status 3: initdb is broken"):
        cluster.make_cluster(tmp_path / "cluster", Broken(user=""), "secret")
    assert not (tmp_path / "cluster").exists() and not (tmp_path / "initdb-password").exists()
