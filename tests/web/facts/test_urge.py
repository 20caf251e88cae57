"""The order of the urge list: weight × working days late × silence."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from schema.workdays import state_offices
from web.facts.directory import unknown
from web.facts.urge import SHOWN, Late, lines, score, silence

TODAY = date(2026, 11, 20)  # Friday
DIRECTORY, CALENDAR = unknown(TODAY), state_offices()


def row(code: str, **fields: Any) -> tuple[Any, ...]:
    given = {
        "title": "Phủ sóng 5G",
        "lead": "vn.15",
        "due": date(2026, 11, 13),
        "weight": 1000,
        "start": date(2026, 11, 1),
        "last_report_at": datetime(2026, 11, 20, 1, tzinfo=UTC),
        "last_urged_at": None,
        "urge_answered": None,
        "secrecy": "none",
    } | fields
    return (code, *given.values())


def test_days_late_are_working_days() -> None:
    (line,) = lines([row("t1")], DIRECTORY, CALENDAR, TODAY)
    assert (line.days_late, line.silent_days, line.due) == (5, 0, date(2026, 11, 13))


def test_weight_days_and_silence_multiply() -> None:
    silent = Late(*row("a", last_report_at=datetime(2026, 11, 17, 1, tzinfo=UTC), weight=2000))
    assert score(silent, CALENDAR, TODAY) == 2000 * 5 * 4
    assert score(Late(*row("b", weight=None)), CALENDAR, TODAY) == 5


def test_silence_begins_with_the_task() -> None:
    never = Late(*row("a", last_report_at=None))
    assert silence(never, TODAY) == 20
    assert lines([row("a", last_report_at=None)], DIRECTORY, CALENDAR, TODAY)[0].silent_days is None


def test_six_are_shown_the_worst_first_and_ties_by_code() -> None:
    rows = [row(f"t{n}", weight=1000 * (n // 2)) for n in range(10)]
    shown = [line.task for line in lines(rows, DIRECTORY, CALENDAR, TODAY)]
    assert shown == ["t8", "t9", "t6", "t7", "t4", "t5"]
    assert len(shown) == SHOWN


def test_a_secret_task_is_marked() -> None:
    (line,) = lines([row("t1", secrecy="secret")], DIRECTORY, CALENDAR, TODAY)
    assert line.secret
