"""Known twice, on a real PostgreSQL: the fold's transaction, the roll, and what the web reads.

A completion verified late and a corrected report change past days: what was known then is answered
as before, what is known now is a recount from all updates.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest

from schema.clock import day_end, day_start, local_day
from schema.database import pool
from schema.measures import named
from schema.settings import Settings
from schema.update import Corrected
from schema.wire import ClockTo, LogMessage, encode
from stream.core.entry import Entry, entries
from stream.core.leaf import place_task
from stream.core.past import past_of, state_on
from stream.core.world import EMPTY
from stream.fold.decode import Opener
from stream.fold.failpoint import nowhere
from stream.fold.recent import Recent
from stream.fold.session import open_connection
from stream.fold.transaction import Tools, run
from stream.fold.worlds import Worlds
from tests.builders import assigned, completed, new_id, progress, report, verified
from tests.integration import roll_rig as rig
from tests.integration.test_roll import COUNTRY
from web.facts.directory import Directory
from web.pages.asof import AsOf, BadInstant
from web.pages.past import Past
from web.site import Site

pytestmark = pytest.mark.storage

TODAY = local_day(datetime.now(UTC))
LEAD, TASK = "vn.01.00001", "vn.01.00001.t0001"
FIRST = TODAY - timedelta(days=10)
PLANNING = ("awaiting", "done_on_time", "in_time", "overdue", "progress_plain", "tasks_reported")


def morning(days: int) -> datetime:
    """09:00 some days after the first."""
    return day_start(FIRST + timedelta(days=days)) + timedelta(hours=9)


GIVEN = assigned(
    TASK,
    occurred_at=morning(0),
    lead=LEAD,
    assigned_by="vn",
    start=FIRST,
    due=FIRST + timedelta(40),
)
SAID = progress(0.9, subject=TASK, occurred_at=morning(1))
CLAIM = completed(subject=TASK, occurred_at=morning(3))
TRUTH = Corrected(
    id=new_id(), subject=TASK, occurred_at=day_start(TODAY), supersedes=SAID.id,
    fields={"progress": 0.2},
)  # fmt: skip
VERDICT = verified(subject=TASK, occurred_at=day_start(TODAY), of=CLAIM.id)


@pytest.fixture
def country(settings: Settings) -> Iterator[Settings]:
    """A country of one partition."""
    rig.build(settings, partitions=1)
    rig.load_catalogue(settings, COUNTRY, TODAY)
    yield settings
    rig.tear_down(settings)


def history() -> list[LogMessage]:
    """Ten closed days, the completion not verified yet."""
    found: list[LogMessage] = [ClockTo(to=day_start(FIRST))]
    told = {0: report(GIVEN, unit="vn"), 1: report(SAID, unit=LEAD), 3: report(CLAIM, unit=LEAD)}
    for n in range(10):
        found += [told[n]] if n in told else []
        found.append(ClockTo(to=day_end(FIRST + timedelta(days=n))))
    return found


async def fold(settings: Settings, messages: Sequence[LogMessage], begin: int) -> int:
    """Fold messages in one real transaction; the next offset."""
    opener = Opener(1)
    now = datetime.now(UTC)
    parcels = tuple(
        opener.open(0, offset, encode(message), now)
        for offset, message in enumerate(messages, begin)
    )
    tools = Tools(
        partitions=1, worlds=Worlds(), recent=Recent(), channel="nhip_none", reach=nowhere
    )
    connection = await open_connection(settings, 1)
    async with connection:
        await run(connection, parcels, {}, {}, tools)
    return begin + len(messages)


async def answers(settings: Settings, *, restated: bool) -> dict[date, dict[str, int]]:
    """What the web finds of the nation for each closed day."""
    connections = pool(settings, size=1, statement_timeout="10s")
    await connections.open()
    directory = Directory(version=1, catalogue=COUNTRY, day=TODAY)
    site = SimpleNamespace(
        pool=connections,
        clock=settings.clock(),
        country=SimpleNamespace(directory=directory),
    )
    past, found = Past(cast(Site, site)), {}
    try:
        for n in range(10):
            day = FIRST + timedelta(days=n)
            facts = await past.facts("vn", "", AsOf(at=day_end(day), day=day, restated=restated))
            assert facts.state is not None
            found[day] = {name: facts.state.counts[name] for name in PLANNING}
        with pytest.raises(BadInstant):
            await past.facts("vn", "", AsOf(at=day_end(TODAY), day=TODAY))
    finally:
        await connections.close()
    return found


def recounted() -> dict[date, dict[str, int]]:
    """Every day from all updates, judged as if it were today."""
    told: list[tuple[Any, str]] = [
        (GIVEN, "vn"), (SAID, LEAD), (CLAIM, LEAD), (TRUTH, LEAD), (VERDICT, "vn"),
    ]  # fmt: skip
    everything: list[Entry] = [
        entry
        for update, unit in told
        for entry in entries(report(update, unit=unit), offline=False)
    ]
    past, found = past_of(TASK, everything, EMPTY), {}
    for n in range(10):
        day = FIRST + timedelta(days=n)
        state = state_on(past, day)
        assert state is not None
        counts = named(place_task(state, day, EMPTY.calendar, 0).counts)
        found[day] = {name: counts[name] for name in PLANNING}
    return found


async def test_what_was_known_stays_and_what_is_known_now_is_a_recount(country: Settings) -> None:
    offset = await fold(country, history(), 0)
    async with rig.leading(country):
        then = await answers(country, restated=False)
        assert await answers(country, restated=True) == then
    late = [report(TRUTH, unit=LEAD), report(VERDICT, unit="vn")]
    await fold(country, late, offset)
    async with rig.leading(country):
        assert await answers(country, restated=False) == then
        now = await answers(country, restated=True)
    assert now == recounted() != then
    third = FIRST + timedelta(days=3)
    assert (then[third]["awaiting"], now[third]["done_on_time"]) == (1, 1)
    causes = rig.rows(
        country,
        "select distinct unnest(causes)::text from kpi_day where scope = 'vn' and version > 1",
    )
    assert {cause for (cause,) in causes} == {TRUTH.id, VERDICT.id}
