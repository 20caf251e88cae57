"""Data quality on a real PostgreSQL: what the fold writes, roll pools; what pages ask of SQL."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from schema.clock import day_start
from schema.database import connect
from schema.queries import load
from schema.settings import Settings
from schema.update import Corrected
from schema.wire import ClockTo
from tests.builders import assigned, completed, progress, report, returned
from tests.integration import roll_rig as rig
from tests.integration.fold_rig import rows
from tests.integration.test_roll import COUNTRY, LONG_AGO
from tests.integration.test_windows import COMMUNE, NOW, PROVINCE, TASK, TODAY, ago, folding, given
from tests.schema.test_repairs import quality
from web.pages.quality import missing, noticed, stale

WEEKLY = f"{COMMUNE}.t2"
DAY = timedelta(days=1)
PAGES = load("pages")


@pytest.fixture
def country(settings: Settings) -> Iterator[Settings]:
    """A country of a few units, in which nothing was assigned yet."""
    rig.build(settings)
    rig.load_catalogue(settings, COUNTRY, LONG_AGO)
    yield settings
    rig.tear_down(settings)


def asked(settings: Settings, name: str, **fields: Any) -> list[tuple[Any, ...]]:
    """The rows of a statement of the pages."""
    given_: dict[str, Any] = {"units": [COMMUNE], "most": 50, "notes": [], **fields}
    given_["since"] = day_start(TODAY - 89 * DAY)
    with connect(settings, build=1) as connection:
        return connection.execute(getattr(PAGES, name).encode(), given_).fetchall()


async def test_what_is_published_is_a_recount_and_what_explains_it_stands_in_sql(
    country: Settings,
) -> None:
    weekly = assigned(
        WEEKLY, task_kind="recurring", due=None, cadence="weekly", assigned_by=PROVINCE,
        start=TODAY - 60 * DAY, occurred_at=NOW - 60 * DAY,
    )  # fmt: skip
    fall = progress(0.2, **ago(8))
    unknown = progress(0.4, **{**ago(9), "subject": f"{COMMUNE}.t9"})
    twice = progress(0.2, **{**ago(8), "occurred_at": fall.occurred_at})
    async with folding(country) as fold, rig.leading(country) as leader:
        await fold.fold(
            report(given(), weekly, unit=PROVINCE),
            report(progress(0.5, **ago(30)), unit=COMMUNE),
            report(fall, unknown, twice, unit=COMMUNE, reported_at=fall.occurred_at),
            report(completed(**ago(3)), unit=COMMUNE),
            report(returned(**ago(2)), unit=PROVINCE),
        )
        await leader.cycle()
        state = rig.state(country, "vn.01")
        assert state is not None and state.quality is not None
        log = fold._logs[0]
        assert state.quality == quality(log, TODAY)
        assert state.quality.slots >= 7 and state.quality.records >= 8
        found_wrong = state.quality.severity, state.quality.faults
        assert found_wrong == (4, 2), "fall and returned; told twice and lost"
        assert rig.state(country, "vn.01", "nq57").quality is None  # type: ignore[union-attr]

        found = [one for row in asked(country, "noticed") for one in noticed(row, TODAY)]
        kinds = sorted(one.violation.kind for one in found)
        assert kinds == ["duplicate_fact", "fall_without_reason", "orphan"]
        (claim,) = asked(country, "returned_claims")
        assert claim[1:3] == (TASK, COMMUNE)
        slots = [one for row in asked(country, "missing_slots", units=None) for one in missing(row)]
        assert len(slots) == state.quality.slots and slots[0].violation.subject == WEEKLY
        assert asked(country, "missing_slots", units=["vn.02"]) == []
        (said,) = asked(country, "update_said", update=fall.id)
        assert said[1:4] == (TASK, "progress", COMMUNE)
        assert asked(country, "stale_tasks") == []

        taken_back = Corrected(**ago(0), supersedes=twice.id)
        filled = completed(**{**ago(0), "subject": WEEKLY, "period": slots[0].violation.period})
        await fold.fold(report(taken_back, filled, unit=COMMUNE))
        await fold.fold(ClockTo(to=day_start(TODAY + 40 * DAY)))
        await leader.cycle()
        (silent,) = [stale(row) for row in asked(country, "stale_tasks")]
        assert silent.violation.subject == TASK
        ((live, gone),) = rows(country, "select live, missing from task where code = %s", WEEKLY)
        assert live == 0 and slots[0].violation.period not in gone
