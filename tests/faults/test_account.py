"""The account names each fault of the matrix, played or not."""

from __future__ import annotations

from tests.faults.account import Account
from tests.faults.fault import Fault
from tests.faults.stage import Stage


def nothing(stage: Stage) -> None:
    """No trouble at all."""


ONE, OTHER = Fault("one", "row 1", nothing), Fault("other", "row 2", nothing)


def test_each_fault_is_told_with_its_worst_time() -> None:
    account = Account(seed=3)
    account.played(ONE, 0.5, 2.0)
    account.played(ONE, 0.25, 7.25)
    told = account.told([ONE, OTHER]).splitlines()
    assert "| row 1 | one | 2 | 0.5 s | 7.2 s |" in told
    assert "| row 2 | other | 0 | – | – |" in told
    assert told[0] == "Seed 3: 2 faults of 1 kinds."


def test_memory_is_told_by_process() -> None:
    account = Account(seed=3, memory=[{"fold": 100}, {"fold": 150, "web": 90}, {"fold": 120}])
    assert "Memory of fold: 100 MB at first, 150 at most, 120 last" in account.told([])
