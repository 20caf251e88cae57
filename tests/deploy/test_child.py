import asyncio
import errno
import os
import signal
from pathlib import Path

import psutil
import pytest

from deploy.child import Child, end_left_over, last_words, left_over
from deploy.errors import CannotStart
from tests.deploy.fakes import DEAF, SLEEPER, command

PARENT_OF_ONE = (
    "import subprocess, sys, signal\n"
    "child = subprocess.Popen([sys.executable, '-c', 'import signal; signal.pause()'])\n"
    "print(child.pid, flush=True)\n"
    "signal.pause()"
)


async def up(child: Child) -> str:
    """Wait for its first line."""
    assert child.output is not None
    return (await child.output.readline()).decode().strip()


def gone(process: psutil.Process) -> bool:
    """Dead, whether or not the system has noticed yet."""
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


async def until_gone(process: psutil.Process) -> None:
    """Wait for the end of one that is no child of ours: the kernel tells it by its descriptor."""
    try:
        descriptor = os.pidfd_open(process.pid)
    except ProcessLookupError:
        return
    ended, loop = asyncio.Event(), asyncio.get_running_loop()
    loop.add_reader(descriptor, ended.set)
    try:
        async with asyncio.timeout(5):
            await ended.wait()
    finally:
        loop.remove_reader(descriptor)
        os.close(descriptor)
    assert gone(process)


async def test_stop_asks_first(tmp_path: Path) -> None:
    child = await Child.start(command(tmp_path, SLEEPER))
    assert await up(child) == "up"
    await child.stop()
    assert child.process.returncode == -signal.SIGTERM
    assert not (tmp_path / "fake.pid").exists()
    await child.stop()


async def test_stop_kills_who_does_not_listen(tmp_path: Path) -> None:
    child = await Child.start(command(tmp_path, DEAF, grace=0.1))
    await up(child)
    await child.stop()
    assert child.process.returncode == -signal.SIGKILL


async def test_its_end_is_noticed_at_once_and_takes_its_own_children_along(tmp_path: Path) -> None:
    child = await Child.start(command(tmp_path, PARENT_OF_ONE))
    grandchild = psutil.Process(int(await up(child)))
    child.process.kill()
    assert await child.wait() == -signal.SIGKILL
    await until_gone(grandchild)
    await child.stop()


async def test_a_left_over_is_found_by_its_pid_file_and_stopped(tmp_path: Path) -> None:
    fake = command(tmp_path, SLEEPER)
    child = await Child.start(fake)
    await up(child)
    assert left_over(fake.pid_file) is not None
    assert await end_left_over(fake.pid_file, fake.stop_signal, fake.grace)
    await child.wait()
    assert not await end_left_over(fake.pid_file, fake.stop_signal, fake.grace)


async def test_another_process_with_the_same_pid_is_left_alone(tmp_path: Path) -> None:
    pid_file = tmp_path / "fake.pid"
    pid_file.write_text(f"{os.getpid()} 1.0\n")
    assert left_over(pid_file) is None
    pid_file.write_text("nonsense")
    assert left_over(pid_file) is None


async def test_one_that_ends_before_it_is_ready_shows_its_last_words(tmp_path: Path) -> None:
    program = "print('no such file'); raise SystemExit(3)"
    child = await Child.start(command(tmp_path, program, log=True))
    never: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    with pytest.raises(CannotStart, match=r"fake ended with status 3[\s\S]*no such file"):
        await child.alive_until(never)
    await child.stop()


async def test_who_cannot_be_noted_is_left_running_by_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A leaked engine would hold its lock and port against every other start."""
    spawned: list[int] = []

    def full(pid_file: Path, pid: int) -> None:
        spawned.append(pid)
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("deploy.child._note", full)
    with pytest.raises(CannotStart, match=r"fake: no pid file.*No space left"):
        await Child.start(command(tmp_path, SLEEPER))
    assert len(spawned) == 1 and not psutil.pid_exists(spawned[0])


async def test_a_log_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "fake.log").mkdir()
    with pytest.raises(CannotStart, match=r"fake: .*fake\.log"):
        await Child.start(command(tmp_path, SLEEPER, log=True))


def test_last_words_of_nothing_are_nothing(tmp_path: Path) -> None:
    assert last_words(None) == "" == last_words(tmp_path / "none")
    (tmp_path / "log").write_text("a\nb\nc\n")
    assert last_words(tmp_path / "log", lines=2).endswith("    b\n    c")
