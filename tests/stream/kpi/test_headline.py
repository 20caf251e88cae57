"""Golden sentences: every rule of screens.md §3 with its edges, in both languages."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema.kpi import Headline, Part
from stream.kpi.facts import AtRisk, Facts, Missing, Waiting
from stream.kpi.headline import RULES, headline
from tests.stream.kpi.headlines import GOLDEN, OLDEST, SPREAD, THREE, owed
from tests.stream.kpi.places import text


class Named:
    """Names of a few units, as inside a sentence."""

    def vi(self, code: str) -> str:
        return {"tw.bct": "Bộ Công Thương", "vn.15": "tỉnh Lào Cai"}.get(code, code)

    def en(self, code: str) -> str:
        return {"tw.bct": "Industry and Trade"}.get(code, self.vi(code))


def facts(**given: Any) -> Facts:
    usual: dict[str, Any] = {"scope": "vn", "total": 1287, "due": 705, "overdue": 0}
    return Facts(**usual | given)


def told(**given: Any) -> Headline:
    return headline(facts(**given), Named())


def both(found: Headline) -> tuple[str, str, str]:
    return found.rule, text(found.vi.line), text(found.en.line)


@pytest.mark.parametrize(("given", "rule", "vi", "en"), GOLDEN)
def test_golden(given: dict[str, Any], rule: str, vi: str, en: str) -> None:
    assert both(told(**given)) == (rule, vi, en)


@pytest.mark.parametrize(("overdue", "rule"), [(19, "H4"), (20, "H2"), (0, "H6")])
def test_from_twenty_on_holders_are_named_instead_of_the_oldest(overdue: int, rule: str) -> None:
    assert told(overdue=overdue, oldest=OLDEST, held=THREE).rule == rule


def test_without_five_that_hold_forty_percent_it_is_spread() -> None:
    assert told(overdue=20, held=None, spread=SPREAD).rule == "H3"


@pytest.mark.parametrize(("missing", "rule"), [(680, "H6"), (681, "H1")])
def test_exactly_a_fifth_missing_is_still_enough_to_judge(missing: int, rule: str) -> None:
    assert told(missing=owed(missing, 3400)).rule == rule


@pytest.mark.parametrize(("reports", "rule"), [(20, "H6"), (21, "H1")])
def test_it_is_judged_by_reports_and_says_which_units_owe_them(reports: int, rule: str) -> None:
    few = Missing(units=3, expected=40, reports=reports, reports_expected=100)
    found = told(missing=few)
    assert found.rule == rule
    if rule == "H1":
        assert text(found.vi.line).endswith("3/40 đơn vị chưa báo cáo kỳ này")
        assert found.numbers == {
            "missing": 3,
            "expected": 40,
            "reports_missing": 21,
            "reports_expected": 100,
        }


def test_nothing_at_risk_is_not_at_risk() -> None:
    assert told(at_risk=AtRisk(total=0, within_7=0)).rule == "H6"


def test_unknown_facts_hold_no_rule() -> None:
    assert told(missing=None, at_risk=None).rule == "H6"
    assert told(overdue=4).rule == "H4", "the oldest is not known: the rate is told"


@pytest.mark.parametrize(
    ("given", "vi", "en"),
    [
        ({"week_change": 12}, "tăng 12 so với 7 ngày trước", "up 12 in 7 days"),
        ({"week_change": -5}, "giảm 5 so với 7 ngày trước", "down 5 in 7 days"),
        ({"week_change": 0}, "không đổi trong 7 ngày", "unchanged in 7 days"),
        ({"within_7": 37}, "37 nhiệm vụ đến hạn trong 7 ngày", "37 tasks due within 7 days"),
        (
            {"within_7": 37, "at_risk": AtRisk(total=9, within_7=9)},
            "37 nhiệm vụ đến hạn trong 7 ngày, 9 có nguy cơ",
            "37 tasks due within 7 days, 9 at risk",
        ),
        (
            {"waiting": Waiting(body="tw.bct", units=18, days=24)},
            "18 đơn vị đang chờ Bộ Công Thương trả lời, lâu nhất 24 ngày",
            "18 units are waiting for an answer from Industry and Trade, the longest 24 days",
        ),
        (
            {"waiting": Waiting(body="tw.bct", units=1, days=0)},
            "1 đơn vị đang chờ Bộ Công Thương trả lời",
            "1 unit is waiting for an answer from Industry and Trade",
        ),
    ],
)
def test_clauses(given: dict[str, Any], vi: str, en: str) -> None:
    found = told(overdue=104, held=THREE, **given)
    assert [text(clause) for clause in found.vi.clauses] == [vi]
    assert [text(clause) for clause in found.en.clauses] == [en]


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ({"overdue": 104, "held": THREE}, "H2"),
        ({"overdue": 104, "spread": SPREAD}, "H3"),
        ({"overdue": 4, "oldest": OLDEST}, "H4"),
    ],
)
@pytest.mark.parametrize(
    ("change", "clause"),
    [(1, "up 1 in 7 days"), (0, "unchanged in 7 days"), (-1, "down 1 in 7 days")],
)
def test_where_overdue_tasks_are_named_their_change_is(
    given: dict[str, Any], rule: str, change: int, clause: str
) -> None:
    found = told(**given, week_change=change)
    assert (found.rule, [text(each) for each in found.en.clauses]) == (rule, [clause])


def test_three_clauses_at_most_in_their_order() -> None:
    waiting = Waiting(body="tw.bct", units=18, days=24)
    found = told(overdue=104, held=THREE, week_change=12, within_7=37, waiting=waiting)
    assert [text(clause)[:4] for clause in found.vi.clauses] == ["tăng", "37 n", "18 đ"]


def test_a_clause_that_says_nothing_true_is_left_out() -> None:
    assert told(overdue=104, held=THREE).vi.clauses == ()
    assert told(week_change=0).vi.clauses == (), "the sentence names no overdue number"
    assert [text(clause) for clause in told(week_change=-5).vi.clauses] == [
        "giảm 5 nhiệm vụ quá hạn so với 7 ngày trước"
    ]
    risk = AtRisk(total=9, within_7=9)
    assert told(within_7=37, at_risk=risk).vi.clauses == (), "the sentence itself says it"
    assert told(missing=owed(9, 9), within_7=37).vi.clauses == ()


def test_numbers_stand_in_the_twin() -> None:
    found = told(overdue=104, held=THREE, week_change=-12)
    assert found.numbers == {
        "overdue": 104,
        "total": 1287,
        "overdue_rate": 104 / 705,
        "due": 705,
        "holders": 3,
        "held": 43,
        "held_share": 43 / 104,
        "week_change": 12,
    }
    assert told(next_due=date(2026, 11, 28)).numbers == {"next_due": "2026-11-28"}


def test_numbers_link_to_their_parts() -> None:
    found = told(scope="vn", programme="nq57", overdue=4, oldest=OLDEST)
    links = {part.text: part.href for part in found.vi.line if part.href}
    assert links == {
        "4": "/boards/vn@nq57#urge-title",
        "31": "/boards/vn@nq57#urge-title",
        "Bộ Công Thương": "/units/tw.bct",
    }


def test_the_last_rule_always_holds() -> None:
    assert RULES[-1][1](facts(total=0, due=0)) and RULES[-1][1](facts(due=0))


optional = {
    "held": st.sampled_from([None, THREE]),
    "spread": st.sampled_from([(), SPREAD, SPREAD[:1], SPREAD[1:]]),
    "oldest": st.sampled_from([None, OLDEST]),
    "next_due": st.sampled_from([None, date(2026, 11, 28)]),
    "week_change": st.sampled_from([None, -2, 0, 3]),
    "waiting": st.sampled_from([None, Waiting(body="tw.bct", units=2, days=3)]),
    "at_risk": st.sampled_from([None, AtRisk(total=3, within_7=0), AtRisk(total=3, within_7=2)]),
    "missing": st.sampled_from([None, owed(5, 9)]),
}
sizes = st.integers(0, 40)
any_facts = st.builds(
    Facts, scope=st.just("vn"), total=sizes, due=st.integers(1, 90), overdue=sizes,
    within_7=sizes, awaiting=sizes, **optional,
)  # fmt: skip


@given(any_facts)
def test_every_digit_is_a_number_with_a_figure_and_every_figure_is_in_the_twin(
    facts: Facts,
) -> None:
    found = headline(facts, Named())
    for sentence in (found.vi, found.en):
        parts: list[Part] = [part for line in (sentence.line, *sentence.clauses) for part in line]
        for part in parts:
            if part.figure:
                assert part.figure.removeprefix("headline/") in found.numbers
                assert part.href
            else:
                bare = part.text.replace("trong 7 ngày", "").replace("7 ngày trước", "")
                bare = bare.replace("within 7 days", "").replace("in 7 days", "")
                assert not any(char.isdigit() for char in bare), part
