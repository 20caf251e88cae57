"""An end says what it stands on, and what was asked for where that is not kept."""

from __future__ import annotations

from datetime import UTC, date, datetime

from web.compose.moment import CLOSE, HISTORY, NOW, Moment

AT = datetime(2026, 11, 15, 17, tzinfo=UTC)


def test_a_close_is_what_was_known_then() -> None:
    told = Moment(at=AT, day=date(2026, 11, 15), kept=CLOSE).twin
    assert (told["day"], told["known"], told["kept"]) == ("2026-11-15", "then", "close")
    assert "asked" not in told


def test_the_present_and_what_was_asked_instead() -> None:
    assert Moment(at=AT, day=None, kept=NOW).twin["known"] == "now"
    assert Moment(at=AT, day=None, kept=HISTORY, asked="x").twin["asked"] == "x"
