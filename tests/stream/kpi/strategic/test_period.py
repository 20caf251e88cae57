"""Periods by their names."""

from __future__ import annotations

from datetime import date

import pytest

from stream.kpi.strategic.period import span


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("2026", (1, 1), (12, 31)),
        ("2026-H2", (7, 1), (12, 31)),
        ("2026-Q1", (1, 1), (3, 31)),
        ("2026-02", (2, 1), (2, 28)),
        ("2026-W47", (11, 16), (11, 22)),
        ("2026-11-22", (11, 22), (11, 22)),
    ],
)
def test_the_days_of_a_period(name: str, first: tuple[int, int], last: tuple[int, int]) -> None:
    assert span(name) == (date(2026, *first), date(2026, *last))


@pytest.mark.parametrize("name", ["kỳ 1", "2026-13", "2026-Q5", "2026-W60", "2026-02-30", "0000"])
def test_other_names_tell_no_days(name: str) -> None:
    assert span(name) is None
