"""Play faults under load, heal, check; round after round, as long as there are faults left."""

from __future__ import annotations

import os
import random
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import psutil

from tests.acceptance.system import PAUSE
from tests.faults.account import Account
from tests.faults.checks import examined
from tests.faults.fault import Fault
from tests.faults.ledger import Ledger
from tests.faults.load import Load
from tests.faults.plan import rounds
from tests.faults.probe import Probe
from tests.faults.reports import Acts, targets
from tests.faults.settle import settled
from tests.faults.stage import Stage

SCOPES = ("vn", "vn@nq57", "vn.01", "tw")
INBOXES = ("vn", "vn.01")
MB = 1 << 20
MOST_MB, MOST_FILES = 700, 400
"""What one process of ours may hold, however long it runs."""


class Play:
    """One run on a stage: its ledger, its reports, its account."""

    def __init__(self, stage: Stage, folder: Path, seed: int) -> None:
        self.stage = stage
        self.account = Account(seed=seed)
        self._pauses = random.Random(seed)
        self._acts = Acts(seed, targets(stage.system, seed))
        self.ledger = folder / "ledger"

    def run(self, order: Iterable[Fault], *, each: int, between: float) -> Account:
        """All faults in this order, checked after `each` of them, `between` seconds apart."""
        with closing(Ledger(self.ledger)) as ledger:
            for faults in rounds(order, each):
                self._round(faults, ledger, between)
            self._sum_up(ledger)
        return self.account

    def _round(self, faults: Iterable[Fault], ledger: Ledger, between: float) -> None:
        load = Load(self.stage.system, self._acts, ledger, scopes=SCOPES, inboxes=INBOXES)
        probe = Probe(self.stage.system, self._acts, ledger)
        with load.running():
            for fault in faults:
                PAUSE.wait(self._pauses.uniform(0.2, 2) * between)
                self.stage.standing()
                fault.do(self.stage)
                back = self.stage.engines.answering()
                seconds = probe.seconds()
                self.account.played(fault, back, seconds)
                say(f"{fault.name}: engines back in {back:.1f} s, then all in {seconds:.1f} s")
            PAUSE.wait(between)
            load.stop()
            assert not load.faults, f"reports: {load.faults[:3]}"
            settled(self.stage, load)
            self._check(ledger, load)

    def _check(self, ledger: Ledger, load: Load) -> None:
        found = examined(self.stage, ledger, load)
        wrong = [f"{name} {one}" for name, told in found.items() for one in told]
        assert not wrong, "\n".join(wrong)
        self.account.checked.update(found.keys())
        held = dict(_held(self.stage))
        self.account.memory.append({name: size for name, (size, _) in held.items()})
        swollen = {n: h for n, h in held.items() if h[0] > MOST_MB or h[1] > MOST_FILES}
        assert not swollen, f"expected bounded memory and files, got (MB, files) {swollen}"

    def _sum_up(self, ledger: Ledger) -> None:
        account = self.account
        account.promised, account.sent = len(ledger.ids("A")), len(ledger.ids("S"))
        account.answers = dict(sorted(ledger.answers.items()))
        account.troubles = dict(sorted(self._acts.troubles.items()))


def _held(stage: Stage) -> Iterator[tuple[str, tuple[int, int]]]:
    """By process: MB of memory, open files."""
    for name, pid in stage.pids().items():
        with suppress(psutil.NoSuchProcess):
            process = psutil.Process(pid)
            yield name, (process.memory_info().rss // MB, process.num_fds())


def seed_given() -> int:
    """The seed of the environment, or a new one."""
    return int(os.environ.get("NHIP_FAULTS_SEED") or random.SystemRandom().randrange(10**6))


def say(line: str) -> None:
    """Told at once: a failing run must be repeatable."""
    print(line, flush=True)  # noqa: T201
