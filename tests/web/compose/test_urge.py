"""Rows of the urge list."""

from datetime import date

import msgspec

from schema.states import Sign
from tests.web.around import urge
from tests.web.country import nation
from web.compose.facts import Warning
from web.compose.urge import ROWS, sign, tile
from web.words import words

VI = words("vi")


def test_six_rows_in_the_given_order() -> None:
    facts = msgspec.structs.replace(nation(), urge=urge() * 2)
    twin = tile(facts, VI).twin["urge"]
    assert [row["task"] for row in twin] == [line.task for line in urge()]
    assert len(twin) == ROWS


def test_a_secret_task_exists_and_is_not_named() -> None:
    made = tile(nation(), VI)
    assert made.twin["urge"][4]["title"] is None
    assert made.slots["urge/4/title"] == "* không công khai"
    assert made.twin["urge"][4]["lead"] == "vn.79"


def test_the_last_urge_and_whether_it_was_answered() -> None:
    slots = tile(nation(), VI).slots
    assert slots["urge/0/last"] == "đôn đốc 19/11/2026, chưa trả lời"
    assert slots["urge/2/last"] == "đôn đốc 19/11/2026, đã trả lời"
    assert slots["urge/1/last"] == "chưa đôn đốc"


def test_days_late_are_a_figure_between_words() -> None:
    made = tile(nation(), VI)
    assert made.said["urge/0/days"] == ("29", "overdue")
    assert (made.slots["urge/0/before"], made.slots["urge/0/after"]) == ("quá hạn ", " ngày")


def test_an_early_warning_in_words() -> None:
    late, *_ = urge()
    told = Warning(
        p_late=0.82,
        late_by=9,
        days_before=12,
        reports=5,
        first=date(2026, 9, 1),
        last=date(2026, 11, 20),
    )
    soon = msgspec.structs.replace(late, days_late=0, foreseen=told, urged_at=None)
    assert (sign(late), sign(soon)) == (Sign.OVERDUE, Sign.BEHIND)
    made = tile(msgspec.structs.replace(nation(), urge=(soon,)), VI)
    assert made.said["urge/0/days"] == ("9", "behind")
    around = (made.slots["urge/0/before"], made.slots["urge/0/after"])
    assert around == ("sẽ trễ ", " ngày (82%)")
    assert made.slots["urge/0/last"] == "báo trước 12 ngày"
    assert made.slots["urge/0/basis"] == (
        "cảnh báo trước 12 ngày, khả năng trễ 82%, "
        "dựa trên 5 ngày có báo cáo từ 01/09/2026 đến 20/11/2026"
    )
    (row,) = made.twin["urge"]
    assert (row["p_late"], row["late_by"], row["days_before"], row["days"]) == (0.82, 9, 12, 9)
    urged = msgspec.structs.replace(soon, urged_at=late.urged_at)
    again = tile(msgspec.structs.replace(nation(), urge=(urged,)), VI)
    assert again.slots["urge/0/last"].startswith("đôn đốc")
