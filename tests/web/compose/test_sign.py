"""The sign of a unit, step by step."""

from fractions import Fraction

import pytest

from schema.states import Sign
from tests.web.states import NO_TASKS
from web.compose.sign import overdue_share, unit_sign


def held(done: int, overdue: int, in_time: int = 0, weight: int = 0) -> dict[str, int]:
    whole = (done + overdue + in_time) * 1000
    return NO_TASKS | {
        "done_on_time": done,
        "overdue": overdue,
        "in_time": in_time,
        "weight": whole,
        "weight_overdue": weight or overdue * 1000,
    }


@pytest.mark.parametrize(
    ("counts", "sign"),
    [
        (held(0, 0, 10), Sign.ON_TRACK),  # nothing due yet
        (held(95, 5, 900), Sign.ON_TRACK),  # 0.95 exactly
        (held(94, 6, 900), Sign.AT_RISK),
        (held(85, 15, 900), Sign.AT_RISK),  # 0.85 exactly
        (held(84, 16, 900), Sign.BEHIND),
        (held(89, 11), Sign.OVERDUE),  # more than a tenth of the weight
        (held(90, 10), Sign.AT_RISK),  # a tenth exactly is not more
        (held(1, 4), Sign.BEHIND),  # too few to fill a tile
    ],
)
def test_steps(counts: dict[str, int], sign: Sign) -> None:
    assert unit_sign(counts) is sign


def test_no_tasks_no_sign() -> None:
    assert unit_sign(NO_TASKS) is unit_sign(None) is unit_sign(NO_TASKS, silent=True) is Sign.NONE


def test_silence_hides_every_judgement() -> None:
    assert unit_sign(held(50, 50), silent=True) is Sign.SILENT


def test_weight_decides_and_number_where_there_is_none() -> None:
    assert overdue_share(held(90, 10, weight=50_000)) == 0.5
    assert overdue_share(held(90, 10) | {"weight": 0}) == Fraction(1, 10)


def test_what_was_late_and_is_done_needs_nobody() -> None:
    late = NO_TASKS | {"done_late": 50, "weight": 50_000}
    assert unit_sign(late) is Sign.ON_TRACK
