"""Open alerts as rows."""

from datetime import UTC, datetime

import msgspec
import pytest

from tests.web.country import place
from web.compose.alerts import AlertLine, distance, tile
from web.words import words

LINE = AlertLine(
    id="a1",
    rule="overdue",
    subject="vn.15.t0001",
    unit=place("vn.15", "Tỉnh Lào Cai"),
    severity="critical",
    state="open",
    opened_at=datetime(2026, 11, 20, 17, 0, tzinfo=UTC),
    title="Phủ sóng 5G",
    days_late=3,
    days_left=-5,
    secret=False,
)


@pytest.mark.parametrize(
    ("late", "left", "expected"),
    [
        (3, -5, ("overdue", 3)),
        (None, 4, ("left", 4)),
        (None, 0, ("today", None)),
        (None, None, ("none", None)),
    ],
)
def test_how_far(late: int | None, left: int | None, expected: tuple[str, int | None]) -> None:
    assert distance(msgspec.structs.replace(LINE, days_late=late, days_left=left)) == expected


def test_a_row() -> None:
    made = tile((LINE,), {"critical": 7}, words("vi"))
    assert made.said["alerts/0/days"] == ("3", "")
    assert made.said["counts/critical"] == ("7", "")
    assert made.said["counts/reminder"] == ("0", "")
    assert made.page["lines"][0]["opened"] == "00:00 21/11/2026"
    assert made.page["lines"][0]["severity_word"] == "Nghiêm trọng"


def test_a_secret_task_is_not_named() -> None:
    made = tile((msgspec.structs.replace(LINE, secret=True),), {}, words("vi"))
    assert made.page["lines"][0]["title"] == "* không công khai"
    assert "title" not in made.twin["alerts"][0]
