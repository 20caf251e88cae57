"""A unit's desk and one of its tasks as facts, for tests of their pages."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.web.country import ROOT
from tests.web.states import NO_TASKS, NOW, TODAY, place, state
from web.compose.work import Event, Sent, TaskFacts, TaskLine, Turn, UnitFacts, Waiting

PROVINCE = place("vn.15", "Tỉnh Lào Cai")
MINISTRY = place("tw.btc", "Bộ Tài chính", "central_body")


def line(code: str = "vn.15.t0001", **given: Any) -> TaskLine:
    """A task that is three working days late, unless said otherwise."""
    values: dict[str, Any] = {
        "code": code,
        "title": "Phủ sóng 5G cho 90% dân số",
        "lead": PROVINCE,
        "state": "overdue",
        "sign": "overdue",
        "kind": "one_off",
        "start": TODAY - timedelta(days=60),
        "due": TODAY - timedelta(days=5),
        "days_late": 3,
        "days_left": -5,
        "progress": 4500,
        "last_report_at": NOW - timedelta(days=2),
        "urged_at": None,
        "urge_answered": False,
        "secret": False,
        "programme": "nq57",
    }
    return TaskLine(**(values | given))


def waiting(**given: Any) -> Waiting:
    """A difficulty put to the ministry twelve days ago."""
    values: dict[str, Any] = {
        "task": "vn.15.t0001",
        "title": "Phủ sóng 5G cho 90% dân số",
        "difficulty": "d-1",
        "type": "funding",
        "text": "Thiếu kinh phí",
        "lead": PROVINCE,
        "asked_of": MINISTRY,
        "days": 12,
        "answer_due": date(2026, 11, 20),
        "late": True,
    }
    return Waiting(**(values | given))


def unit_facts(**given: Any) -> UnitFacts:
    """The desk of a province."""
    counts = NO_TASKS | {"done_on_time": 9, "done_late": 1, "overdue": 1, "in_time": 3}
    values: dict[str, Any] = {
        "path": (ROOT, PROVINCE),
        "state": state("vn.15", counts),
        "todo": (
            line(),
            line("vn.15.t0002", state="in_time", sign="on_track", days_late=0, days_left=9),
        ),
        "to_verify": (line("vn.15.00001.t0009", state="awaiting", sign="on_track"),),
        "asked_of_us": (waiting(),),
        "asked_by_us": (),
        "sent": (
            Sent(id="r1", channel="form", received_at=NOW, updates=3, rejected=1, held=0,
                 receipt="/api/receipts/r1?at=0:1"),
        ),
        "server_time": NOW,
        "sample": True,
    }  # fmt: skip
    return UnitFacts(**(values | given))


def event(**given: Any) -> Event:
    """A progress report of forty-five per cent."""
    values: dict[str, Any] = {
        "id": "u1",
        "kind": "progress",
        "unit": PROVINCE,
        "channel": "form",
        "occurred_at": NOW,
        "known_at": NOW + timedelta(minutes=5),
        "received_at": NOW + timedelta(minutes=6),
        "verdict": "accepted",
        "reason": None,
        "marks": (),
        "body": {"kind": "progress", "progress": 0.45},
    }
    return Event(**(values | given))


def task_facts(**given: Any) -> TaskFacts:
    """A late task with one report."""
    values: dict[str, Any] = {
        "path": (ROOT, PROVINCE),
        "line": line(),
        "due_0": TODAY - timedelta(days=35),
        "assigned_by": MINISTRY,
        "coordinators": (),
        "weight": 1500,
        "done_on": None,
        "claimed_on": None,
        "events": (event(),),
        "turns": (
            Turn(at=NOW, state_from="due_soon", state_to="overdue", sign_from="on_track",
                 sign_to="overdue", reason="clock"),
        ),
        "difficulties": (waiting(),),
        "answered": 2,
        "server_time": NOW,
        "sample": True,
    }  # fmt: skip
    return TaskFacts(**(values | given))
