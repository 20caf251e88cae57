"""The two ends of a span as an address asks for them, and the kept states they stand on.

A local day stands for its close, `now-7d` for the close of that day, `now` for the present, an
instant with its offset for itself. What is not kept is answered by the nearest state before it that
is, else by the first there is; the answer says which.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from msgspec import Struct

from schema.clock import day_end, local_day
from web.compose.moment import CHANGES, CLOSE, HISTORY, NOW, Moment
from web.pages.span import BadSpan

WEEK = 7
_AGO = re.compile(r"now-(\d{1,4})d")


class NotClosed(ValueError):
    """No day is closed yet; the message says so."""


class Asked(Struct, frozen=True, kw_only=True):
    """An end as it was asked for: a day, an instant, or neither: now."""

    text: str
    day: date | None = None
    at: datetime | None = None


class Closed(Struct, frozen=True, kw_only=True):
    """The first and the last day that is closed."""

    first: date
    last: date

    def by(self, at: datetime) -> date | None:
        """The last day closed by an instant."""
        day = min(local_day(at) - timedelta(days=1), self.last)
        return day if day >= self.first else None


def asked(given: Mapping[str, str], now: datetime) -> tuple[Asked, Asked]:
    """From where to where; by default a week up to now. Raises BadSpan."""
    begin = _read(given.get("from") or f"now-{WEEK}d", now)
    end = _read(given.get("to") or "now", now)
    if _instant(begin, now) > _instant(end, now) or _instant(end, now) > now:
        raise BadSpan(
            "expected from before to, both of days that are over or instants gone by, or to=now; "
            f"got {begin.text[:40]} and {end.text[:40]}"
        )
    return begin, end


def moment(
    of: Asked, closed: Closed, now: datetime, *, exact: bool, kept: datetime | None
) -> Moment:
    """The state an end stands on.

    `exact`: the figure can be counted at any instant; `kept`: when a value within the day was kept
    last by the instant asked for, None: none is, or it is of no use.
    """
    if of.day is None and of.at is None:
        return Moment(at=now, day=None, kept=NOW)
    if of.day is not None:
        if of.day == local_day(now):
            return Moment(at=now, day=None, kept=NOW, asked=of.text)
        return _close(min(max(of.day, closed.first), closed.last), of, exactly=of.day)
    at = _instant(of, now)
    day = closed.by(at)
    if day is None:
        return _close(closed.first, of)
    if exact:
        return Moment(at=at, day=day, kept=CHANGES)
    if kept is not None and kept > day_end(day):
        return Moment(at=kept, day=None, kept=HISTORY, asked=of.text)
    return _close(day, of)


def _close(day: date, of: Asked, exactly: date | None = None) -> Moment:
    return Moment(at=day_end(day), day=day, kept=CLOSE, asked="" if day == exactly else of.text)


def _instant(of: Asked, now: datetime) -> datetime:
    if of.at is not None:
        return of.at
    if of.day is None or of.day == local_day(now):
        return now
    return day_end(of.day)


def _read(text: str, now: datetime) -> Asked:
    if text == "now":
        return Asked(text=text)
    if ago := _AGO.fullmatch(text):
        return Asked(text=text, day=local_day(now) - timedelta(days=int(ago[1])))
    try:
        if len(text) == len("2026-11-22"):
            day = date.fromisoformat(text)
            day_end(day)  # the last day there is has none
            return Asked(text=text, day=day)
        at = datetime.fromisoformat(text.replace(" ", "+"))
        at = at.astimezone(UTC) if at.tzinfo else at
    except (ValueError, OverflowError) as error:
        raise BadSpan(_EXPECTED.format(text[:40])) from error
    if at.tzinfo is None:
        raise BadSpan(_EXPECTED.format(text[:40]))
    return Asked(text=text, at=at)


_EXPECTED = "expected a local day, an instant with its offset, now or now-7d, got {}"
