"""`make faults`: every fault of the matrix, then any of them, for DURATION seconds."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.faults.matrix import FAULTS
from tests.faults.plan import drawn, in_time
from tests.faults.play import Play, say, seed_given
from tests.faults.stage import Stage

EACH = 8


@pytest.mark.faults
@pytest.mark.timeout(4 * 3_600)
def test_many_faults_lose_nothing(stage: Stage, tmp_path: Path) -> None:
    seed, duration = seed_given(), float(os.environ.get("NHIP_FAULTS_DURATION") or 300)
    named = set(filter(None, os.environ.get("NHIP_FAULTS_ONLY", "").split(",")))
    faults = [
        fault
        for fault in FAULTS
        if (not named or fault.name in named) and (stage.engines.own_disk or not fault.own_disk)
    ]
    play, order = Play(stage, tmp_path, seed), drawn(faults, seed, duration)
    say(f"seed {seed}: {', '.join(fault.name for fault in order)}")
    try:
        play.run(in_time(order, duration), each=EACH, between=5.0)
    finally:
        say(play.account.told(FAULTS))
