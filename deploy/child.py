"""One process of ours: its own group, gone when we are gone, known by a pid file.

Called by the engines and by `up` for the roles. Ctrl-C in a terminal reaches only us, because each
child has its own session; `tether` makes the kernel end it when we are killed; and what survives
even that is found at the next start by `end_left_over`.
"""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import psutil

from deploy.errors import CannotStart
from deploy.logfile import open_log

TETHER = Path(__file__).with_name("tether.py")
LONGEST_LINE = 1 << 20  # bytes; what is longer is shown in pieces


@dataclass(frozen=True, kw_only=True)
class Command:
    """What to run and how to end it."""

    name: str
    argv: tuple[str, ...]
    pid_file: Path
    log: Path | None = None  # None: we read its output through a pipe
    env: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    cwd: Path | None = None
    user: str = ""  # system user to become; only root may
    stop_signal: signal.Signals = signal.SIGTERM
    grace: float = 15.0  # seconds between the stop signal and SIGKILL
    orphan_signal: signal.Signals = signal.SIGKILL  # what it gets when we are killed


class Child:
    """A started Command."""

    def __init__(
        self,
        command: Command,
        process: asyncio.subprocess.Process,
        output: asyncio.StreamReader | None,
    ) -> None:
        self.command = command
        self.process = process
        self.output = output  # None when it goes to the log

    @classmethod
    async def start(cls, command: Command) -> "Child":
        """Start it and note pid and start time; `end_left_over` comes before.

        CannotStart, with nothing left running, where that cannot be.
        """
        try:
            process, output = await _spawn(command)
        except OSError as error:  # such as a full disk, on which no log can be made
            raise CannotStart(f"{command.name}: {error}") from error
        child = cls(command, process, output)
        try:
            _note(command.pid_file, process.pid)
        except OSError as error:  # who is not noted would be found by nobody
            process.kill()
            await child.wait()
            raise CannotStart(f"{command.name}: no pid file, so it was ended: {error}") from error
        return child

    async def wait(self) -> int:
        """Its exit status, negative for a signal; what it started itself has then gone too."""
        status = await self.process.wait()
        _send_group(self.process.pid, signal.SIGKILL)
        return status

    async def stop(self) -> None:
        """Ask, wait for the grace, then kill; afterwards nothing of its group is left."""
        if self.process.returncode is None:
            _send(self.process.pid, self.command.stop_signal)
            try:
                await asyncio.wait_for(self.process.wait(), self.command.grace)
            except TimeoutError:
                _send(self.process.pid, signal.SIGKILL)
        await self.wait()
        self.command.pid_file.unlink(missing_ok=True)

    async def alive_until(self, ready: "asyncio.Future[None]") -> None:
        """Wait for `ready`; a child that ends first is an error that shows its last words."""
        ended = asyncio.ensure_future(self.process.wait())
        try:
            await asyncio.wait((ready, ended), return_when=asyncio.FIRST_COMPLETED)
            if ready.done():
                return ready.result()
        finally:
            ended.cancel()
            ready.cancel()
        raise CannotStart(
            f"{self.command.name} ended with status {self.process.returncode} before it was ready."
            f"{last_words(self.command.log)}"
        )


async def end_left_over(pid_file: Path, stop_signal: signal.Signals, grace: float) -> bool:
    """Stop the process an earlier run of ours left behind; True when there was one."""
    return await asyncio.to_thread(_end_left_over, pid_file, stop_signal, grace)


def left_over(pid_file: Path) -> psutil.Process | None:
    """The process of a pid file, if it lives and is the very one: same start time."""
    try:
        pid, started = pid_file.read_text().split()
        process = psutil.Process(int(pid))
        same = abs(process.create_time() - float(started)) < 1.0
    except (FileNotFoundError, ValueError, psutil.NoSuchProcess):
        return None
    return process if same else None


def last_words(log: Path | None, lines: int = 12) -> str:
    """The end of a log, indented, for an error message."""
    if log is None or not log.exists():
        return ""
    tail = log.read_text(errors="replace").splitlines()[-lines:]
    return f" The end of {log}:\n" + "\n".join(f"    {line}" for line in tail)


def _tethered(command: Command) -> tuple[str, ...]:
    signal_number, parent = str(int(command.orphan_signal)), str(os.getpid())
    python = (sys.executable, "-I", "-S", str(TETHER))
    return (*python, signal_number, parent, command.user, *command.argv)


async def _spawn(
    command: Command,
) -> tuple[asyncio.subprocess.Process, asyncio.StreamReader | None]:
    """The process, and its output where we read it."""
    with contextlib.ExitStack() as files:
        if command.log is None:
            output, out = await _pipe(files)
        else:
            output, out = None, files.enter_context(open_log(command.log))
        process = await asyncio.create_subprocess_exec(
            *_tethered(command),
            env=command.env,
            cwd=command.cwd,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=out,
            stderr=asyncio.subprocess.STDOUT,
            start_new_session=True,
        )
        return process, output


async def _pipe(files: contextlib.ExitStack) -> tuple[asyncio.StreamReader, IO[bytes]]:
    """Our end to read and the child's end to write.

    asyncio's own PIPE would let `wait` wait for every process that holds the other end.
    """
    ours, theirs = os.pipe()
    out = files.enter_context(os.fdopen(theirs, "wb", buffering=0))
    reader = asyncio.StreamReader(limit=LONGEST_LINE)
    loop = asyncio.get_running_loop()
    protocol = asyncio.StreamReaderProtocol(reader)
    await loop.connect_read_pipe(lambda: protocol, os.fdopen(ours, "rb", buffering=0))
    return reader, out


def _note(pid_file: Path, pid: int) -> None:
    with contextlib.suppress(psutil.NoSuchProcess):
        pid_file.write_text(f"{pid} {psutil.Process(pid).create_time()}\n")


def _end_left_over(pid_file: Path, stop_signal: signal.Signals, grace: float) -> bool:
    process = left_over(pid_file)
    if process is None:
        return False
    _send(process.pid, stop_signal)
    # A dead one whose pid is not yet free also counts: PostgreSQL would take it for alive.
    if not _gone_within(process, grace):
        _send(process.pid, signal.SIGKILL)
        _gone_within(process, grace)
    _send_group(process.pid, signal.SIGKILL)
    pid_file.unlink(missing_ok=True)
    return True


def _gone_within(process: psutil.Process, seconds: float) -> bool:
    try:
        process.wait(seconds)
    except psutil.TimeoutExpired:
        return False
    return True


def _send(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)


def _send_group(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, number)
