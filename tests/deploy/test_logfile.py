from pathlib import Path

import pytest

from deploy import logfile
from deploy.logfile import LogFile, open_log


def test_a_long_log_is_moved_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logfile, "KEPT", 3)
    path = tmp_path / "web.log"
    path.write_text("older\n")
    with open_log(path) as file:
        file.write(b"newer\n")
    assert path.read_text() == "newer\n"
    assert (tmp_path / "web.log.1").read_text() == "older\n"


def test_lines_are_there_at_once_and_stay_below_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logfile, "KEPT", 10)
    log = LogFile(tmp_path / "web.log")
    for line in ("the first", "thứ hai", "the third"):
        log.write(line)
    assert (tmp_path / "web.log").read_text("utf-8") == "the third\n"
    assert (tmp_path / "web.log.1").read_text("utf-8") == "the first\nthứ hai\n"
    log.close()
    log.write("later")
    assert (tmp_path / "web.log").read_text("utf-8") == "the third\nlater\n"
    log.close()
