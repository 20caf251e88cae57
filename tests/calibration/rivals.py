"""What else could put a task behind before its due date: SPI(t) below 0.8, alone or beside p_late.

SPI(t) of one task is that of the operational tier (Q47–51): one leaf's planned curve, the progress
last reported, today whole. Without a report there is none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from schema.earned.axis import axis_of
from schema.earned.curve import Curve, drawn
from schema.earned.plan import Plan
from schema.earned.schedule import actual_days, earned, planned_days
from tests.calibration.cases import Case
from tests.calibration.course import CALENDAR
from tests.calibration.scores import Judged

BEHIND = Fraction(4, 5)
"""SPI(t) below which a task would be behind."""
AMBER, RED = 5_000, 8_000
Warns = Callable[[Judged, Fraction | None], bool]


def slow(spi: Fraction | None) -> bool:
    """Whether SPI(t) says behind."""
    return spi is not None and spi < BEHIND


RIVALS: Mapping[str, Warns] = {
    "p_late ≥ 0.5": lambda one, _: one.answer.p_late >= AMBER,
    "p_late ≥ 0.8": lambda one, _: one.answer.p_late >= RED,
    "SPI(t) < 0.8": lambda _, spi: slow(spi),
    "p_late ≥ 0.8 or SPI(t) < 0.8": lambda one, spi: one.answer.p_late >= RED or slow(spi),
    "p_late ≥ 0.5 and SPI(t) < 0.8": lambda one, spi: one.answer.p_late >= AMBER and slow(spi),
    "SPI(t) < 0.8, p_late < 0.5": lambda one, spi: one.answer.p_late < AMBER and slow(spi),
    "neither": lambda one, spi: one.answer.p_late < AMBER and not slow(spi),
}
"""Ways to warn, each told p_late and SPI(t)."""


def spi_t(case: Case) -> Fraction | None:
    """SPI(t) of a task as its day begins; None without a report, a duration or a day worked."""
    if not case.history:
        return None
    axis = axis_of(CALENDAR)
    curve = Curve([drawn(Plan(case.start, case.due_0, 0), None, axis)])
    newest = max(case.history, key=lambda point: point.day)
    es = earned(curve, newest.progress, axis)
    at = actual_days(curve, case.today.toordinal(), axis)
    if not at or not planned_days(curve, axis):
        return None
    return Fraction(es.num, es.den * at)
