"""Only what matters makes a line, newest first, the rest is a number."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from web.facts.directory import unknown
from web.facts.notable import SHOWN, Turn, kind_of, notable

AT = datetime(2026, 11, 22, 7, tzinfo=UTC)
KNOWN = unknown(date(2026, 11, 22))


def turn(minute: int = 0, **fields: Any) -> tuple[Any, ...]:
    given = {
        "at": AT + timedelta(minutes=minute),
        "task": f"vn.t{minute:04d}",
        "title": "Số hóa kết quả",
        "lead": "vn",
        "secrecy": "none",
        "state_from": "in_time",
        "state_to": "in_time",
        "sign_from": "on_track",
        "sign_to": "on_track",
        "cause": None,
    } | fields
    return tuple(given.values())


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"state_from": "overdue", "state_to": "done_late", "cause": "u1"}, "overdue_completed"),
        ({"state_from": "due_soon", "state_to": "overdue"}, "deadline_passed"),
        ({"state_from": "awaiting", "state_to": "overdue", "cause": "u1"}, None),
        ({"sign_from": "on_track", "sign_to": "behind", "cause": "u1"}, "standing_worse"),
        ({"sign_from": "on_track", "sign_to": "at_risk"}, None),
        ({"sign_from": "behind", "sign_to": "on_track"}, None),
        ({"sign_from": "none", "sign_to": "behind"}, None),
        ({"sign_from": None, "sign_to": "overdue"}, None),
    ],
)
def test_what_is_worth_a_line(fields: dict[str, Any], kind: str | None) -> None:
    assert kind_of(Turn(*turn(**fields))) == kind


def test_the_newest_come_first_and_the_rest_is_counted() -> None:
    passed = {"state_from": "due_soon", "state_to": "overdue"}
    turns = [turn(n, **passed) for n in range(7)]
    asked = (AT + timedelta(minutes=30), "difficulty.raised", "vn.t9", "Title", "vn", "none")
    events, more = notable(turns, [asked], KNOWN)
    assert [event.kind for event in events[:2]] == ["difficulty_raised", "deadline_passed"]
    assert (len(events), more) == (SHOWN, 3)
    assert events[1].task == "vn.t0006"


def test_a_secret_task_shows_no_title() -> None:
    passed = {"state_from": "due_soon", "state_to": "overdue", "secrecy": "secret"}
    answered = (AT, "difficulty.answered", "vn.t9", "Title", "vn", "secret")
    events, _ = notable([turn(1, **passed)], [answered], KNOWN)
    assert [event.title for event in events] == ["vn.t0001", "vn.t9"]
