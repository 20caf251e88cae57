"""Small programs and engines that the tests of deploy/ start instead of the real ones."""

import asyncio
import io
import sys
from collections.abc import Callable
from pathlib import Path

from deploy.child import Command
from deploy.places import Places
from deploy.ports import Ports
from deploy.progress import Progress
from deploy.service import Engine

SLEEPER = "import signal, sys; sys.stdout.write('up\\n'); sys.stdout.flush(); signal.pause()"
DEAF = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True)\n" + (
    "while True: signal.pause()"
)


def places(tmp_path: Path) -> Places:
    """A data directory and a cache, made."""
    made = Places(data=tmp_path / "data", cache=tmp_path / "cache")
    made.make()
    return made


def command(tmp_path: Path, program: str, *, grace: float = 5.0, log: bool = False) -> Command:
    """This Python running `program`."""
    return Command(
        name="fake",
        argv=(sys.executable, "-c", program),
        pid_file=tmp_path / "fake.pid",
        log=tmp_path / "fake.log" if log else None,
        grace=grace,
    )


class Heard(io.StringIO):
    """Keeps what is written, and wakes who waits for it."""

    def __init__(self) -> None:
        super().__init__()
        self._more = asyncio.Event()

    def write(self, text: str) -> int:
        self._more.set()
        return super().write(text)

    async def until(self, holds: Callable[[str], bool]) -> None:
        """Wait until what was written so far is so; at most ten seconds."""
        async with asyncio.timeout(10):
            while not holds(self.getvalue()):
                self._more.clear()
                await self._more.wait()


def silent() -> tuple[Progress, Heard]:
    """A progress and where its lines go."""
    out = Heard()
    return Progress(out), out


class FakeEngine(Engine):
    """Serves nothing; answers at the third question, unless its program ended before."""

    name = "fake"
    variable = "FAKE_URL"
    grace = 5.0
    program = SLEEPER
    questions = 0
    first = 0  # where counting begins: far below zero, it never answers

    def __init__(self, at: Places) -> None:
        super().__init__(at, Ports(at.ports_file))

    async def prepare(self, progress: Progress) -> None:
        self.questions = self.first

    def command(self) -> Command:
        return Command(
            name=self.name,
            argv=(sys.executable, "-c", self.program),
            log=self.places.log(self.name),
            pid_file=self.places.pid_file(self.name),
            grace=self.grace,
        )

    async def answers(self) -> bool:
        self.questions += 1
        return self.questions >= 3

    def address(self) -> str:
        return "fake://here"
