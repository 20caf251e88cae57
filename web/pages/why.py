"""`/boards/{scope}/why?figure=&from=&to=`: why a figure moved, leaf by leaf, with what happened.

`from` and `to` are local days, standing for their close, `now`, or `now-7d`; leaves are kept at
closes and now, so an instant within a day is refused. Values are those known at each close.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from schema.clock import day_end, local_day
from schema.formulas import FIGURES
from web.compose import why_view
from web.compose.doors import base, tasks
from web.compose.names import full_name
from web.compose.tile import figures
from web.compose.why import KNOWN, explain, twin
from web.pages.frame import Frame, as_twin
from web.pages.moves import Moves, NotClosed
from web.pages.span import BadSpan
from web.site import Site

WEEK = 7
_AGO = re.compile(r"now-(\d{1,4})d")


class Reasons:
    """The page and its twin."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._moves = Moves(site)

    async def page(self, request: Request) -> Response:
        """Take the difference of one figure apart."""
        frame, known = Frame(self._site, request), self._site.country.directory
        scope, _, programme = request.path_params["scope"].partition("@")
        figure = request.query_params.get("figure", "planning/on_time_rate")
        if not known.knows(scope, programme):
            return frame.problem(404, "problem.no_board", asked=scope[:80])
        if figure not in KNOWN:
            return frame.problem(404, "problem.no_why", asked=figure[:80])
        try:
            begin, end = days(request.query_params, self._site.clock.now())
            facts = await self._moves.read(scope, programme, figure, begin, end)
        except (BadSpan, NotClosed) as error:
            return frame.problem(400, "problem.bad_filter", asked=str(error)[:160])
        found = explain(facts)
        here = base({"scope": scope, "programme": programme})
        told = twin(facts, found, here)
        if request.url.path.endswith(".json"):
            return as_twin(told)
        query = urlencode(
            {"figure": figure, "from": begin.isoformat()} | ({"to": end.isoformat()} if end else {})
        )
        made = why_view.tile(told, found, known.place, frame.words, query)
        return frame.page(
            "why.html",
            figures=figures(made, told, facts.end.at),
            page=made.page,
            path=frame.crumbs(known.path(scope)),
            place=full_name(known.place(scope), frame.words),
            figure=figure,
            figure_list=list(FIGURES),
            begin=begin,
            end=end,
            here=here,
            query=query,
            parts=tasks({"scope": scope, "programme": programme}, figure=figure),
        )


def days(given: Any, now: datetime) -> tuple[date, date | None]:
    """The close to begin with and the one to end with (None: now); by default a week up to now."""
    today = local_day(now)
    begin = _day(given.get("from") or f"now-{WEEK}d", today)
    end = _day(given.get("to") or "now", today)
    if begin is None or (end is not None and (begin > end or day_end(end) > now)):
        raise BadSpan("expected from before to, both of days that are over, or to=now")
    return begin, end


def _day(text: str, today: date) -> date | None:
    if text == "now":
        return None
    if ago := _AGO.fullmatch(text):
        return today - timedelta(days=int(ago[1]))
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadSpan(f"expected a local day, now or now-7d, got {text[:40]}") from error
