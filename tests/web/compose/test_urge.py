"""Rows of the urge list."""

import msgspec

from schema.states import Sign
from tests.web.country import nation, urge
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
    assert made.said["urge/0/days_late"] == ("29", "overdue")
    assert (made.slots["urge/0/before"], made.slots["urge/0/after"]) == ("quá hạn ", " ngày")


def test_signs_before_the_due_date() -> None:
    late, *_ = urge()
    soon = msgspec.structs.replace(late, days_late=0)
    assert sign(late) is Sign.OVERDUE
    assert sign(soon) is Sign.AT_RISK
    assert sign(msgspec.structs.replace(soon, p_late=0.8)) is Sign.BEHIND
