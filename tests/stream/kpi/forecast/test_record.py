"""Records of the forecast: stored and read back as they are."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from stream.kpi.forecast.record import Basis, Forecast, Ground, Point, Signals

DAY = date(2026, 6, 1)


@pytest.mark.parametrize(
    "one",
    [
        Point(DAY, 2_500),
        Signals(done_on=DAY, heard=DAY, waiting_days=3, kept=4, missed=5),
        Forecast(
            finish_p10=DAY,
            finish_p50=DAY,
            finish_p90=DAY,
            p_late=10_000,
            basis=Basis(ground=Ground.REPORTS, reports=2, first=DAY, last=DAY),
        ),
    ],
)
def test_a_record_survives_being_stored(one: Point | Signals | Forecast) -> None:
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(one), type=type(one)) == one


def test_a_record_does_not_change() -> None:
    with pytest.raises(AttributeError):
        Point(DAY, 1).progress = 2  # type: ignore[misc]
