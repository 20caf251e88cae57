"""Value types: what passes, what does not."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest

from schema import fields
from schema.fields import Evidence, Milestone, TrajectoryPoint


def fits(value: Any, kind: Any) -> bool:
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError:
        return False
    return True


UUID = "0198f0c2-0000-7000-8000-000000000001"


@pytest.mark.parametrize("value", [UUID, "ffffffff-ffff-ffff-ffff-ffffffffffff"])
def test_ids_that_pass(value: str) -> None:
    assert fits(value, fields.Id)


@pytest.mark.parametrize(
    "value",
    [UUID.upper(), UUID[:-1], UUID + "\n", UUID.replace("-", ""), "{" + UUID + "}", "", 1, None],
)
def test_ids_that_do_not(value: Any) -> None:
    assert not fits(value, fields.Id)


@pytest.mark.parametrize("value", ["vn", "vn.15.04465", "tw.bkhcn", "vn.15.t1", "f.A", "m.x-y_z"])
def test_codes_that_pass(value: str) -> None:
    assert fits(value, fields.Code)


@pytest.mark.parametrize(
    "value", ["", ".", "vn.", ".vn", "vn..15", "VN", "vn 15", "vn\n", "vn/15", "vn.é", "a" * 65]
)
def test_codes_that_do_not(value: str) -> None:
    assert not fits(value, fields.Code)


@pytest.mark.parametrize("value", ["a\n", "a b", "a@b", "ă", "", "a" * 65, "../x y"])
def test_subjects_that_do_not(value: str) -> None:
    assert not fits(value, fields.Subject)


@pytest.mark.parametrize(
    ("value", "kind", "passes"),
    [
        (0, fields.Share, True),
        (1, fields.Share, True),
        (1.0001, fields.Share, False),
        (-0.1, fields.Share, False),
        (45, fields.Share, False),  # Q41: 45 is not 45 %
        (True, fields.Share, False),
        ("0.5", fields.Share, False),
        (float("nan"), fields.Share, False),
        (0, fields.Weight, True),
        (-1, fields.Weight, False),
        (1e6, fields.Weight, True),
        (1e7, fields.Weight, False),
        (1e15, fields.Number, True),
        (float("inf"), fields.Number, False),
        (-1e16, fields.Number, False),
        (0, fields.Count, True),
        (-1, fields.Count, False),
        (1.5, fields.Count, False),
        ("", fields.Label, False),
        ("x" * 64, fields.Label, True),
        ("x" * 65, fields.Label, False),
        ("", fields.Text, True),
        ("x" * 4_001, fields.Text, False),
        (["vn"] * 501, fields.Codes, False),
        ({"a": 1}, fields.Parts, True),
        ({"": 1}, fields.Parts, False),
        ({str(n): 1 for n in range(201)}, fields.Parts, False),
    ],
)
def test_ranges(value: Any, kind: Any, passes: bool) -> None:
    assert fits(value, kind) is passes


@pytest.mark.parametrize(
    "value",
    [
        {},
        {"progress": 0.5, "reason": None, "period": "2026-06"},
        {"milestones": [{"code": "a", "weight": 1, "due": "2026-06-30"}]},
        {"coordinators": ["vn.15"], "budget": {"allocated": 1e12}, "evidence_accepted": False},
        {"parts": {"a": 1, "b": 2.5}},
    ],
)
def test_corrected_fields_may_be_what_any_update_has(value: Any) -> None:
    assert fits(value, fields.Fields)


@pytest.mark.parametrize(
    "value",
    [
        {"a": {"b": {"c": 1}}},
        {"a": [[1]]},
        {"a": 10**16},
        {"a": 10**400},
        {"a": 1e300},
        {"a": "x" * 4_001},
        {"": 1},
        {str(n): 1 for n in range(51)},
        {"a": list(range(501))},
    ],
)
def test_corrected_fields_are_neither_deep_nor_long(value: Any) -> None:
    assert not fits(value, fields.Fields)


@pytest.mark.parametrize("value", ["2026-06-01T09:00:00", "2026-06-01", 1780279200])
def test_an_instant_has_an_offset(value: Any) -> None:
    assert not fits(value, fields.Instant)


@pytest.mark.parametrize("day", [date(1989, 12, 31), date(2100, 1, 1), date.min, date.max])
def test_days_outside_the_calendar_are_refused(day: date) -> None:
    for make in (
        lambda: Milestone(code="a", weight=1, due=day),
        lambda: Evidence(hash="a", issued=day),
        lambda: TrajectoryPoint(date=day, value=1),
    ):
        with pytest.raises(ValueError, match="expected a year from 1990 to 2099, got"):
            make()


@pytest.mark.parametrize("day", [date(1990, 1, 1), date(2099, 12, 31)])
def test_days_at_its_edges_are_not(day: date) -> None:
    assert Milestone(code="a", weight=1, due=day).due == day
    assert Milestone(code="a", weight=1).due is None


def test_the_field_with_the_year_is_named() -> None:
    class Two(msgspec.Struct):
        first: date
        second: datetime | None = None

    fields.check_years(Two(date(2026, 6, 1)))
    with pytest.raises(ValueError, match=r"at `\$\.second`"):
        fields.check_years(Two(date(2026, 6, 1), datetime(1989, 6, 1, tzinfo=UTC)))
