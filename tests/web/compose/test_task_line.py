"""One task in a list."""

import pytest

from tests.web.office import line
from web.compose.task_line import phrase, rows
from web.words import words

VI = words("vi")


@pytest.mark.parametrize(
    ("state", "left", "expected"),
    [
        ("overdue", -5, "overdue"),
        ("in_time", 9, "left"),
        ("due_soon", 0, "today"),
        ("awaiting", 3, "awaiting"),
        ("recurring", None, "recurring"),
        ("not_started", None, "not_started"),
        ("done_on_time", -20, "done_on_time"),
    ],
)
def test_the_distance_to_the_due_date(state: str, left: int | None, expected: str) -> None:
    assert phrase(line(state=state, days_left=left)) == expected
    assert VI.phrases[f"line.{expected}"]


def test_figures_and_words() -> None:
    made = rows("todo", (line(),), VI)
    assert made.said["todo/0/days_late"] == ("3", "overdue")
    assert made.said["todo/0/progress"] == ("45,0%", "")
    assert made.twin["todo"][0]["progress"] == 0.45
    assert made.page["lines"][0]["state_word"] == "Quá hạn"


def test_never_reported_is_no_zero() -> None:
    made = rows("todo", (line(progress=None, last_report_at=None),), VI)
    assert made.said["todo/0/progress"] == ("—", "none")
    assert not made.page["lines"][0]["reported"]


def test_a_secret_task_is_not_named() -> None:
    made = rows("todo", (line(secret=True),), VI)
    assert made.twin["todo"][0]["title"] is None
    assert made.page["lines"][0]["title"] == "* không công khai"
