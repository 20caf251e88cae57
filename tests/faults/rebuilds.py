"""Everything derived is made again while everybody works on it; and that is killed, too."""

from __future__ import annotations

import signal

from tests.acceptance.system import PAUSE
from tests.faults.extra import Extra
from tests.faults.fault import Fault
from tests.faults.stage import Stage

WORDS = ("-m", "stream.rebuild")
PATIENCE_S = 240.0
INTO_IT_S = 6.0
SAME, REFUSED = 0, 1


def rebuild(stage: Stage) -> None:
    """The new build comes out the same and is the active one; the one before is dropped."""
    before = stage.build
    status = _begun(stage).ended(PATIENCE_S)
    assert status == SAME, f"expected builds that are the same, got status {status}: see the log"
    assert stage.build > before, f"expected another build than {before} to be active"
    stage.whole()
    dropped = _begun(stage, "--drop-old").ended(PATIENCE_S)
    assert dropped in (SAME, REFUSED), "expected it dropped, or somebody still at work on it"


def kill_rebuild(stage: Stage) -> None:
    """kill -9 somewhere in it; what it made is for the next one to drop."""
    before = stage.build
    rebuilding = _begun(stage)
    PAUSE.wait(INTO_IT_S)
    rebuilding.signal(signal.SIGKILL)
    rebuilding.ended(5)
    assert stage.build >= before
    stage.whole()


def _begun(stage: Stage, *words: str) -> Extra:
    return stage.extra("rebuild").start(before=(*WORDS, *words))


FAULTS = (
    Fault("rebuild", "rebuild under load", rebuild, 60),
    Fault("kill rebuild", "rebuild under load", kill_rebuild, INTO_IT_S),
)
