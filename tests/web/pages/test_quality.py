"""What lowers data quality: from rows to violations, and on the unit's page."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from schema.quality import Quality
from schema.repairs import PART, repaired
from tests.web.pages.test_board import bare_digits
from tests.web.pages.test_unit import DESK
from tests.web.pages_rig import client
from web.pages.quality import missing, noticed, returned, stale

TODAY = date(2026, 11, 20)
AT = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)
ID = "0198f0c2-0000-7000-8000-000000000001"


def row(*marks: str, verdict: str = "accepted", kind: str = "progress", days: int = 0) -> Any:
    known = AT - timedelta(days=days)
    return (ID, "vn.15.t0001", kind, "vn.15", AT, known, verdict, list(marks), "Phủ sóng", "none")


def kinds(found: Any) -> list[str]:
    return [one.violation.kind for one in noticed(found, TODAY)]


def test_each_mark_that_counts_is_a_violation() -> None:
    assert kinds(row("fall_without_reason", "nil_streak")) == ["fall_without_reason"]
    assert kinds(row("outlier", "parts_do_not_sum", kind="indicator.reading")) == [
        "outlier",
        "parts_do_not_sum",
    ]
    assert kinds(row("fall_without_reason", verdict="rejected")) == []
    assert kinds(row("unknown_unit", verdict="rejected")) == ["unknown_unit"]


def test_a_record_is_one_fault_whatever_is_wrong_with_it() -> None:
    assert kinds(row("conflict", "duplicate_fact")) == ["conflict"]
    (one,) = noticed(row("duplicate_fact"), TODAY)
    assert (one.violation.checks, one.violation.severity) == (2, 0)


def test_what_is_held_is_orphaned_after_seven_days() -> None:
    assert kinds(row(verdict="held", days=5)) == []
    assert kinds(row(verdict="held", days=6)) == ["orphan"]
    (one,) = noticed(row(verdict="held", days=6), TODAY)
    assert repaired(Quality(records=9, faults=1), one.violation) == Quality(records=10)


def test_a_missing_slot_is_a_violation_of_its_own() -> None:
    slots = '[["2026-W45","2026-11-09"],["2026-W46","2026-11-16"]]'
    found = list(missing(("vn.15.t0002", "vn.15", slots, True, False, 0, "Giao ban", "none")))
    assert [(one.violation.period, one.violation.on) for one in found] == [
        ("2026-W45", date(2026, 11, 9)),
        ("2026-W46", date(2026, 11, 16)),
    ]
    assert all(one.violation.recurring and not one.secret for one in found)


def test_a_task_never_reported_on_is_stale_since_its_start() -> None:
    start = date(2026, 9, 1)
    never = stale(("vn.15.t0003", "vn.15", None, start, 2_000, "Kín", "secret"))
    assert (never.violation.on, never.violation.weight, never.secret) == (start, 2_000, True)
    long_ago = stale(("vn.15.t0003", "vn.15", AT, start, 0, "x", None))
    assert long_ago.violation.on == date(2026, 11, 18)


def test_a_returned_claim_is_the_leads() -> None:
    one = returned((ID, "vn.15.t0001", "vn.15", AT, "Phủ sóng", "none"))
    assert (one.violation.unit, one.violation.kind) == ("vn.15", "returned")
    assert PART[one.violation.kind] == "accurate"


def test_the_page_lists_them_with_what_mends_each() -> None:
    desk = {
        **DESK,
        "noticed": [row("fall_without_reason")],
        "missing_slots": [
            ("vn.15.t0002", "vn.15", '[["2026-W45","2026-11-09"]]', True, False, 0, "Giao", "none")
        ],
        "stale_tasks": [("vn.15.t0003", "vn.15", None, date(2026, 9, 1), 0, "Kín", "secret")],
        "returned_claims": [(ID, "vn.15.t0001", "vn.15", AT, "Phủ sóng", "none")],
    }
    text = client(desk).get("/units/vn.15").text
    assert "Tiến độ giảm chưa nêu lý do" in text and "Báo hoàn thành bị trả lại" in text
    assert "act=explain" in text and "act=completed&amp;period=2026-W45" in text
    assert f'href="/tasks/vn.15.t0001#u-{ID}"' in text
    assert "Kín" not in text and bare_digits(text) == []
    twin = client(desk).get("/units/vn.15.json").json()["quality"]
    assert twin["violations_found"] == 4 and twin["dq_state"] == "too_few"
    assert [one["kind"] for one in twin["violations"]] == [
        "fall_without_reason", "returned", "missing", "stale",
    ]  # fmt: skip
    assert twin["violations"][3]["title"] is None
