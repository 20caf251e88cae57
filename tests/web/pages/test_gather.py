"""Rows of both ends become what accounts are made of."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, cast

import msgspec
import pytest

from schema.close import Tiers, label, pack
from schema.measures import INDEX, WIDTH
from schema.quality import Quality
from schema.strategic import Attained, IndicatorNow, Strategic
from tests.web.pages_rig import ManualSite, as_site
from web.compose.moment import CHANGES, CLOSE, HISTORY, NOW, Moment
from web.compose.why import Leaf
from web.pages import gather, kept, moves
from web.pages.gather import Gather
from web.pages.moves import Moves

BEGIN = Moment(at=datetime(2026, 11, 15, 17, tzinfo=UTC), day=date(2026, 11, 15), kept=CLOSE)
END = Moment(at=datetime(2026, 11, 22, 7, 5, tzinfo=UTC), day=None, kept=NOW)
WITHIN = Moment(at=datetime(2026, 11, 21, 3, tzinfo=UTC), day=None, kept=HISTORY)
KEY = ("vn.15", "nq57", "", "", "A", "")
TASK = (*KEY, date(2026, 11, 2), date(2026, 11, 27), 1000, '[[300, "2026-11-10"], [700, null]]')


def stood(code: str, *states: Any) -> tuple[Any, ...]:
    """States and signs at both ends."""
    due = date(2026, 11, 27)
    return (code, *TASK, states[0], "on_track", states[1], "at_risk", due, due, True)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}

    async def rows(_: Any, name: str, given: dict[str, Any]) -> list[Any]:
        found.setdefault("asked", []).append(name)
        return found.get(name, [])

    for room in (gather, kept, moves):
        monkeypatch.setattr(room, "rows", rows)
    return found


def reader(scope: str = "vn.15", begin: Moment = BEGIN, programme: str = "") -> Gather:
    site = as_site(ManualSite())
    connection = cast("Any", None)
    known = site.country.directory
    return Gather(Moves(site), known, connection, scope, programme, (begin, END))


def counts(**given: int) -> list[int]:
    made = [0] * WIDTH
    for name, number in given.items():
        made[INDEX[name]] = number
    return made


async def test_a_plan_counts_while_its_task_stood_in_a_state(told: dict[str, list[Any]]) -> None:
    told["stood"] = [
        stood("a", "in_time", "done_on_time"),
        stood("b", None, "in_time"),  # told of since
        stood("c", "in_time", "cancelled"),
        stood("d", "unknown", "suspended"),
    ]
    told["leaves_on"] = [(*KEY, counts(weight_progress=3, progress_plain=1))]
    one = reader()
    begin, end = (await one.plans(await one.leaves()))()
    leaf = Leaf(*KEY)
    assert (len(begin.plans[leaf]), len(end.plans[leaf])) == (2, 2)
    assert begin.plans[leaf][0] is end.plans[leaf][0], "drawn once"
    assert begin.plans[leaf][0].rows[0, -1] == 1000 * 10_000
    assert (begin.earned, end.earned) == ({leaf: (3, 1)}, {})
    assert (begin.today, end.today) == (date(2026, 11, 15), date(2026, 11, 22))
    assert begin.published is None


async def test_within_a_day_all_is_told_by_unit(told: dict[str, list[Any]]) -> None:
    told["stood"] = [stood("a", "in_time", "in_time")]
    told["counts_by"] = [("vn.15", counts(weight_progress=7))]
    told["leaves_now"] = [(*KEY, counts(weight_progress=9))]
    one = reader(begin=WITHIN)
    begin, end = (await one.plans(await one.leaves()))()
    assert set(begin.plans) == set(end.plans) == {Leaf("vn.15")}
    assert (begin.earned, end.earned) == ({Leaf("vn.15"): (7, 0)}, {Leaf("vn.15"): (9, 0)})
    told["reported"] = [(*KEY, 2)]
    assert (await one.reported())() == {Leaf("vn.15")}
    assert (await reader().reported())() == {Leaf(*KEY)}


async def test_pools_are_those_that_were_kept(told: dict[str, list[Any]]) -> None:
    body = pack({label("vn.15", ""): Tiers(quality=Quality(slots=3)), label("vn", ""): Tiers()})
    told["shelves_on"] = [(body,)]
    begin, end = (await reader().pools())()
    assert (begin, end) == ({"vn.15": Quality(slots=3)}, {})


async def test_indicators_then_from_the_shelf_and_now_as_they_stand(
    told: dict[str, list[Any]],
) -> None:
    now = IndicatorNow(code="C01", name_vi="", name_en="", measure="%", kind="ratio",
                       direction="up", attainment=(3, 4))  # fmt: skip
    record = Strategic(day=BEGIN.day or date.min, index=(1, 2), coverage=(1, 3))
    one = Tiers(strategic=record, attained=(Attained("C01", (1, 2)),))
    told["shelves_on"] = [(pack({label("vn", ""): one}),)]
    told["indicators_now"] = [("vn", msgspec.json.encode(now).decode())]
    begin, end = (await reader("vn").indicators())()
    assert begin.stands["C01"].attainment == (1, 2) and begin.index == (1, 2)
    assert begin.coverage == (1, 3)
    assert end.stands["C01"].attainment == (3, 4) and end.index is None
    field = reader("f.A")
    assert (field.unit, field.ground.field) == ("vn", "A")
    assert (await field.indicators())()[0].stands["C01"].attainment == (1, 2)
    assert reader("vn", programme="nq57").ground.programme == "nq57"
    assert (await reader("m.science").indicators())()[0].stands == {}


async def test_days_of_a_unit_that_ended_are_its_successors(told: dict[str, list[Any]]) -> None:
    day = date(2026, 11, 20)
    told["flows"] = [("vn.15", day, 2, 0), ("vn.15.00001", day, 1, 0),
                     ("vn.15", None, 7, 0)]  # fmt: skip
    told["reports"] = [("vn.15", day, 4)]
    found = (await reader().days("windows/d7/completions"))()
    assert found.flows == {
        ("vn.15", day): (2, 0), ("vn.15.00001", day): (1, 0), ("vn.15", None): (7, 0),
    }  # fmt: skip
    assert (found.reports, found.units, found.communes) == ({}, 2, 1)
    found = (await reader().days("windows/d7/reports"))()
    assert (found.flows, found.reports) == ({}, {("vn.15", day): 4})
    assert found.kind("vn.15.00001") == "commune" and found.kind("vn.99") == ""


async def test_tasks_of_the_wave_and_units_of_a_league(told: dict[str, list[Any]]) -> None:
    told["stood"] = [stood("a", None, "in_time")]
    (task,) = (await reader().wave())()
    assert (task.code, task.lead, task.begin, task.by_report) == ("a", "vn.15", None, True)
    assert task.end is not None and task.end.sign == "at_risk"
    told["counts_on"] = [("vn.15", counts(overdue=2))]
    begin, end = (await reader().league(["vn.15"]))()
    assert begin["vn.15"]["overdue"] == 2 and not end
    changes = Moment(at=WITHIN.at, day=date(2026, 11, 20), kept=CHANGES)
    assert reader(begin=changes).days_of_ends[0] == date(2026, 11, 21)
    assert (await reader().own())()[0] == Tiers()


async def test_what_the_scope_published_is_read_once(told: dict[str, list[Any]]) -> None:
    one = reader("vn")
    await one.plans(await one.leaves())
    await one.indicators()
    assert told["asked"].count("states_now") == 1
    assert "counts_on" not in told["asked"], "of a close the tiers alone were wanted"
    told["asked"].clear()
    await one.league(["vn.15"])
    assert told["asked"] == ["counts_on", "states_now"], "of a league the integers alone"
    told["asked"].clear()
    await one.reported()
    assert told["asked"] == ["reported"], "changes of standing do not say what was reported"
