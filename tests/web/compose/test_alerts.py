"""Open alerts as rows."""

from datetime import UTC, datetime

import msgspec
import pytest

from tests.web.states import place
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


@pytest.mark.parametrize(
    ("rule", "sign"),
    [
        ("overdue", "overdue"),
        ("behind", "behind"),
        ("at_risk", "at_risk"),
        ("due_soon", "at_risk"),
    ],
)
def test_the_sign_of_a_rule(rule: str, sign: str) -> None:
    made = tile((msgspec.structs.replace(LINE, rule=rule),), {}, words("vi"))
    assert made.page["lines"][0]["sign"] == sign
    assert words("vi").say(f"alerts.{rule}") != words("en").say(f"alerts.{rule}")


def test_an_early_warning_says_how_likely() -> None:
    early = msgspec.structs.replace(LINE, rule="behind", p_late=8_349)
    made = tile((LINE, early), {}, words("vi"))
    assert made.twin["alerts"][1]["p_late"] == 0.8349
    assert made.said["alerts/1/p_late"] == ("83,5%", "behind")
    assert made.twin["alerts"][0]["p_late"] is None and "alerts/0/p_late" not in made.said
    assert [line["foreseen"] for line in made.page["lines"]] == [False, True]
    silent = msgspec.structs.replace(early, rule="at_risk", p_late=4_999)
    assert tile((silent,), {}, words("vi")).twin["alerts"][0]["p_late"] is None


def test_a_secret_task_is_not_named() -> None:
    made = tile((msgspec.structs.replace(LINE, secret=True),), {}, words("vi"))
    assert made.page["lines"][0]["title"] == "* không công khai"
    assert "title" not in made.twin["alerts"][0]
