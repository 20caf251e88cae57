"""A process whose output we read: a role of the Procfile, or a command that runs once.

Called by `up`. Every line goes to its log, warnings and worse to the terminal too; the last lines
are kept, for the reason when it cannot start.
"""

import asyncio
import os
from collections import deque
from collections.abc import Mapping

from deploy.child import Child, Command, end_left_over
from deploy.errors import CannotStart
from deploy.logfile import LogFile
from deploy.places import REPO, Places
from deploy.procfile import Line
from deploy.progress import Progress
from deploy.sieve import Sieve

KEPT = 6  # lines
REFUSED = 78  # exit status: something must be put right first (EX_CONFIG)
LAST_WORDS_WITHIN = 2.0  # seconds; something that escaped may hold the pipe for ever


class Role:
    """One line of the Procfile, started and started again."""

    def __init__(
        self, line: Line, places: Places, environ: Mapping[str, str], progress: Progress
    ) -> None:
        self.name = line.role
        self.deaths = 0
        self.refused = False  # it ended saying that another start makes no sense
        self._progress = progress
        self._last = deque[str]()
        self._log = LogFile(places.log(line.role))
        self._command = Command(
            name=line.role,
            argv=line.argv,
            pid_file=places.pid_file(line.role),
            env=without_safe_path(environ),
            cwd=REPO,
            grace=10.0,
        )
        self._child: Child | None = None
        self._reader: asyncio.Task[None] | None = None

    @property
    def pid(self) -> int | None:
        return self._child.process.pid if self._child else None

    async def start(self) -> None:
        """Start it; whether it is ready its heartbeat will say."""
        await self.end_left_over()
        self._child = await Child.start(self._command)
        self._reader = asyncio.create_task(self._show(self._child))

    async def died(self) -> int:
        """Wait until it ends and its last words are shown; the exit status."""
        assert self._child is not None and self._reader is not None, "expected a started role"
        status = await self._child.wait()
        self.deaths += 1
        self.refused = status == REFUSED
        await asyncio.wait((self._reader,), timeout=LAST_WORDS_WITHIN)
        return status

    async def stop(self) -> None:
        """Ask, wait, kill; its last words are shown."""
        if self._child is not None and self._reader is not None:
            await self._child.stop()
            await asyncio.wait((self._reader,), timeout=LAST_WORDS_WITHIN)
            self._reader.cancel()

    async def end_left_over(self) -> None:
        """Stop what a killed supervisor left behind."""
        command = self._command
        if await end_left_over(command.pid_file, command.stop_signal, command.grace):
            self._progress.step(self.name, "stopped what an earlier run left over")

    def last_words(self) -> str:
        """The end of its output, indented."""
        return "".join(f"\n    {line}" for line in self._last)

    async def _show(self, child: Child) -> None:
        assert child.output is not None, "expected a pipe for the output of a role"
        sieve, last = Sieve(), deque[str](maxlen=KEPT)
        while raw := await _next_line(child.output):
            line = raw.decode(errors="replace").rstrip()
            last.append(line)
            self._last = last  # those of the life before are kept until now
            self._log.write(line)
            if sieve.lets_through(line):
                self._progress.output(self.name, line)
        self._log.close()


async def run_once(role: Role) -> None:
    """Run a command to its end; CannotStart with its last words when it fails."""
    await role.start()
    try:
        status = await role.died()
    finally:
        await role.stop()
    if status:
        raise CannotStart(f"{role.name} ended with status {status}:{role.last_words()}")


def without_safe_path(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment for `python -m`: unbuffered, and with the checkout on the path."""
    kept = {k: v for k, v in environ.items() if k != "PYTHONSAFEPATH"}
    return kept | {"PYTHONUNBUFFERED": "1", "PWD": os.fspath(REPO)}


async def _next_line(stream: asyncio.StreamReader) -> bytes:
    """The next line, or as much of it as fits; empty at the end."""
    try:
        return await stream.readuntil()
    except asyncio.IncompleteReadError as end:
        return end.partial
    except asyncio.LimitOverrunError as full:
        return await stream.readexactly(full.consumed)
