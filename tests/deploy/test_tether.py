import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from deploy.child import TETHER
from tests.deploy.fakes import SLEEPER

PARENT = """
import os, subprocess, sys
tether, signal_number = sys.argv[1:3]
child = subprocess.Popen([sys.executable, "-I", "-S", tether, signal_number, str(os.getpid()), "",
    sys.executable, "-c", sys.argv[3]], stdout=subprocess.PIPE)
child.stdout.readline()
print(child.pid, flush=True)
child.wait()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel of Linux does it")
def test_it_ends_when_its_parent_is_killed() -> None:
    words = (sys.executable, "-c", PARENT, str(TETHER), str(int(signal.SIGTERM)), SLEEPER)
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = psutil.Process(int(parent.stdout.readline()))
        parent.kill()
        child.wait(10)
    assert not child.is_running()


def test_it_does_not_start_when_the_parent_is_gone_already(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    not_the_parent = str(os.getppid())
    words = (sys.executable, "-I", "-S", str(TETHER), "15", not_the_parent, "", "touch", str(mark))
    assert subprocess.run(words, check=False).returncode == 0
    assert not mark.exists()
