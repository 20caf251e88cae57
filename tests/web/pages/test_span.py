"""Spans of time in addresses."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from web.pages.span import BadSpan, instant, span

NOW = datetime(2026, 11, 22, 7, 5, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 21, 17, 0, tzinfo=UTC)


def test_without_a_word_it_is_today_so_far() -> None:
    assert span({}, NOW) == (MIDNIGHT, NOW)


def test_a_day_is_the_whole_local_day() -> None:
    begin, end = span({"day": "2026-11-21"}, NOW)
    assert (end, (end - begin).days) == (MIDNIGHT, 1)


def test_a_date_stands_for_its_close() -> None:
    assert instant("2026-11-21") == MIDNIGHT
    assert span({"from": "2026-11-21", "to": "2026-11-21"}, NOW) == (MIDNIGHT, MIDNIGHT)


def test_an_instant_has_its_offset_also_where_a_plus_was_not_escaped() -> None:
    assert instant("2026-11-22T00:00:00 07:00") == instant("2026-11-22T00:00:00+07:00") == MIDNIGHT


@pytest.mark.parametrize(
    "given",
    [
        {"day": "x"},
        {"from": "x"},
        {"to": "2026-11-22T00:00:00"},
        {"from": "2026-13-01"},
        {"from": "2026-11-22", "to": "2026-11-20"},
    ],
)
def test_what_is_no_span_is_refused(given: dict[str, str]) -> None:
    with pytest.raises(BadSpan):
        span(given, NOW)
