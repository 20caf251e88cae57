"""A slice of the fault suite for every `make test`: eight kinds of fault, a new seed each run.

Afterwards, on the same tables, each invariant is broken on purpose: a checker that never complains
checks nothing.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import closing

import pytest
from msgspec import structs

from schema.database import connect
from tests.acceptance.recount import compare, recount
from tests.acceptance.system import System
from tests.faults.breaks import BREAKS, Break
from tests.faults.checks import CHECKERS, Evidence, deliveries, inboxes, replay
from tests.faults.ledger import Ledger
from tests.faults.load import Load
from tests.faults.matrix import FAULTS
from tests.faults.plan import for_at_least, some
from tests.faults.play import SCOPES, Play, say, seed_given
from tests.faults.reports import Acts
from tests.faults.stage import Stage
from tests.faults.viewers import Viewer

pytestmark = pytest.mark.timeout(900)
QUICK_S = 6.0
ROWS = 8
LASTS_S, BETWEEN_S = 120.0, 2.0
MOST = 1_000  # in one round: all is healed and looked at once, at the end


@pytest.fixture(scope="module")
def play(stage: Stage, tmp_path_factory: pytest.TempPathFactory) -> Play:
    """A run in which nothing was lost: it ends in an assertion otherwise."""
    play = Play(stage, tmp_path_factory.mktemp("slice"), seed_given())
    quick = [f for f in FAULTS if f.lasts_s <= QUICK_S and not f.own_disk]
    seed = play.account.seed
    order = some(quick, seed, ROWS)
    say(f"seed {seed}: {', '.join(fault.name for fault in order)}")
    account = play.run(
        for_at_least(LASTS_S, order, random.Random(seed)), each=MOST, between=BETWEEN_S
    )
    say(account.told(order))
    return play


def test_eight_kinds_of_fault_lose_nothing(play: Play) -> None:
    assert len(play.account.recovered_s) >= ROWS
    assert play.account.checked.keys() == CHECKERS.keys()
    assert play.account.promised


@pytest.fixture
def seen(play: Play) -> Iterator[Evidence]:
    """What the checkers look at, of a system that has ended."""
    stage = play.stage
    stage.end()
    nobody = Load(stage.system, Acts(0, ()), Ledger(play.ledger), scopes=SCOPES, inboxes=("vn",))
    with closing(nobody.ledger):
        yield Evidence(stage, nobody.ledger, nobody, ())


def test_a_broken_invariant_is_noticed(seen: Evidence) -> None:
    system = seen.system
    counted = recount(system)
    assert compare(system, counted) == []
    of_the_log = [one for one in BREAKS if one.checker in ("I2", "I7")]
    for broken in of_the_log:
        apply(broken, system)
    differences = tuple(compare(system, counted))
    evidence = Evidence(seen.stage, seen.ledger, seen.load, differences)
    for broken in of_the_log:
        assert_noticed(broken, evidence)
    for broken in BREAKS:
        if broken not in of_the_log:
            apply(broken, system)
            assert_noticed(broken, evidence)
    assert_looked_at(evidence)


def assert_looked_at(seen: Evidence) -> None:
    """What viewers saw, receivers got and poison did is looked at too."""
    viewer = Viewer("")
    viewer.alerts_ever.add("somebody else's")
    seen.load.inboxes["vn"] = viewer
    assert next(inboxes(seen)).startswith("another unit's alert")
    seen.stage.letters[0, 10**9] = "$.nowhere"
    assert any(one.startswith("poison that is no dead letter") for one in replay(seen))
    first = seen.stage.receivers.received()[0]
    seen.stage.receivers.note(structs.replace(first, body={**first.body, "data": "another"}))
    assert any(one.startswith("one id, two messages") for one in deliveries(seen))


def apply(broken: Break, system: System) -> None:
    """Break one row."""
    build = int(system.sql(b"select build from build where active")[0][0])
    with connect(system.settings, build=build) as connection:
        assert connection.execute(broken.statement).rowcount == 1, broken


def assert_noticed(broken: Break, seen: Evidence) -> None:
    """Its checker complains of it."""
    told = list(CHECKERS[broken.checker](seen))
    assert any(one.startswith(broken.complaint) for one in told), f"{broken}: {told}"
