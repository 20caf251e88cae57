"""Every figure can be followed to what it is made of, and is the same wherever it stands.

On a whole small country: lists are as long as their figures, why a figure moved sums to the
difference, no link of the site leads nowhere, no percentage stands alone, one figure has one value.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from schema.formulas import FIGURES
from tests.acceptance.crawl import Crawl
from tests.acceptance.system import HTTP, System, running, until
from tests.integration.web_rig import report
from tests.web.percentages import lone_percentages
from web.compose.parts import FIGURES_OF_TASKS
from web.compose.tile import resolve
from web.pages.accounts import FIGURES as ACCOUNTS

pytestmark = pytest.mark.timeout(900)
SCOPES = ("vn", "tw", "vn.15", "tw.bkhcn", "f.C", "m.science", "vn@nq57", "f.C@nq57")
OVERDUE = "planning/states/overdue"


@pytest.fixture(scope="module")
def system(environ: dict[str, str]) -> Iterator[System]:
    with running(environ, Path(environ["NHIP_DATA_DIR"]), "S") as found:
        yield found


def listed(system: System, scope: str, figure: str) -> dict[str, Any]:
    return system.get(f"/boards/{scope}/tasks.json?figure={figure}")


@pytest.mark.parametrize("scope", SCOPES)
def test_a_list_is_as_long_as_its_figure(system: System, scope: str) -> None:
    twin = system.get(f"/boards/{scope}.json")
    for figure in FIGURES_OF_TASKS:
        found, value = listed(system, scope, figure), resolve(twin, figure)
        made = remade(figure, found)
        if made is not NotImplemented:
            assert value == made, (scope, figure)


def remade(figure: str, found: dict[str, Any]) -> Any:
    """The figure again, from the numbers of its list; NotImplemented for those of the plan."""
    sums = {name: Fraction(number) for name, number in found["sums"].items()}
    formula = FIGURES.get(figure)
    if formula is None:
        return NotImplemented
    num, den = Fraction(found["counted"]), Fraction(found["count"] if formula.den else 1)
    if figure.startswith("operational/"):
        num = sums[formula.num[0]]
        den = (sums[formula.den[0]] if formula.den else 1) * Fraction(formula.scale)
    if figure == "planning/avg_days_late":
        if found["next"]:
            return NotImplemented
        num = Fraction(sum(task["days_past_due"] for task in found["tasks"]))
    return float(num / den) if den else None


@pytest.mark.parametrize("scope", SCOPES)
def test_lists_of_facts_are_as_long_as_their_figures(system: System, scope: str) -> None:
    twin = system.get(f"/boards/{scope}.json")
    assert system.get(f"/boards/{scope}/difficulties.json")["count"] == twin["difficulties_open"]
    for row in twin["bottlenecks"]:
        asked = f"type={row['type']}&asked_of={row['asked_of']}"
        found = system.get(f"/boards/{scope}/difficulties.json?{asked}")
        assert found["of"] == row["units_waiting"], row
    for day in twin["wave"]["days"]:
        assert system.get(f"/boards/{scope}/tasks.json?due={day['day']}")["count"] == day["due"]
    if scope in ("vn", "tw", "vn.15", "tw.bkhcn"):
        until(
            partial(arrived, system, scope),
            lambda found: found[0] == found[1],
            "the list of today's updates to be as long as their count",
        )


def arrived(system: System, scope: str) -> tuple[list[int], list[int]]:
    """Updates and reporting units of the list and of the figures."""
    today = system.get(f"/boards/{scope}.json")["windows"]["today"]
    found = system.get(f"/boards/{scope}/updates.json")
    return [found["count"], found["of"]], [today["updates"], today["reporting_units"]]


def test_pages_tell_every_row_once(system: System) -> None:
    for address, key in (
        ("/boards/vn/tasks.json?figure=planning/total", "task"),
        ("/boards/vn/updates.json?from=2020-01-01", "id"),
    ):
        seen: Counter[str] = Counter()
        following: str | None = address
        while following:
            page = system.get(following)
            rows = page["tasks" if key == "task" else "updates"]
            seen.update(row[key] for row in rows)
            following = page["next"]
        assert len(seen) == seen.total() == page["count"] > 1_000


@pytest.mark.parametrize("scope", SCOPES)
def test_why_a_figure_moved_sums_to_the_difference(system: System, scope: str) -> None:
    for figure in FIGURES:
        for span in ("", "&from=now-60d&to=now-20d"):
            told = system.get(f"/boards/{scope}/why.json?figure={figure}{span}")
            if told["difference_exact"] is None:
                continue
            moved = Fraction(told["to"]["exact"]) - Fraction(told["from"]["exact"])
            assert moved == Fraction(told["difference_exact"])
            assert exactly(told["leaves"]) + Fraction(told["rest"]["exact"]) == moved
            assert exactly(told["places"]) == exactly(told["causes"].values()) == moved
            if not span:
                assert told["to"]["value"] == resolve(system.get(f"/boards/{scope}.json"), figure)


@pytest.mark.parametrize("scope", ["vn", "vn.15", "f.C@nq57"])
def test_every_account_sums_to_the_difference_or_says_why_there_is_none(
    system: System, scope: str
) -> None:
    others = ("windows/today/", "windows/d30/", "windows/d90/")  # as the seven days are
    for figure in ACCOUNTS:
        for span in () if figure.startswith(others) else ("", "&from=now-9d&to=now-2d"):
            told = system.get(f"/boards/{scope}/why.json?figure={figure}{span}")
            if not told["attributable"]:
                assert told["why"] and told["instead"]
            elif told["difference_exact"] is not None:
                moved = Fraction(told["to"]["exact"]) - Fraction(told["from"]["exact"])
                assert moved == Fraction(told["difference_exact"]), figure
                assert exactly(told["leaves"]) + Fraction(told["rest"]["exact"]) == moved, figure
                assert exactly(told["places"]) == exactly(told["causes"].values()) == moved


def exactly(rows: Any) -> Fraction:
    return sum((Fraction(row["exact"]) for row in rows), Fraction(0))


def test_a_known_story_is_told_with_its_events(system: System) -> None:
    """A task long overdue is given to a ward: one leaf moved by one, by a report that is named."""
    before = system.get(f"/boards/vn.01/why.json?figure={OVERDUE}")
    code = "vn.01.00070.t99001"
    given = {
        **report()["updates"][0], "kind": "task.assigned", "subject": code, "lead": "vn.01.00070",
        "assigned_by": "vn.01", "programme": "nq57", "field": "C", "title": "Một việc đã quá hạn",
        "start": "2026-01-05", "due": "2026-02-02",
    }  # fmt: skip
    del given["progress"]
    sent = report(unit="vn.01", updates=[given])
    answer = system.post(sent)
    assert answer.status_code == 202, answer.text
    after = until(
        lambda: system.get(f"/boards/vn.01/why.json?figure={OVERDUE}"),
        lambda found: found["to"]["num"] == before["to"]["num"] + 1,
        "one task more overdue",
    )
    was = {tuple(leaf[name] for name in LEAF): leaf["num"] for leaf in before["leaves"]}
    now = {tuple(leaf[name] for name in LEAF): leaf for leaf in after["leaves"]}
    moved = {key: leaf for key, leaf in now.items() if leaf["num"] != was.get(key, 0)}
    assert list(moved) == [("vn.01.00070", "nq57", "", "", "C", "")]
    (leaf,) = moved.values()
    assert leaf["causes"] == {"reports": {"adds": 1.0, "exact": "1"}}
    updates = system.get(leaf["updates"].replace("?", ".json?"))
    assert [row["id"] for row in updates["updates"]] == [given["id"]]
    turns = system.get(leaf["turns"].replace("?", ".json?"))
    assert [(row["to"], row["update"]) for row in turns["turns"]] == [("overdue", given["id"])]
    row = updates["updates"][0]
    part = answer.json()["reports"][0]["parts"][0]
    assert (row["partition"], row["offset"]) == (part["partition"], part["offset"])
    assert system.get(row["receipt"])["updates"][0]["state"] == "accepted"
    page = HTTP.get(f"{system.base}/tasks/{code}?lang=vi").text
    assert f'id="u-{given["id"]}"' in page and f"vị trí {part['offset']}" in page
    until(
        lambda: system.get("/boards/vn.json")["map"]["vn.01"]["value"],
        lambda found: found == after["to"]["num"],
        "the nation to have it too",
    )


LEAF = ("lead", "programme", "plan", "objective", "field", "in_charge")


def test_a_figure_is_the_same_wherever_it_stands(system: System) -> None:
    nation = system.get("/boards/vn.json")
    for code, tile in nation["map"].items():
        board, unit = system.get(f"/boards/{code}.json"), system.get(f"/units/{code}.json")
        assert board["planning"] == unit["planning"], code
        if tile["total"] is not None:
            plan = board["planning"]
            told = (plan["states"]["overdue"], plan["total"], plan["on_time_rate"], plan["due"])
            assert (tile["value"], tile["total"], tile["on_time_rate"], tile["due"]) == told, code
    for code, row in system.get("/programmes.json")["programmes"].items():
        board = system.get(f"/boards/vn@{code}.json")
        assert row["total"] == board["planning"]["total"], code
        assert row["overdue"] == board["planning"]["states"]["overdue"]
        assert row["on_time_rate"] == board["planning"]["on_time_rate"]
        assert nation["programmes"][code]["overdue"] == row["overdue"]
    for league in ("provinces", "central"):
        rows = system.get(f"/ranking.json?league={league}")["rows"]
        assert len(rows) > 20
        for row in rows:
            plan = system.get(f"/boards/{row['unit']}.json")["planning"]
            ranked = (row["overdue"], row["total"], row["on_time_rate"])
            assert ranked == (plan["states"]["overdue"], plan["total"], plan["on_time_rate"]), row


def test_the_parts_of_a_field_and_a_post_sum_to_it(system: System) -> None:
    for scope in ("f.C", "m.science", "f.C@nq57"):
        twin = system.get(f"/boards/{scope}.json")
        assert sum(tile["total"] for tile in twin["map"].values()) == twin["planning"]["total"]
        for code, tile in list(twin["map"].items())[:5]:
            found = system.get(f"/boards/{scope}/tasks.json?figure={OVERDUE}&unit={quote(code)}")
            assert found["count"] == tile["value"], (scope, code)


def test_no_link_leads_nowhere_and_no_percentage_stands_alone(system: System) -> None:
    crawl = Crawl(system.base, HTTP)
    crawl.run("/")
    assert crawl.broken == {}
    assert len(crawl.pages) > 100 and len(crawl.shapes) > 25
    alone = {path: found for path, text in crawl.pages.items() if (found := lone_percentages(text))}
    assert alone == {}
