"""`/boards/{scope}/history.json?figure=&from=&to=&bucket=`: a figure over time, for charts.

A point is the value known at the end of its bucket: buckets of whole days end with closes of local
days, shorter ones with what was published by then. `&restated=1` tells closes as known now.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response

from schema.clock import day_end, day_start, local_day
from schema.formulas import FIGURES, formula
from schema.measures import named, widen
from web.pages.frame import Frame, as_twin
from web.pages.past import WITHIN_DAY
from web.pages.reads import Reads
from web.pages.span import BadSpan, instant
from web.site import Site

End = TypeVar("End", date, datetime)
MOST = 400
"""Points of one answer."""
_DAY = timedelta(days=1)
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": _DAY}
_BUCKET = re.compile(r"([1-9]\d{0,3})([mhd])")
_AGO = re.compile(r"now-(\d{1,4})([mhd])")


class Span(Struct, frozen=True, kw_only=True):
    """What an address asks for: ends of buckets from `begin` (not included) to `end`."""

    begin: datetime
    end: datetime
    bucket: timedelta

    @property
    def closes(self) -> list[date]:
        """The local days whose closes end its buckets, counted back from the last one over."""
        last = local_day(self.end) - _DAY
        number = (day_end(last) - self.begin) // self.bucket + 1  # the last may end at `begin`
        found = [last - n * self.bucket for n in range(min(number, MOST + 1))]
        return [day for day in reversed(found) if day_end(day) > self.begin]

    @property
    def instants(self) -> list[datetime]:
        """Ends of buckets within a day, on multiples of the bucket since a local midnight."""
        zero = day_start(local_day(self.begin))
        first = (self.begin - zero) // self.bucket + 1
        last = (self.end - zero) // self.bucket
        return [zero + n * self.bucket for n in range(first, min(last, first + MOST) + 1)]


class Histories:
    """The answer; a day that is not closed yet has no point."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._reads = Reads(site, "history")

    async def twin(self, request: Request) -> Response:
        """Points of one figure of one scope."""
        frame, known = Frame(self._site, request), self._site.country.directory
        scope, _, programme = request.path_params["scope"].partition("@")
        if not known.knows(scope, programme):
            return frame.problem(404, "problem.no_board", asked=scope[:80])
        given = request.query_params
        figure = given.get("figure", "planning/on_time_rate")
        try:
            if figure not in FIGURES:
                raise BadSpan(f"expected a figure made of counts, got {figure[:80]}")
            asked = span(given, self._site.clock.now())
            points = await self._points(scope, programme, figure, asked, given.get("restated"))
        except BadSpan as error:
            return frame.problem(400, "problem.bad_filter", asked=str(error)[:160])
        head = {"scope": scope, "programme": programme, "figure": figure}
        return as_twin(head | {"bucket_s": int(asked.bucket.total_seconds()), "points": points})

    async def _points(
        self, scope: str, programme: str, figure: str, asked: Span, restated: str | None
    ) -> list[dict[str, Any]]:
        given = {"scope": scope, "programme": programme}
        if asked.bucket >= _DAY:
            days = _few(asked.closes)
            known = [None if restated == "1" else day_end(day) for day in days]
            rows = await self._reads.rows("closes", **given, days=days, known=known)
            return _told(figure, map(day_end, days), {day_end(row[0]): row[1] for row in rows})
        oldest = self._site.clock.now() - WITHIN_DAY
        if asked.begin < oldest:
            raise BadSpan(f"expected from since {oldest.isoformat()}, or a bucket of whole days")
        instants = _few(asked.instants)
        rows = await self._reads.rows("within", **given, instants=instants)
        return _told(figure, instants, {row[0]: row[1] for row in rows})


def span(given: Mapping[str, str], now: datetime) -> Span:
    """From, to and bucket of an address; by default a week of days. Raises BadSpan."""
    text = given.get("bucket", "1d")
    found = _BUCKET.fullmatch(text)
    bucket = int(found[1]) * _UNITS[found[2]] if found else timedelta()
    if not found or (bucket < _DAY and _DAY % bucket) or (bucket % _DAY and bucket > _DAY):
        raise BadSpan(f"expected a bucket like 10m, 1h or 7d that fits into days, got {text[:40]}")
    begin, end = _end(given.get("from", "now-7d"), now), _end(given.get("to", "now"), now)
    if begin >= end or end > now:
        raise BadSpan("expected from before to, and to not in the future")
    return Span(begin=begin, end=end, bucket=bucket)


def _end(text: str, now: datetime) -> datetime:
    if text == "now":
        return now
    if ago := _AGO.fullmatch(text):
        return now - int(ago[1]) * _UNITS[ago[2]]
    return instant(text)


def _few(ends: list[End]) -> list[End]:
    if len(ends) > MOST:
        raise BadSpan(f"expected at most {MOST} points, got more: take a larger bucket")
    return ends


def _told(
    figure: str, ends: Iterable[datetime], values: Mapping[datetime, list[int]]
) -> list[dict[str, Any]]:
    """A point for each end; null where nothing was kept by then or nothing is to be divided."""
    return [_point(figure, at, values.get(at)) for at in ends]


def _point(figure: str, at: datetime, value: list[int] | None) -> dict[str, Any]:
    point: dict[str, Any] = {"at": at.isoformat()}
    if value is None:
        return point | {"value": None, "value_state": "no_data"}
    counts = named(widen(value))
    made = formula(figure, counts)
    found = made.value(counts)
    if found is None:
        return point | {"value": None, "value_state": "nothing_due"}
    exact = made.den or found.denominator != 1
    return point | {"value": float(found) if exact else int(found)}
