"""Headlines from the integers of a tree, at every boundary: both languages, and the same in tiles.

The country is made of twenty provinces and a ministry; what is told is found, not given.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from schema.clock import day_start
from schema.figures import figures
from schema.kpi import KpiState
from schema.workdays import state_offices
from stream.kpi.country import Country, Stand
from stream.kpi.dated import Fact
from stream.kpi.leaf import Group, Leaf
from tests.stream.kpi.places import COUNTRY, TODAY, counts, text, unit

PROVINCES = tuple(f"vn.{number:02}" for number in range(1, 21))
PLACES = (
    unit("vn", "root", None),
    unit("tw", "central_group", "vn"),
    unit("tw.a", "central_body", "tw"),
    *(unit(code, "province", "vn") for code in PROVINCES),
)
STAND = Stand(kpi_version=1, as_of=day_start(TODAY), clock=day_start(TODAY), positions={0: 1})


def nation(held: Mapping[str, int], /, facts: Mapping[str, Fact], **rest: int) -> KpiState:
    """The nation when these units hold so much overdue; `rest` is what else vn.01 leads."""
    country = Country(replace(COUNTRY, units=PLACES), TODAY, state_offices())
    for lead in {*held, "vn.01"}:
        more = rest if lead == "vn.01" else {}
        country.put({Leaf(0, lead, "nq57"): counts(overdue=held.get(lead, 0), **more)})
    for lead, fact in facts.items():
        country.put_facts([lead], {lead: {Group(lead, "nq57", "", ""): {fact: 1}}})
    return dict(country.states(STAND))["vn", ""]


def told(state: KpiState) -> tuple[str, str, str]:
    """Rule and sentence in Vietnamese and English."""
    headline = state.headline
    return headline.rule, text(headline.vi.line), text(headline.en.line)


FIVE = dict.fromkeys(PROVINCES[:5], 80) | dict.fromkeys(PROVINCES[5:], 40)
"""1,000 overdue, of which five provinces hold exactly 400."""
SIX = FIVE | {"vn.05": 79, "vn.06": 41}
"""Five hold 399 of them, six would be needed."""
IN_20 = date(2026, 12, 10)


@pytest.mark.parametrize(
    ("held", "facts", "rest", "rule", "vi", "en"),
    [
        pytest.param(
            {"vn.01": 19}, {"vn.01": Fact("overdue", TODAY - timedelta(days=7), "vn.01")},
            {"done_on_time": 19}, "H4",
            "19 nhiệm vụ quá hạn — lâu nhất 5 ngày, do tỉnh vn.01 chủ trì",
            "19 tasks are overdue: the oldest 5 days, led by VN.01",
            id="19 overdue",
        ),
        pytest.param(
            {"vn.01": 20}, {}, {"done_on_time": 60}, "H2",
            "20/80 nhiệm vụ quá hạn (25,0% số đã đến hạn) — 1 tỉnh chiếm 100%",
            "20 of 80 tasks are overdue (25.0% of those due): 1 province holds 100%",
            id="20 overdue",
        ),
        pytest.param(
            FIVE, {}, {"done_late": 1_000}, "H2",
            "1.000/2.000 nhiệm vụ quá hạn (50,0% số đã đến hạn) — 5 tỉnh chiếm 40%",
            "1,000 of 2,000 tasks are overdue (50.0% of those due): 5 provinces hold 40%",
            id="k = 5, 40 %",
        ),
        pytest.param(
            SIX, {}, {"done_late": 1_000}, "H3",
            "1.000/2.000 nhiệm vụ quá hạn — trải ở 20/20 tỉnh, thành phố",
            "1,000 of 2,000 tasks are overdue: spread over 20 of 20 provinces",
            id="k = 6, 39.9 %",
        ),
        pytest.param(
            {"vn.01": 20}, {}, {"recurring": 3}, "H2",
            "20/23 nhiệm vụ quá hạn (100,0% số đã đến hạn) — 1 tỉnh chiếm 100%",
            "20 of 23 tasks are overdue (100.0% of those due): 1 province holds 100%",
            id="recurring in the whole, not in what was due",
        ),
        pytest.param(
            {}, {"vn.01": Fact("at_risk", TODAY + timedelta(days=7), "vn.01"),
                 "vn.02": Fact("open", TODAY, "vn.02"),
                 "vn.03": Fact("open", TODAY + timedelta(days=7), "vn.03")},
            {"due_soon": 2, "done_on_time": 5, "at_risk": 1}, "H5",
            "Không có nhiệm vụ quá hạn — 1/2 nhiệm vụ đến hạn trong 7 ngày có nguy cơ chậm",
            "Nothing is overdue: 1 of 2 tasks due within 7 days are at risk",
            id="none overdue, one at risk",
        ),
        pytest.param(
            {}, {"vn.01": Fact("open", IN_20, "vn.01")}, {"in_time": 1, "done_late": 5}, "H6",
            "Mọi nhiệm vụ đã đến hạn đều hoàn thành — nhiệm vụ kế tiếp đến hạn 10/12/2026",
            "Everything due is done: next due date 10/12/2026",
            id="all done",
        ),
        pytest.param(
            {}, {"vn.01": Fact("open", IN_20, "vn.01")}, {"in_time": 1}, "H7",
            "Chưa có nhiệm vụ nào đến hạn — nhiệm vụ đầu tiên đến hạn 10/12/2026",
            "Nothing is due yet: first due date 10/12/2026",
            id="nothing due yet",
        ),
    ],
)  # fmt: skip
def test_headlines_of_the_nation(
    held: dict[str, int], facts: dict[str, Fact], rest: dict[str, int], rule: str, vi: str, en: str
) -> None:
    assert told(nation(held, facts, **rest)) == (rule, vi, en)


def tiles(state: KpiState) -> dict[str, Any]:
    """What the tiles show of the numbers a headline may name."""
    planning = figures(state)["planning"]
    return {
        "overdue": planning["states"]["overdue"],
        "total": planning["total"],
        "due": planning["due"],
        "overdue_rate": planning["overdue_rate"],
    }


@pytest.mark.parametrize(
    ("held", "rest"),
    [
        ({"vn.01": 19}, {"done_on_time": 19}),
        ({"vn.01": 104}, {"done_on_time": 519, "done_late": 82, "in_time": 404, "recurring": 178}),
        (FIVE, {"done_late": 7}),
        (SIX, {}),
    ],
)
def test_numbers_of_the_headline_are_those_of_the_tiles(
    held: dict[str, int], rest: dict[str, int]
) -> None:
    state = nation(held, {}, **rest)
    twin, shown = figures(state)["headline"], tiles(state)
    assert twin["rule"] in ("H2", "H3", "H4") and twin["overdue"] == shown["overdue"]
    assert {name: twin[name] for name in shown if name in twin} == {
        name: shown[name] for name in shown if name in twin
    }


def test_the_headline_of_4_december_2025() -> None:
    """104 of 1,287, 14.8 % of the 705 that were due: the denominator stands in the sentence."""
    rest = {"done_on_time": 519, "done_late": 82, "in_time": 404, "recurring": 178}
    three = {"vn.01": 15, "vn.02": 14, "vn.03": 14}
    others = dict.fromkeys(PROVINCES[3:], 3) | {"tw.a": 10}
    state = nation(three | others, {}, **rest)
    assert told(state) == (
        "H2",
        "104/1.287 nhiệm vụ quá hạn (14,8% số đã đến hạn) — 3 tỉnh chiếm 41%",
        "104 of 1,287 tasks are overdue (14.8% of those due): 3 provinces hold 41%",
    )
    twin = figures(state)
    assert twin["headline"]["overdue_rate"] == twin["planning"]["overdue_rate"] == 104 / 705
    assert twin["planning"]["overdue_of_all"] == 104 / 1_287
