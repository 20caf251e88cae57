"""What `as_of=` may ask (Q4, Q7)."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from web.pages.asof import BadInstant, asked_of

NOW = datetime(2026, 11, 22, 7, 5, tzinfo=UTC)


def test_without_it_the_present_is_asked() -> None:
    assert asked_of({}, NOW) is None
    assert asked_of({"restated": "0"}, NOW) is None


def test_a_local_day_is_its_24_00() -> None:
    asked = asked_of({"as_of": "2026-11-20"}, NOW)
    assert asked is not None
    assert (asked.day, asked.restated, asked.asked) == (date(2026, 11, 20), False, "2026-11-20")
    assert asked.at == datetime(2026, 11, 20, 17, tzinfo=UTC)


@pytest.mark.parametrize("text", ["2026-11-20T09:00:00+07:00", "2026-11-20T09:00:00 07:00"])
def test_an_instant_has_its_offset_also_when_the_plus_was_lost_on_the_way(text: str) -> None:
    asked = asked_of({"as_of": text}, NOW)
    assert asked is not None and asked.day is None
    assert asked.at == datetime(2026, 11, 20, 2, tzinfo=UTC)


def test_what_is_known_now_is_asked_of_a_day() -> None:
    asked = asked_of({"as_of": "2026-11-20", "restated": "1"}, NOW)
    assert asked is not None and asked.restated


@pytest.mark.parametrize(
    "given",
    [
        {"as_of": "yesterday"},
        {"as_of": "2026-11-31"},
        {"as_of": "2026-11-20T09:00:00"},
        {"as_of": "2026-11-22"},
        {"as_of": "2026-11-22T14:06:00+07:00"},
        {"as_of": "9999-12-31"},
        {"as_of": ""},
        {"restated": "1"},
        {"as_of": "2026-11-20", "restated": "yes"},
        {"as_of": "2026-11-20T09:00:00+07:00", "restated": "1"},
    ],
)
def test_anything_else_is_told_what_was_expected(given: dict[str, str]) -> None:
    with pytest.raises(BadInstant, match="expected"):
        asked_of(given, NOW)
