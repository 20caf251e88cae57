"""Which kept state each end stands on, and that the answer says so."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from schema.clock import day_end
from web.compose.moment import CHANGES, CLOSE, HISTORY, NOW, Moment
from web.pages.ends import Asked, Closed, asked, moment
from web.pages.span import BadSpan

NOON = datetime(2026, 11, 22, 7, 5, tzinfo=UTC)
CLOSED = Closed(first=date(2026, 8, 24), last=date(2026, 11, 21))


def at(text: str, *, exact: bool = False, kept: datetime | None = None) -> Moment:
    end = asked({"from": text}, NOON)[0]
    return moment(end, CLOSED, NOON, exact=exact, kept=kept)


def test_by_default_it_is_the_last_week() -> None:
    begin, end = asked({}, NOON)
    assert (begin.day, end) == (date(2026, 11, 15), Asked(text="now"))
    begin, end = asked({"from": "now-30d", "to": "2026-11-21"}, NOON)
    assert (begin.day, end.day) == (date(2026, 10, 23), date(2026, 11, 21))


@pytest.mark.parametrize(
    "given",
    [
        {"from": "2026-11-20T10:00:00"},
        {"from": "2026-11-20", "to": "2026-11-19"},
        {"from": "2026-11-20T10:00:00+07:00", "to": "2026-11-19"},
        {"to": "2026-11-23"},
        {"to": "2026-11-22T23:00:00+07:00"},
        {"from": "now-99999d"},
        {"from": "yesterday"},
        {"from": "2026-02-30"},
    ],
)
def test_what_is_no_span_is_refused(given: dict[str, str]) -> None:
    with pytest.raises(BadSpan):
        asked(given, NOON)


def test_a_day_that_is_closed_stands_for_its_close() -> None:
    found = at("2026-11-20")
    assert (found.kept, found.day, found.asked) == (CLOSE, date(2026, 11, 20), "")
    assert found.at == day_end(date(2026, 11, 20))


def test_days_that_are_not_closed_are_answered_by_the_nearest_that_is() -> None:
    early, today = at("2026-01-01"), at("2026-11-22")
    assert (early.day, early.asked) == (CLOSED.first, "2026-01-01")
    assert (today.kept, today.at, today.asked) == (NOW, NOON, "2026-11-22")
    behind = Closed(first=CLOSED.first, last=date(2026, 11, 19))
    found = moment(asked({"to": "2026-11-21"}, NOON)[1], behind, NOON, exact=False, kept=None)
    assert (found.day, found.asked) == (date(2026, 11, 19), "2026-11-21")


def test_an_instant_is_counted_from_the_close_before_it_where_that_can_be() -> None:
    found = at("2026-11-21T10:00:00+07:00", exact=True)
    assert (found.kept, found.day, found.asked) == (CHANGES, date(2026, 11, 20), "")
    assert found.at == datetime(2026, 11, 21, 3, tzinfo=UTC)


def test_else_by_the_value_kept_last_by_then() -> None:
    text, kept = "2026-11-21T10:00:00+07:00", datetime(2026, 11, 21, 2, 59, tzinfo=UTC)
    found = at(text, kept=kept)
    assert (found.kept, found.at, found.day, found.asked) == (HISTORY, kept, None, text)
    for older in (None, day_end(date(2026, 11, 20)) - timedelta(seconds=1)):
        found = at(text, kept=older)
        assert (found.kept, found.day, found.asked) == (CLOSE, date(2026, 11, 20), text)
    first = at("2026-08-24T10:00:00+07:00", exact=True)
    assert (first.kept, first.day, first.asked) == (
        CLOSE,
        CLOSED.first,
        "2026-08-24T10:00:00+07:00",
    )
