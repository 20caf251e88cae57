"""Workers beside the one that `up` keeps: a second fold, rolls and alerts that stand by."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from deploy.child import TETHER
from deploy.places import REPO

WORDS = {
    "fold": ("-m", "stream", "fold"),
    "roll": ("-m", "stream", "roll"),
    "alerts": ("-m", "alerts"),
}
STOP_S = 60.0


class Extra:
    """One process of a role, started by hand and ended with us."""

    def __init__(self, role: str, environ: Mapping[str, str], log: Path) -> None:
        self.role = role
        self._environ = environ
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, *, before: tuple[str, ...] = (), **environ: str) -> Extra:
        """Start it unless it runs; `before` are words before the role's own."""
        if self.alive:
            return self
        tether = ("-I", "-S", str(TETHER), str(int(signal.SIGKILL)), str(os.getpid()), "")
        with self._log.open("ab") as said:
            self._process = subprocess.Popen(
                [sys.executable, *tether, sys.executable, *(before or WORDS[self.role])],
                cwd=REPO,
                env={**self._environ, **environ},
                stdout=said,
                stderr=said,
                start_new_session=True,
            )
        return self

    @property
    def alive(self) -> bool:
        """Whether it runs now."""
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int:
        """Its process number."""
        assert self._process is not None, f"expected a {self.role} that was started"
        return self._process.pid

    def signal(self, number: signal.Signals) -> None:
        """Send a signal, if it still runs."""
        if self._process is not None and self.alive:
            self._process.send_signal(number)

    def ended(self, within: float) -> int:
        """Wait for its end; the exit status, negative for a signal."""
        assert self._process is not None, f"expected a {self.role} that was started"
        return self._process.wait(within)

    def stop(self) -> int:
        """SIGTERM, and SIGKILL when that is not enough; the exit status."""
        self.signal(signal.SIGCONT)
        self.signal(signal.SIGTERM)
        try:
            return self.ended(STOP_S)
        except subprocess.TimeoutExpired:
            self.signal(signal.SIGKILL)
            self.ended(STOP_S)
            raise
