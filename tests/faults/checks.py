"""What must hold once everything is healed: I1 to I7, each a list of what is wrong.

Every checker reads the tables, the log and what viewers and receivers saw; none asks the product
whether it is right. `tests/faults/test_slice.py` breaks each on purpose.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

from msgspec import Struct

from tests.acceptance.recount import differences
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
    """I1: every update that was promised is there, and nothing that was never sent."""
    promised, sent = seen.ledger.ids("A"), seen.ledger.ids("S")
    rows = seen.system.sql(b"select id::text from update where source = %s", SOURCE)
    stored = {identity for (identity,) in rows}
    yield from _some("promised and lost", promised - stored)
    yield from _some("never sent", stored - sent)
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
    """I3: each message reached its receiver, always under the same id, and none after the end.

    It was signed so that the receiver believed it, unless a clock of ours was wrong on purpose.
    """
    receivers = seen.stage.receivers
    received = {message.id: message for message in receivers.received()}
    rows = seen.system.sql(DELIVERIES)
    sent = {row[0] for row in rows if row[1] == "sent"}
    yield from _some("sent, but never received", sent - received.keys())
    yield from _some("received, but nobody's", received.keys() - {row[0] for row in rows})
    yield from _some("neither sent nor ended", {row[0] for row in rows if row[1] is None})
    bodies = {(m.id, str(m.body["data"])) for m in receivers.received()}
    told = Counter(identity for identity, _ in bodies)
    yield from _some("one id, two messages", {one for one, times in told.items() if times > 1})
    yield from _some("told after the end", {row[0] for row in seen.system.sql(AFTER_THE_END)})
    if receivers.refused and not receivers.forgiving:
        yield f"refused for their signature: {receivers.refused}"


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


STORIES = {
    "an alert without a beginning": b"select a.id::text from alert a where not exists "
    b"(select from alert_event e where e.alert = a.id)",
    "an alert that stands elsewhere than its story": b"select a.id::text, a.reason, e.reason "
    b"from alert a join lateral "
    b"(select reason from alert_event e where e.alert = a.id order by n desc limit 1) e "
    b"on true where e.reason <> a.reason",
    "a story that goes back in time": b"select alert::text, n from (select alert, n, at, "
    b"lag(at) over (partition by alert order by n) as before from alert_event) e where at < before",
}
ENDS = {
    "open and ended at once": b"select id::text, state from alert "
    b"where (state = 'resolved') <> (resolved_at is not null)",
    "warned of wrongly": b"select t.code, t.state, count(a.id) from task t "
    b"left join alert a on a.subject = t.code "
    b"and a.rule = 'overdue' and a.state <> 'resolved' where t.kind = 'one_off' "
    b"group by t.code, t.state having count(a.id) <> (t.state = 'overdue')::int",
}


def events(seen: Evidence) -> Iterator[str]:
    """I5: what happened to an alert is a story without a gap that ends where the alert stands."""
    return _rows(seen, STORIES)


def ends(seen: Evidence) -> Iterator[str]:
    """I6: an alert is open or has ended; every overdue task has one open, no other has."""
    return _rows(seen, ENDS)


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
    found = tuple(differences(stage.system))
    seen = Evidence(stage, book, load, found)
    return {name: list(check(seen)) for name, check in CHECKERS.items()}


def _rows(seen: Evidence, wrong: Mapping[str, bytes]) -> Iterator[str]:
    """What each statement finds, by what is wrong with it."""
    for what, statement in wrong.items():
        yield from _some(what, seen.system.sql(statement))


def _some(what: str, found: Iterable[object]) -> Iterator[str]:
    rows = sorted(map(str, found))
    if rows:
        yield f"{what}: {len(rows)}, such as {', '.join(rows[:MOST_TOLD])}"
