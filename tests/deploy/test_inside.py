import os
import pwd
import subprocess
from pathlib import Path

import pytest

from deploy.errors import CannotStart
from deploy.inside import INSIDE, Inside, refuse_ordinary


@pytest.fixture
def server(tmp_path: Path) -> Inside:
    return Inside(tree=tmp_path / "tree", folder=tmp_path / "data", user="root")


def test_a_program_is_run_in_mounts_of_its_own(server: Inside) -> None:
    words = server.argv("initdb", "--pgdata", "x")
    assert words[:6] == ("unshare", "--mount", "--propagation", "private", "sh", str(INSIDE))
    entry = pwd.getpwnam("root")
    assert words[6:10] == (
        *(str(server.tree), str(server.folder)),
        *(str(entry.pw_uid), str(entry.pw_gid)),
    )
    assert words[10:] == ("/usr/lib/postgresql/17/bin/initdb", "--pgdata", "x")


def test_its_files_are_seen_below_one_folder(server: Inside) -> None:
    assert server.sees(server.folder / "cluster.new") == "/srv/nhip/cluster.new"
    with pytest.raises(ValueError, match="is not in the subpath"):
        server.sees(server.folder.parent / "demo-key")


def test_the_script_is_one_a_shell_reads() -> None:
    done = subprocess.run(("sh", "-n", str(INSIDE)), capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_an_ordinary_user_is_told_what_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(CannotStart, match=r"expected root.*DATABASE_URL.*leave TIMESCALE=1 out"):
        refuse_ordinary()
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    refuse_ordinary()
