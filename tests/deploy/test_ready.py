import sys
import time
from pathlib import Path

import pytest

from deploy.errors import CannotStart
from deploy.procfile import Line
from deploy.ready import DEATHS, Beat, Waiting
from deploy.role import Role
from tests.deploy.fakes import places, silent

RUNNING_S = 60.0
"""How long roles run already."""


class Running(Role):
    """A role that counts as started with this pid."""

    @property
    def pid(self) -> int:
        return 7


def waiting(tmp_path: Path) -> tuple[Waiting, Running]:
    progress, _ = silent()
    line = Line(role="web", argv=(sys.executable, "-c", "print('why')"))
    role = Running(line, places(tmp_path), {}, progress)
    return Waiting([role], time.monotonic() - RUNNING_S, progress), role


def beat(*, role: str = "web", pid: int = 7, ready: bool = True, later: int = 1) -> Beat:
    age = RUNNING_S - later
    return Beat(role, f"here:{pid}", pid, age, ready, {"lag": 12})


def test_our_ready_heartbeat_ends_the_waiting(tmp_path: Path) -> None:
    wait, _ = waiting(tmp_path)
    assert wait and str(wait) == "web: no heartbeat yet"
    wait.hear([beat(ready=False)])
    assert wait and str(wait) == "web: {'lag': 12}"
    wait.hear([beat()])
    assert not wait


@pytest.mark.parametrize("other", [beat(pid=8), beat(later=-1), beat(role="fold")])
def test_others_and_earlier_runs_do_not_count(tmp_path: Path, other: Beat) -> None:
    wait, _ = waiting(tmp_path)
    wait.hear([other])
    assert str(wait) == "web: no heartbeat yet"


async def test_a_role_that_keeps_dying_is_hopeless(tmp_path: Path) -> None:
    wait, role = waiting(tmp_path)
    for _ in range(DEATHS):
        wait.refuse_hopeless()
        await role.start()
        await role.died()
    with pytest.raises(CannotStart, match=r"web ended 3 times before it was ready:\n    why"):
        wait.refuse_hopeless()


async def test_a_role_that_refuses_is_not_asked_again(tmp_path: Path) -> None:
    progress, _ = silent()
    line = Line(role="fold", argv=(sys.executable, "-c", "print('why'); raise SystemExit(78)"))
    role = Running(line, places(tmp_path), {}, progress)
    wait = Waiting([role], time.monotonic() - RUNNING_S, progress)
    await role.start()
    await role.died()
    with pytest.raises(CannotStart, match=r"fold refused to start before it was ready:\n    why"):
        wait.refuse_hopeless()
