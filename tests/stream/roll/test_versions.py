"""Rows of restatements and versions, as SQL gives and takes them."""

from __future__ import annotations

from datetime import UTC, datetime

from stream.kpi.leaf import Group
from stream.kpi.restating import Restated
from stream.roll.versions import Place, _line, _restatement
from tests.builders import on
from tests.stream.kpi.places import counts

KNOWN = datetime(2026, 6, 5, tzinfo=UTC)


def test_a_row_of_the_fold_becomes_what_was_told() -> None:
    steps = '[["2026-06-02", {"overdue": -1}], ["2026-06-05", {}]]'
    row = ("vn.01", "nq57", "A", "", steps, ["u1"], KNOWN, 3, on(4), 7)
    found = _restatement(row)
    assert found.told.group == Group("vn.01", "nq57", "A", "")
    assert found.told.steps == [(on(1), {"overdue": -1}), (on(4), {})]
    assert (found.told.updates, found.partition, found.place) == (("u1",), 3, Place(on(4), 7))


def test_places_follow_the_day_then_the_stamp() -> None:
    assert Place(on(1), 9) < Place(on(2), 9) < Place(on(2), 10)


def test_a_version_is_a_line_of_a_copy() -> None:
    one = Restated(("vn", ""), on(1), 2, counts(overdue=4), ("u1", "u2"), 25)
    cells = _line(one, KNOWN.isoformat()).rstrip("\n").split("\t")
    assert cells[:5] == ["vn", "", on(1).isoformat(), "2", KNOWN.isoformat()]
    assert cells[6:] == ["{u1,u2}", "25"]
