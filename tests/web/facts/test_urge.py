"""The order of the urge list: weight × working days late × silence."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from schema.workdays import state_offices
from web.facts.directory import unknown
from web.facts.urge import SHOWN, Late, Warned, lines, score, silence

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
    (line,) = lines([row("t1")], [], DIRECTORY, CALENDAR, TODAY)
    assert (line.days_late, line.silent_days, line.due) == (5, 0, date(2026, 11, 13))


def test_weight_days_and_silence_multiply() -> None:
    silent = Late(*row("a", last_report_at=datetime(2026, 11, 17, 1, tzinfo=UTC), weight=2000))
    assert score(silent, CALENDAR, TODAY) == 2000 * 5 * 4
    assert score(Late(*row("b", weight=None)), CALENDAR, TODAY) == 5


def test_silence_begins_with_the_task() -> None:
    never = Late(*row("a", last_report_at=None))
    assert silence(never, TODAY) == 20
    assert (
        lines([row("a", last_report_at=None)], [], DIRECTORY, CALENDAR, TODAY)[0].silent_days
        is None
    )


def test_six_are_shown_the_worst_first_and_ties_by_code() -> None:
    rows = [row(f"t{n}", weight=1000 * (n // 2)) for n in range(10)]
    shown = [line.task for line in lines(rows, [], DIRECTORY, CALENDAR, TODAY)]
    assert shown == ["t8", "t9", "t6", "t7", "t4", "t5"]
    assert len(shown) == SHOWN


def test_a_secret_task_is_marked() -> None:
    (line,) = lines([row("t1", secrecy="secret")], [], DIRECTORY, CALENDAR, TODAY)
    assert line.secret


def warned(code: str, **fields: Any) -> tuple[Any, ...]:
    """A task due in a week that will be five working days late."""
    foreseen = {
        "p_late": 8_200,
        "finish": date(2026, 12, 4),
        "reports": 5,
        "first": date(2026, 9, 1),
        "last": date(2026, 11, 18),
    }
    own = {name: fields.pop(name) for name in list(fields) if name in foreseen}
    return (*row(code, **{"due": date(2026, 11, 27), **fields}), *(foreseen | own).values())


def test_every_third_row_is_an_early_warning() -> None:
    late, behind = [row(f"t{n}") for n in range(9)], [warned(f"w{n}") for n in range(9)]
    shown = [line.task for line in lines(late, behind, DIRECTORY, CALENDAR, TODAY)]
    assert shown == ["t0", "t1", "w0", "t2", "t3", "w1"]
    few = [line.task for line in lines(late[:1], behind[:2], DIRECTORY, CALENDAR, TODAY)]
    assert few == ["t0", "w0", "w1"]
    assert [one.task for one in lines(late, behind[:1], DIRECTORY, CALENDAR, TODAY)][-1] == "t4"


def test_a_warning_says_how_long_before_how_likely_and_from_what() -> None:
    (line,) = lines([], [warned("w")], DIRECTORY, CALENDAR, TODAY)
    told = line.foreseen
    assert told is not None and line.days_late == 0
    assert (told.p_late, told.late_by, told.days_before, told.reports) == (0.82, 5, 7, 5)
    assert (told.first, told.last) == (date(2026, 9, 1), date(2026, 11, 18))


def test_warnings_are_ordered_by_what_they_would_cost() -> None:
    longer = Warned(*warned("w", finish=date(2026, 12, 11)))
    assert score(longer, CALENDAR, TODAY) == 1000 * 10 * 1
    before_due = Warned(*warned("w", finish=date(2026, 11, 26), weight=None))
    assert score(before_due, CALENDAR, TODAY) == 1
