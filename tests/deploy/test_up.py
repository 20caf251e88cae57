import os
import socket
import sys
from pathlib import Path

import pytest

from deploy import up
from deploy.errors import CannotStart
from deploy.ports import LOOPBACK
from deploy.procfile import Line
from deploy.role import Role
from tests.deploy.fakes import places, silent


def test_a_taken_port_is_refused_with_a_free_one() -> None:
    with socket.create_server((LOOPBACK, 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CannotStart, match=r"make run PORT=\d+$") as refused:
            up._refuse_taken(str(port))
    assert int(str(refused.value).rpartition("=")[2]) > port


@pytest.mark.parametrize("port", ["", "http", "0", "70000", "-1"])
def test_a_port_that_is_none_is_refused(port: str) -> None:
    with pytest.raises(CannotStart, match="expected PORT to be a number"):
        up._refuse_taken(port)


def test_an_empty_country_has_no_feed() -> None:
    roles = [line.role for line in up._wanted("none", standby=False)]
    assert roles == ["web", "fold", "roll", "alerts"]
    assert [line.role for line in up._wanted("S", standby=False)] == [*roles, "feed"]


def test_only_a_standby_has_a_mirror() -> None:
    assert [line.role for line in up._wanted("none", standby=True)][-1] == "mirror"


def test_the_welcome_names_what_to_open(tmp_path: Path) -> None:
    text = up.welcome("8123", places(tmp_path))
    for path in ("/boards/vn", "/wall/nation", "/ranking", "/alerts", "/report"):
        assert f"http://127.0.0.1:8123{path}\n" in text
    assert "demo-key" in text


async def test_a_role_that_dies_is_started_again_and_stopped_in_the_end(tmp_path: Path) -> None:
    progress, out = silent()
    program = "import signal; print('up', flush=True); signal.pause()"
    line = Line(role="web", argv=(sys.executable, "-c", program))
    web = Role(line, places(tmp_path), {}, progress)
    async with up.kept([web], progress):
        first = web.pid
        assert first is not None
        await out.until(lambda told: told.count("│ up") == 1)
        os.kill(first, 9)
        await out.until(lambda told: told.count("│ up") == 2)
        second = web.pid
    assert second is not None and second != first
    assert "ended by signal 9" in out.getvalue()
    with pytest.raises(ProcessLookupError):
        os.kill(second, 0)
