"""The door: anything posted is reports or faults, each with its path and reason."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema.clock import TZ
from schema.door import MAX_BODY, MAX_FAULTS, MAX_REPORTS, MAX_UPDATE, examine
from schema.errors import Refused
from schema.parts import split
from schema.report import Report
from schema.wire import decode_log, encode
from tests.schema.anything import calm, disturbed, json_values, values
from tests.schema.posts import (
    COMMUNE,
    KNOWN,
    NOW,
    TASK,
    act,
    assigned,
    body,
    new_id,
    post,
    progress,
)


def faults(raw: bytes) -> dict[str, str]:
    """The faults of a body, path → reason."""
    with pytest.raises(Refused) as caught:
        examine(raw, NOW, KNOWN)
    return {fault.path: fault.reason for fault in caught.value.faults}


def test_one_report() -> None:
    (report,) = examine(body(post(progress(), assigned())), NOW, KNOWN)
    assert (report.unit, len(report.updates)) == (COMMUNE, 2)


def test_a_list_of_reports_in_the_order_given() -> None:
    given = [post() for _ in range(3)]
    found = examine(b" \n" + body(given), NOW, KNOWN)
    assert [report.id for report in found] == [one["id"] for one in given]


@calm
@given(values(Report))
def test_what_the_door_lets_in_is_what_was_written(report: Report) -> None:
    try:
        (again,) = examine(msgspec.json.encode(report), NOW, lambda code: True)
    except Refused as refused:
        assert all(fault.path.startswith("$.") for fault in refused.faults)
    else:
        assert again == report
        for part in split(again, NOW, 8):
            assert decode_log(encode(part.report)) == part.report


def test_what_the_gateway_writes_without_its_stamp_is_let_in() -> None:
    (report,) = examine(body(post()), NOW, KNOWN)
    (part,) = split(report, NOW, 8)
    logged = msgspec.json.decode(encode(part.report))
    given = {k: v for k, v in logged.items() if k not in {"received_at", "part", "parts"}}
    assert examine(body([given]), NOW, KNOWN) == [report]


@calm
@given(st.binary(max_size=200))
def test_any_bytes_are_reports_or_faults(raw: bytes) -> None:
    reports_or_faults(raw)


@calm
@given(json_values() | st.lists(json_values()))
def test_any_json_is_reports_or_faults(value: Any) -> None:
    reports_or_faults(body(value))


REPORT = post(
    assigned(coordinators=["vn"], milestones=[{"code": "a", "weight": 1}]),
    act("slot.nil", subjects=[TASK]),
    act("corrected", supersedes=new_id(), fields={"progress": 0.1}),
    act("task.revised", decision="approved", new_due="2026-07-01"),
)


@calm
@given(disturbed(REPORT) | disturbed([REPORT, post()]))
def test_whatever_stands_in_a_report_it_is_let_in_or_refused(value: Any) -> None:
    reports_or_faults(body(value))


def reports_or_faults(raw: bytes) -> None:
    try:
        reports = examine(raw, NOW, KNOWN)
    except Refused as refused:
        assert 1 <= len(refused.faults) <= MAX_FAULTS
        assert all(fault.path.startswith("$") and fault.reason for fault in refused.faults)
    else:
        assert reports


ONE = [
    # the body as a whole
    (b"", "$", "truncated"),
    (b"not json", "$", "invalid character"),
    (b"null", "$", "Expected `object`, got `null`"),
    (b'"report"', "$", "Expected `object`, got `str`"),
    (b"[]", "$", "expected 1 to 1000 reports, got 0"),
    (b"[" + b"{}," * MAX_REPORTS + b"{}]", "$", "expected 1 to 1000 reports, got 1001"),
    (b"[1]", "$[0]", "Expected `object`, got `int`"),
    (b"[{},", "$", "truncated"),
    (b"{} {}", "$", "required field"),
    (b"x" * (10 * 1024 * 1024), "$", f"expected at most {MAX_BODY} bytes, got 10485760"),
    (b"[" * 100_000, "$", "nested too deeply"),
    (b'{"updates":' * 90_000, "$.updates", "got `object`"),
    (b'{"a":' + b"[" * 100_000, "$", "unknown field `a`"),
    (b"\xef\xbb\xbf{}", "$", "invalid character"),
    # values no JSON has, or nobody can store
    (body(post(progress(progress=float("nan")))), "$", "invalid character"),
    (body(post(progress(progress=float("inf")))), "$", "invalid character"),
    (body(post(progress(progress="Q"))).replace(b'"Q"', b"1e400"), "$.updates[0].progress",
     "out of range"),
    (body(post(actor="\ud800 x")), "$", "surrogate"),
    (body(post(actor="x \udc00")), "$", "surrogate"),
    (body(post(actor="a\0b")), "$", "NUL"),
    (body(post(actor="Q")).replace(b"Q", b"\0"), "$", "NUL"),
    (body(post(actor="Q")).replace(b"Q", b"\xc3\x28"), "$", "UTF-8"),
    # types and ranges
    (body(post(v=2)), "$.v", "Invalid"),
    (body(post(id="1")), "$.id", "matching regex"),
    (body(post(updates=[])), "$.updates", "length >= 1"),
    (body(post(updates={})), "$.updates", "Expected `array`, got `object`"),
    (body(post(updates=["x"])), "$.updates[0]", "Expected `object`, got `str`"),
    (body(post(progress(progress=45))), "$.updates[0].progress", "<= 1"),
    (body(post(progress(progress="0.5"))), "$.updates[0].progress", "got `str`"),
    (body(post(progress(progress=None))), "$.updates[0].progress", "got `null`"),
    (body(post(progress(), act("done"))), "$.updates[1].kind", "Invalid value 'done'"),
    (body(post(progress(subject="a b"))), "$.updates[0].subject", "matching regex"),
    (body(post(progress(subject=TASK + "\n"))), "$.updates[0].subject", "matching regex"),
    (body(post(extra=1)), "$", "unknown field `extra`"),
    (body(post(progress(progres=1))), "$.updates[0]", "unknown field `progres`"),
    (body(post(received_at="2026-06-01T09:00:00Z")), "$", "unknown field `received_at`"),
    (body(post(act("returned"))), "$.updates[0]", "missing required field `reason`"),
    (body(post(assigned(weight=-1))), "$.updates[0].weight", ">= 0"),
    # instants and days
    (body(post(reported_at="2026-06-01T09:00:00")), "$.reported_at", "timezone"),
    (body(post(reported_at="yesterday")), "$.reported_at", "RFC3339"),
    (body(post(progress(occurred_at="2026-06-01T08:30:00"))), "$.updates[0].occurred_at",
     "timezone"),
    (body(post(progress(occurred_at="0001-01-01T00:00:00+14:00"))), "$.updates[0].occurred_at",
     "expected a year from 1990 to 2099"),
    (body(post(assigned(due="2026-13-01"))), "$.updates[0].due", "RFC3339"),
    (body(post(assigned(due="9999-12-31"))), "$.updates[0].due", "year from 1990 to 2099"),
    (body(post(assigned(start="1989-12-31"))), "$.updates[0].start", "year from 1990 to 2099"),
    (body(post(assigned(start="2026-07-01"))), "$.updates[0].due", "not before start (2026-07-01)"),
    (body(post(assigned(due=None))), "$.updates[0].due", "must have a due date"),
    (body(post(act("task.revised", decision="approved"))), "$.updates[0].new_due", "must say"),
    (body(post(act("task.revised", decision="requested"))), "$.updates[0].new_due", "must say"),
    # units
    (body(post(unit="vn.99")), "$.unit", "no unit has the code 'vn.99'"),
    (body(post(on_behalf_of="vn.99")), "$.on_behalf_of", "no unit has the code 'vn.99'"),
    (body(post(progress(subject="vn.99.t1"))), "$.updates[0].subject", "'vn.99'"),
    (body(post(assigned(lead="vn.99"))), "$.updates[0].lead", "'vn.99'"),
    (body(post(assigned(assigned_by="vn.99"))), "$.updates[0].assigned_by", "'vn.99'"),
    (body(post(assigned(coordinators=["vn", "vn.99"]))), "$.updates[0].coordinators[1]", "vn.99"),
    (body(post(act("difficulty.raised", difficulty="k", type="data", asked_of="x"))),
     "$.updates[0].asked_of", "'x'"),
    (body(post(act("urged", to="vn.99"))), "$.updates[0].to", "'vn.99'"),
    (body(post(act("indicator.reading", subject="C01", unit="x", period="2026", value=1))),
     "$.updates[0].unit", "'x'"),
    (body(post(act("target.set", subject="C01", unit="x", date="2027-01-01", value=1))),
     "$.updates[0].unit", "'x'"),
    # nil reports
    (body(post(act("slot.nil", subjects=[]))), "$.updates[0].subjects", "length >= 1"),
    (body(post(act("slot.nil", subjects=[TASK, "vn.15.t1"]))), "$.updates[0].subjects",
     "one home unit"),
    (body(post(act("slot.nil", subject="vn.15.t1", subjects=[TASK]))), "$.updates[0].subjects",
     "one home unit"),
    (body(post(act("slot.nil", subjects=[TASK, "C01"]), unit="vn.15")), "$.updates[0].subjects",
     "one home unit"),
    # corrections
    (body(post(act("corrected", supersedes="x"))), "$.updates[0].supersedes", "regex"),
    (body(post(act("corrected", supersedes=new_id(),
                   fields={str(n): ["x" * 4_000] * 10 for n in range(9)}))),
     "$.updates[0].fields", f"at most {MAX_UPDATE} bytes"),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "path", "reason"), ONE, ids=lambda value: repr(value)[:50])
def test_a_fault_has_its_path_and_reason(raw: bytes, path: str, reason: str) -> None:
    found = faults(raw)
    assert list(found) == [path]
    assert reason in found[path]


def test_every_fault_of_a_request_is_told() -> None:
    given = [
        post(unit="vn.99"),
        {"id": 1},
        post(progress(), assigned(due=None), progress(occurred_at="2026-06-02T00:00:00Z")),
    ]
    assert set(faults(body(given))) == {
        "$[1].id",
        "$[0].unit",
        "$[2].updates[1].due",
        "$[2].updates[2].occurred_at",
    }


def test_no_more_faults_than_can_be_read() -> None:
    assert len(faults(body(post(*(assigned(due=None) for _ in range(200)))))) == MAX_FAULTS


def test_ids_given_twice() -> None:
    one, other = progress(), progress()
    first, second = post(one), post(other, {**one, "progress": 0.7})
    found = faults(body([first, {**second, "id": first["id"]}]))
    assert found == {
        "$[1].id": f"the id {first['id']} stands at $[0].id too",
        "$[1].updates[1].id": f"the id {one['id']} stands at $[0].updates[0].id too",
    }


def later(minutes: float) -> str:
    return (NOW + timedelta(minutes=minutes)).astimezone(TZ).isoformat()


@pytest.mark.parametrize("ahead", [0, 5])
def test_a_clock_may_run_a_little_ahead(ahead: float) -> None:
    """Q10, Q12."""
    (report,) = examine(body(post(reported_at=later(ahead))), NOW, KNOWN)
    assert report.reported_at > NOW - timedelta(1)
    examine(body(post(progress(occurred_at=later(ahead)), reported_at=later(0))), NOW, KNOWN)


@pytest.mark.parametrize("ahead", [5.01, 60 * 24 * 365])
def test_but_no_further(ahead: float) -> None:
    found = faults(body(post(reported_at=later(ahead))))
    assert "not after now" in found["$.reported_at"]
    given = post(progress(occurred_at=later(ahead)), reported_at=later(0))
    assert "not after the report" in faults(body(given))["$.updates[0].occurred_at"]


def test_what_occurred_is_compared_with_its_report_too() -> None:
    found = faults(body(post(progress(occurred_at=later(0)), reported_at=later(-6))))
    assert list(found) == ["$.updates[0].occurred_at"]


def test_a_nil_report_of_one_home() -> None:
    nil = act("slot.nil", subject=COMMUNE, subjects=[TASK, f"{COMMUNE}.t2"])
    assert examine(body(post(nil, unit="vn.15")), NOW, KNOWN)
    assert examine(body(post(act("slot.nil", subject="C01", subjects=["C01"]))), NOW, KNOWN)
