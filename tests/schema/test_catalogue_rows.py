"""Rows of a catalogue file."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from schema.catalogue_rows import IndicatorRow, UnitRow, last_day


def indicator(**fields: object) -> IndicatorRow:
    written = {
        "code": "C01",
        "vi": "Phủ sóng 5G",
        "en": "5G coverage",
        "unit": "%",
        "dir": "up",
        "kind": "ratio",
        "objective": "c",
        "src": "001",
        **fields,
    }
    return msgspec.convert(written, IndicatorRow, strict=False)


def test_a_point_is_a_value_on_the_last_day_of_its_period_with_a_source() -> None:
    [point] = indicator(base="26@2025-06 001").record().baselines
    assert (point.value, point.on, point.unit, point.source) == (26, date(2025, 6, 30), "vn", "001")


def test_points_of_named_units_and_several_points() -> None:
    record = indicator(base={"vn.48": ["896@2024 004", "766@2025"]}, target=["1@2025", "2@2026"])
    assert [(p.unit, p.value) for p in record.record().baselines] == [
        ("vn.48", 896),
        ("vn.48", 766),
    ]
    assert [p.on.year for p in record.record().targets] == [2025, 2026]


def test_no_base_and_no_target_mean_not_known() -> None:
    assert indicator().record().baselines == ()
    assert indicator().record().targets == ()


@pytest.mark.parametrize("text", ["26", "26@", "26@25", "x@2025", "26@2025-13", "26@2025-02-30"])
def test_a_point_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        indicator(base=text).record()


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2024", date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 29)),
        ("2025-07-02", date(2025, 7, 2)),
    ],
)
def test_a_period_stands_for_its_last_day(written: str, day: date) -> None:
    assert last_day(written) == day


def test_the_name_stands_in_for_a_short_name_that_is_not_given() -> None:
    row = {"code": "tw.bca", "kind": "central_body", "parent": "tw", "from": "2025-03-01",
           "vi": "Bộ Công an", "en": "Ministry of Public Security"}  # fmt: skip
    unit = msgspec.convert(row, UnitRow, strict=False).record()
    assert (unit.short_vi, unit.valid_to) == ("Bộ Công an", None)
    assert unit.sort_key
