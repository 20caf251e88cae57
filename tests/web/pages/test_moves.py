"""Rows of SQL become leaves and changes of standing."""

from __future__ import annotations

from datetime import UTC, date, datetime

from schema.causes import Turn
from schema.measures import WIDTH
from web.compose.why import End, Leaf
from web.pages.moves import by_leaf, coarse, leaves, turned

KEY = ("vn.15", "nq57", "", "", "A", "")


def test_the_partitions_of_a_leaf_are_added_up() -> None:
    found = leaves([(*KEY, [1, 2]), (*KEY, [10]), (*KEY[:1], "", "", "", "", "", [5])])
    assert found[Leaf(*KEY)]["done_on_time"] == 11 and found[Leaf(*KEY)]["done_late"] == 2
    assert len(found[Leaf("vn.15")]) == WIDTH


def test_changes_of_standing_are_told_by_leaf() -> None:
    turn = (True, "in_time", "overdue", "on_track", "overdue", 3)
    assert by_leaf([(*KEY, *turn)]) == {Leaf(*KEY): (Turn(*turn),)}


AT = datetime(2026, 11, 21, 3, tzinfo=UTC)
SAME = Leaf("vn.15", "nq59")


def end() -> End:
    return End(
        at=AT,
        day=date(2026, 11, 20),
        leaves={Leaf(*KEY): {"in_time": 5, "at_risk": 1}, SAME: {"in_time": 2}},
        published={"in_time": 8, "at_risk": 1},
    )


def test_changes_since_a_close_lead_to_any_instant() -> None:
    found = turned(
        end(),
        {
            Leaf(*KEY): (Turn(False, "in_time", "done_on_time", "at_risk", "on_track", 1),),
            Leaf("vn.46"): (Turn(False, None, "in_time", None, "on_track", 3),),
        },
    )
    assert (found.day, found.published) == (None, None)
    assert found.leaves[Leaf(*KEY)] == {"in_time": 4, "at_risk": 0, "done_on_time": 1}
    assert found.leaves[Leaf("vn.46")] == {"in_time": 3}
    assert sum(one.get("in_time", 0) for one in found.leaves.values()) == 8 - 1 + 3


def test_leaves_are_told_by_unit_alone_where_no_more_is_kept() -> None:
    found = coarse(end(), lambda lead: "vn.15.00001" if lead == "vn.15" else lead)
    assert found.leaves == {
        Leaf("vn.15.00001"): {"in_time": 7, "at_risk": 1},
        Leaf(""): {"in_time": 1, "at_risk": 0},
    }
