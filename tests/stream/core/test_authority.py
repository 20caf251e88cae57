from __future__ import annotations

import pytest

from schema.unit import ROOT
from stream.core import authority
from stream.core.task import Assignment
from tests.builders import COMMUNE, MINISTRY, MONDAY, OTHER, PROVINCE, world

GIVEN = Assignment(
    lead=COMMUNE, assigned_by=PROVINCE, coordinators=(MINISTRY,), programme="nq57", plan="",
    objective="", field="", title="", recurring=False, start=MONDAY, due_0=None, weight=None,
    milestones=(), secrecy="none", in_charge="", max_age_days=30,
)  # fmt: skip


@pytest.mark.parametrize(
    ("unit", "lead", "working", "assigning"),
    [
        (COMMUNE, True, True, False),
        (PROVINCE, True, True, True),
        (ROOT, True, True, True),
        (MINISTRY, False, True, False),
        (OTHER, False, False, False),
        ("vn.99", False, False, False),
    ],
)
def test_the_three_sides(unit: str, lead: bool, working: bool, assigning: bool) -> None:
    sides = (authority.lead_side, authority.working_side, authority.assigning_side)
    assert tuple(side(unit, GIVEN, world()) for side in sides) == (lead, working, assigning)


def test_a_refusal_names_who_may() -> None:
    assert COMMUNE in authority.not_lead(OTHER, GIVEN)
    assert "coordinator" in authority.not_working(OTHER, GIVEN)
    assert PROVINCE in authority.not_assigning(OTHER, GIVEN)
