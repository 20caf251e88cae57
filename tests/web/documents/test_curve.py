"""The lines as drawn, and how little moves when a report comes."""

from __future__ import annotations

from datetime import date

import msgspec

from schema.kpi import KpiState
from tests.web.around import SCHEDULE
from tests.web.country import empty, nation
from web.compose.facts import BoardFacts
from web.documents.board import BoardDocument
from web.documents.curve import CurveChart, instant, stretch

FACTS = nation()


def earned(value: int) -> BoardFacts:
    """The nation with this earned value."""
    assert isinstance(FACTS.state, KpiState)
    schedule = msgspec.structs.replace(SCHEDULE, ev=value)
    state = msgspec.structs.replace(FACTS.state, operational=schedule)
    return msgspec.structs.replace(FACTS, state=state)


def test_two_lines_today_and_the_gap() -> None:
    chart = CurveChart()
    chart.show(FACTS)
    assert chart._planned.data["y"][-1] == 1.0
    assert chart._earned.data["y"][-1] == 0.7
    today = chart._earned.data["x"][-1]
    assert (chart._today.visible, chart._today.location) == (True, today)
    (begin,), (end,), (height,) = (chart._gap.data[name] for name in ("from", "to", "y"))
    assert begin < end == today and height == 0.7
    assert (chart._x.start, chart._x.end) == (instant(SCHEDULE.start), instant(SCHEDULE.finish))


def test_the_fan_opens_from_what_is_earned_now() -> None:
    chart = CurveChart()
    chart.show(FACTS)
    shown = chart._fan.data
    assert shown["x"][0] == chart._earned.data["x"][-1] and shown["x"][-1] == chart._x.end
    assert [shown[name][0] for name in ("low", "middle", "high")] == [0.7, 0.7, 0.7]
    assert [shown[name][-1] for name in ("low", "middle", "high")] == [0.8, 0.9, 1.0]


def test_nothing_foreseen_is_no_fan() -> None:
    chart = CurveChart()
    chart.show(FACTS)
    assert FACTS.curve is not None
    curve = msgspec.structs.replace(FACTS.curve, fan=None)
    chart.show(msgspec.structs.replace(FACTS, curve=curve))
    assert dict(chart._fan.data) == {"x": [], "low": [], "middle": [], "high": []}


def test_without_a_plan_nothing_is_drawn() -> None:
    chart = CurveChart()
    chart.show(FACTS)
    chart.show(empty())
    assert not any(chart._planned.data["x"] or chart._earned.data["x"] or chart._gap.data["y"])
    assert not chart._today.visible


def test_a_report_moves_one_cell_of_the_line() -> None:
    board = BoardDocument("vn/vi/internal")
    board.show(FACTS)
    events = board.show(earned(7_100_000_000))
    patched = [event for event in events if event["kind"] == "ColumnsPatched"]
    assert patched[0]["patches"]["entries"][0][1] == [(90, 0.71)]
    assert len(patched) == 4, "and the three lines of the fan"
    assert len(events) == 5, "and the gap"
    assert board.show(earned(7_100_000_000)) == []


def test_a_report_of_less_than_a_thousandth_leaves_the_fan_alone() -> None:
    board = BoardDocument("vn/vi/internal")
    board.show(FACTS)
    assert len(board.show(earned(7_000_400_000))) == 2


def test_an_overrun_plan_is_drawn_to_today() -> None:
    chart = CurveChart()
    assert FACTS.curve is not None
    planned = FACTS.curve.planned[:20]
    curve = msgspec.structs.replace(FACTS.curve, planned=planned)
    chart.show(msgspec.structs.replace(FACTS, curve=curve))
    assert chart._x.end == chart._earned.data["x"][-1] > instant(planned[-1].day)


def test_a_gap_is_one_segment_or_none() -> None:
    assert stretch(None) == {"from": [], "to": [], "y": []}
    begin, end = date(2026, 6, 5), date(2026, 6, 9)
    assert stretch((begin, end, 0.5)) == {
        "from": [instant(begin)],
        "to": [instant(end)],
        "y": [0.5],
    }
