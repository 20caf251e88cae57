import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.places import REPO
from deploy.told import until_told

WORK = """
import asyncio, signal, sys
from deploy.told import until_told

signal.signal(signal.SIGHUP, signal.SIG_DFL)  # these tests may run under nohup

async def work():
    try:
        print("up", flush=True)
        await asyncio.Event().wait()
    finally:
        print("stopping", flush=True)
        await asyncio.to_thread(sys.stdin.readline)
        print("stopped", flush=True)

until_told(work())
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_lets_the_work_clean_up_and_a_second_one_changes_nothing(number: int) -> None:
    words = (sys.executable, "-c", WORK)
    with subprocess.Popen(
        words, cwd=REPO, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None and process.stdin is not None
        assert process.stdout.readline() == "up\n"
        process.send_signal(number)
        assert process.stdout.readline() == "stopping\n"
        process.send_signal(number)
        process.stdin.write("go on\n")
        process.stdin.flush()
        assert process.stdout.readline() == "stopped\n"
        assert process.wait(10) == 0


def test_work_that_ends_or_fails_does_so(tmp_path: Path) -> None:
    async def fail() -> None:
        raise ValueError(os.fspath(tmp_path))

    with pytest.raises(ValueError, match="test_work_that_ends"):
        until_told(fail())
