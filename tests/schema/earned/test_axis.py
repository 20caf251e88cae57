from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given

from schema.earned.axis import Axis, axis_of
from tests.schema.anything import calm
from tests.schema.earned.leaves import AXIS, CALENDAR, days, june


def test_a_span_has_an_index_for_each_day() -> None:
    span = AXIS.span(june(4).toordinal(), june(9).toordinal())
    assert (span - span[0]).tolist() == [0, 1, 1, 1, 2, 3], "Thursday to Tuesday"


@calm
@given(days, days)
def test_distances_are_those_of_the_calendar(a: date, b: date) -> None:
    """Q1."""
    assert AXIS.between(a.toordinal(), b.toordinal()) == CALENDAR.between(a, b)


@pytest.mark.parametrize(
    ("first", "last"), [(date.min, june(1)), (june(1), date.max), (june(2), june(1))]
)
def test_days_outside_the_calendar_are_refused(first: date, last: date) -> None:
    with pytest.raises(ValueError, match="expected days within the calendar"):
        AXIS.span(first.toordinal(), last.toordinal())


def test_the_axis_is_the_whole_table_and_no_day_more() -> None:
    start, index = CALENDAR.table
    axis, first = Axis(CALENDAR), start.toordinal()
    last = first + len(index) - 1
    whole = axis.span(first, last)
    assert (whole.dtype.name, whole.tolist()) == ("int64", list(index))
    assert axis.between(first, last) == index[-1] - index[0]
    for begin, end in ((first - 1, last), (first, last + 1)):
        with pytest.raises(ValueError, match="expected days within the calendar"):
            axis.span(begin, end)


def test_a_calendar_has_one_axis() -> None:
    assert axis_of(CALENDAR) is axis_of(CALENDAR)
