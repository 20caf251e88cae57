from __future__ import annotations

from stream.core.flow import FlowKey, Flows, ReportKey
from tests.builders import COMMUNE, on

OWNER = (COMMUNE, "nq57", "A", "")
DAY = on(0).toordinal()


def test_contributions_add_up_by_owner_and_day() -> None:
    flows = Flows()
    flows.add(OWNER, {(DAY, 0): 1, (DAY + 1, 2): 3})
    flows.add(OWNER, {(DAY, 0): 1})
    flows.add(("vn.15", "", "", ""), {(DAY, 1): 1})
    assert flows.rows() == {
        FlowKey(*OWNER, on(0)): (2,),
        FlowKey(*OWNER, on(1)): (0, 0, 3),
        FlowKey("vn.15", "", "", "", on(0)): (0, 1),
    }


def test_what_is_taken_out_again_leaves_no_row() -> None:
    flows = Flows()
    flows.add(OWNER, {(DAY, 0): 1, (DAY, 4): 2})
    flows.add(OWNER, {(DAY, 0): 1, (DAY, 4): 2}, -1)
    assert flows.rows() == {}


def test_a_row_may_lose_what_it_has_in_sql() -> None:
    flows = Flows()
    flows.add(OWNER, {(DAY, 1): 2}, -1)
    assert flows.rows() == {FlowKey(*OWNER, on(0)): (0, -2)}


def test_a_report_that_moves_has_its_row_read_again() -> None:
    flows = Flows()
    flows.reports = {ReportKey("r", "vn.15", DAY): 1, ReportKey("s", "vn.16", DAY): 0}
    assert flows.reported() == {ReportKey("r", "vn.15", DAY): 1}
    assert flows.rows() == {FlowKey("vn.15", "", "", "", on(0)): ()}
