"""The span of time an address asks for: `day=`, or `from=` and `to=`, days closed or instants."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime

from schema.clock import day_end, day_start, local_day


class BadSpan(ValueError):
    """What was asked for is no span; the message says what was expected."""


def span(given: Mapping[str, str], now: datetime) -> tuple[datetime, datetime]:
    """Begin (included) and end (not included); without any word, today so far.

    A day in `from=` or `to=` stands for its end, as it does for `as_of=`: from the close of one day
    to the close of another.
    """
    if given.get("day"):
        day = _day(given["day"])
        return _at(day_start, day), _at(day_end, day)
    begin = instant(given["from"]) if given.get("from") else day_start(local_day(now))
    end = instant(given["to"]) if given.get("to") else now
    if begin > end:
        raise BadSpan(f"expected from before to, got {begin.isoformat()} and {end.isoformat()}")
    return begin, end


def instant(text: str) -> datetime:
    """The end of a local day, or an instant with its offset."""
    if len(text) == len("2026-11-22"):
        return _at(day_end, _day(text))
    try:
        found = datetime.fromisoformat(text.replace(" ", "+"))  # a plus unescaped in an address
        found = found.astimezone(UTC) if found.tzinfo else found
    except (ValueError, OverflowError) as error:
        raise BadSpan(
            f"expected a local date or an instant with offset, got {text[:40]}"
        ) from error
    if found.tzinfo is None:
        raise BadSpan(f"expected an instant with its offset, got {text[:40]}")
    return found


def _at(end: Callable[[date], datetime], day: date) -> datetime:
    try:
        return end(day)
    except (ValueError, OverflowError) as error:
        raise BadSpan(f"expected a day within the calendar, got {day}") from error


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadSpan(f"expected a date like 2026-11-22, got {text[:40]}") from error
