"""Readings of indicators."""

from __future__ import annotations

from collections import Counter
from functools import cache

from schema.report import LogReport
from schema.update import IndicatorReading, TargetSet
from stream.sample.readings import NEVER
from tests.stream.sample.small import catalogue, messages


@cache
def said() -> list[tuple[LogReport, IndicatorReading | TargetSet]]:
    return [
        (e.message, update)
        for e in messages()
        if isinstance(e.message, LogReport)
        for update in e.message.updates
        if isinstance(update, IndicatorReading | TargetSet)
    ]


def readings() -> list[IndicatorReading]:
    return [update for _, update in said() if isinstance(update, IndicatorReading)]


def test_some_indicators_were_never_reported() -> None:
    assert not {reading.subject for reading in readings()} & NEVER
    assert len({reading.subject for reading in readings()}) > 45


def test_provinces_are_measured_and_have_targets() -> None:
    units = Counter(reading.unit for reading in readings())
    assert sum(unit.startswith("vn.") for unit in units) == 34
    assert {u.unit for _, u in said() if isinstance(u, TargetSet)} == units.keys() - {
        "vn",
        "tw.vptw",
    }


def test_a_unit_reports_its_own_readings_and_another_sets_its_target() -> None:
    for report, update in said():
        assert (report.unit == update.unit) is isinstance(update, IndicatorReading)


def test_ratios_of_percent_carry_their_parts() -> None:
    indicators = catalogue().indicator_by_code
    for reading in readings():
        found = indicators[reading.subject]
        if found.kind == "ratio" and found.measure == "%" and reading.den:
            assert reading.num is not None and reading.value is not None
            assert abs(reading.value - 100 * reading.num / reading.den) < 0.001
