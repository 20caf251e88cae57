"""What must hold once everything is healed: I1 to I7, each a list of what is wrong.

Every checker reads the tables, the log and what viewers and receivers saw; none asks the product
whether it is right. `tests/faults/test_harness.py` breaks each on purpose.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct

from tests.acceptance.recount import compare, recount
from tests.acceptance.system import System
from tests.faults.ledger import Ledger
from tests.faults.load import Load
from tests.faults.reports import SOURCE
from tests.faults.stage import Stage

MOST_TOLD = 5
SUMMED = "published"
"""How a difference begins that says a published sum is none (`tests.acceptance.recount`)."""


class Evidence(Struct, frozen=True):
    """All a checker may look at."""

    stage: Stage
    ledger: Ledger
    load: Load
    differences: tuple[str, ...]
    """Between the tables and a recount of the whole log."""

    @property
    def system(self) -> System:
        """The system under test."""
        return self.stage.system


Checker = Callable[[Evidence], Iterator[str]]


def ledger(seen: Evidence) -> Iterator[str]:
    """I1: every update that was promised is there, once, and nothing that was never sent."""
    promised, sent = seen.ledger.ids("A"), seen.ledger.ids("S")
    rows = seen.system.sql(b"select id::text from update where source = %s", SOURCE)
    stored = Counter(identity for (identity,) in rows)
    yield from _some("promised and lost", promised - stored.keys())
    yield from _some("never sent", stored.keys() - sent)
    yield from _some("there twice", {one for one, times in stored.items() if times > 1})
    if not promised:
        yield "nothing was promised: the load did not run"


def replay(seen: Evidence) -> Iterator[str]:
    """I2: the tables and the topic of standings are what a replay of the log in memory makes.

    A worker's cache is among them: what it folds next stands on it. Poison is where it belongs:
    each in the dead letters once, by its own fault.
    """
    yield from (one for one in seen.differences if not one.startswith(SUMMED))
    query = b"select partition, log_offset, path, our_fault from dead_letter"
    rows = seen.system.sql(query)
    letters = {(row[0], row[1]): row[2] for row in rows}
    wrong = {place for place, path in seen.stage.letters.items() if letters.get(place) != path}
    yield from _some("poison that is no dead letter", wrong)
    yield from _some("dead by our own fault", {row[:3] for row in rows if row[3]})


def deliveries(seen: Evidence) -> Iterator[str]:
    """I3: each message reached its receiver, always under the same id, and none after the end."""
    received = {message.id: message for message in seen.stage.receivers.received()}
    rows = seen.system.sql(DELIVERIES)
    sent = {row[0] for row in rows if row[1] == "sent"}
    yield from _some("sent, but never received", sent - received.keys())
    yield from _some("received, but nobody's", received.keys() - {row[0] for row in rows})
    yield from _some("neither sent nor ended", {row[0] for row in rows if row[1] is None})
    bodies = {(m.id, str(m.body["data"])) for m in seen.stage.receivers.received()}
    told = Counter(identity for identity, _ in bodies)
    yield from _some("one id, two messages", {one for one, times in told.items() if times > 1})
    yield from _some("told after the end", {row[0] for row in seen.system.sql(AFTER_THE_END)})


DELIVERIES = b"select id::text, outcome from delivery where channel = 'webhook'"
AFTER_THE_END = (
    b"select d.id::text from delivery d join alert a on a.id = d.alert "
    b"where a.state = 'resolved' and d.payload ->> 'type' <> 'alert.resolved' "
    b"and (d.payload -> 'data' ->> 'version')::bigint >= a.standing_version"
)


def inboxes(seen: Evidence) -> Iterator[str]:
    """I4: an inbox shows what SQL says stands in it, and never showed another unit's alert."""
    for unit, viewer in seen.load.inboxes.items():
        own = {identity for (identity,) in seen.system.sql(ITS_OWN, [unit], [unit])}
        yield from _some(f"another unit's alert in the inbox of {unit}", viewer.alerts_ever - own)
        fresh = seen.load.fresh(viewer).alerts.keys()
        yield from _some(f"the inbox of {unit} is not what it is", viewer.alerts.keys() ^ fresh)


ITS_OWN = (
    b"select id::text from alert where audience @> %s::text[] "
    b"or unit in (select code from unit where path @> %s::text[])"
)


def events(seen: Evidence) -> Iterator[str]:
    """I5: what happened to an alert is a story without a gap that ends where the alert stands."""
    yield from _some("an alert without a beginning", seen.system.sql(UNBEGUN))
    yield from _some("an alert that stands elsewhere than its story", seen.system.sql(UNTOLD))
    yield from _some("a story that goes back in time", seen.system.sql(BACKWARDS))


UNBEGUN = (
    b"select a.id::text from alert a where not exists "
    b"(select from alert_event e where e.alert = a.id)"
)
UNTOLD = (
    b"select a.id::text, a.reason, e.reason from alert a join lateral "
    b"(select reason from alert_event e where e.alert = a.id order by n desc limit 1) e "
    b"on true where e.reason <> a.reason"
)
BACKWARDS = (
    b"select alert::text, n from (select alert, n, at, "
    b"lag(at) over (partition by alert order by n) as before from alert_event) e where at < before"
)


def ends(seen: Evidence) -> Iterator[str]:
    """I6: an alert is open or has ended, once; every overdue task has one open, no other has."""
    yield from _some("open and ended at once", seen.system.sql(HALF_ENDED))
    yield from _some("two are open for one", seen.system.sql(TWO_OPEN))
    yield from _some("warned of wrongly", seen.system.sql(WARNED))


HALF_ENDED = (
    b"select id::text, state from alert where (state = 'resolved') <> (resolved_at is not null)"
)
TWO_OPEN = (
    b"select rule, subject from alert where state <> 'resolved' "
    b"group by rule, subject having count(*) > 1"
)
WARNED = (
    b"select t.code, t.state, count(a.id) from task t left join alert a on a.subject = t.code "
    b"and a.rule = 'overdue' and a.state <> 'resolved' where t.kind = 'one_off' "
    b"group by t.code, t.state having count(a.id) <> (t.state = 'overdue')::int"
)


def sums(seen: Evidence) -> Iterator[str]:
    """I7: every published figure of the tree is the sum of what stands below it."""
    yield from (one for one in seen.differences if one.startswith(SUMMED))


CHECKERS: dict[str, Checker] = {
    "I1": ledger,
    "I2": replay,
    "I3": deliveries,
    "I4": inboxes,
    "I5": events,
    "I6": ends,
    "I7": sums,
}


def examined(stage: Stage, book: Ledger, load: Load) -> dict[str, list[str]]:
    """What each checker finds wrong."""
    differences = tuple(compare(stage.system, recount(stage.system)))
    seen = Evidence(stage, book, load, differences)
    return {name: list(check(seen)) for name, check in CHECKERS.items()}


def _some(what: str, found: Iterable[object]) -> Iterator[str]:
    rows = sorted(map(str, found))
    if rows:
        yield f"{what}: {len(rows)}, such as {', '.join(rows[:MOST_TOLD])}"
