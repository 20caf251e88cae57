"""One dot a child that has something due, and a line at the median."""

from __future__ import annotations

import msgspec

from tests.web.fakes import facts, state
from web.compose.facts import BoardFacts, Child, Place
from web.documents.strip import StripChart, overdue_rates


def child(code: str, **counts: int) -> Child:
    place = Place(code=code, kind="province", name_vi=code, name_en="")
    return Child(place=place, state=state(code, **counts) if counts else None)


def board(*children: Child) -> BoardFacts:
    return msgspec.structs.replace(facts(None), children=children)


def test_rates_of_children_that_have_something_due() -> None:
    shown = board(
        child("vn.15", overdue=1, done_on_time=3),
        child("vn.01", overdue=1, done_late=1),
        child("vn.02", in_time=4),
        child("vn.03"),
    )
    assert overdue_rates(shown) == {"vn.01": 0.5, "vn.15": 0.25}


def test_dots_and_median() -> None:
    chart = StripChart()
    chart.show(board(child("vn.01", overdue=1, done_on_time=9), child("vn.15", done_on_time=1)))
    assert chart._source.data["x"] == [0.1, 0.0]
    assert (chart._median.visible, chart._median.location, chart._x.end) == (True, 0.05, 0.1)


def test_the_axis_ends_at_the_next_step() -> None:
    chart = StripChart()
    chart.show(board(child("vn.01", overdue=3, done_on_time=7)))
    assert chart._x.end == 0.5


def test_nothing_due_is_no_dot_and_no_median() -> None:
    chart = StripChart()
    chart.show(board(child("vn.01", in_time=3)))
    assert (chart._source.data["x"], chart._median.visible) == ([], False)
