"""Lists of what is behind figures that are not added up from tasks, each page by keyset:

`/boards/{scope}/updates` (day, from, to, channel, subject, unit, of=tasks), `…/turns` (standings),
`…/difficulties` (type, asked_of), `…/readings` (indicator); with `.json` and `.csv`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response

from web.compose.doors import why
from web.compose.listing import Row, table, tile
from web.compose.names import full_name
from web.compose.tile import figures
from web.pages.behind import AFTER, Behind, leaf_of
from web.pages.frame import Frame, as_twin
from web.pages.sheet import as_sheet
from web.pages.span import BadSpan, span
from web.pages.tasks import MOST, form_of
from web.site import Site
from web.words import Words

FORMS = tuple(MOST)
KEPT = (
    *("day", "from", "to", "channel", "subject", "unit", "leaf", "of", "type", "asked_of"),
    "indicator",
)
"""Filters that the next page keeps."""


class Page(Struct, frozen=True, kw_only=True):
    """One page of a list: its rows, where it goes on, and the numbers of the whole."""

    rows: tuple[Row, ...]
    after: str | None
    count: int
    of: int


Read = Callable[[str, str, Mapping[str, Any], Words], Awaitable[Page]]


class Listings:
    """Four lists of one shape."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._behind = Behind(site)

    async def updates(self, request: Request) -> Response:
        """What was reported in a span: sent by units of the scope, or about its tasks."""
        return await self._list(request, "updates")

    async def turns(self, request: Request) -> Response:
        """How tasks of the scope changed their standing in a span."""
        return await self._list(request, "turns")

    async def difficulties(self, request: Request) -> Response:
        """Difficulties nobody has answered yet."""
        return await self._list(request, "difficulties")

    async def readings(self, request: Request) -> Response:
        """Readings of strategic indicators in force."""
        return await self._list(request, "readings")

    async def _list(self, request: Request, name: str) -> Response:
        frame, known = Frame(self._site, request), self._site.country.directory
        asked = dict(request.query_params)
        scope, _, programme = request.path_params["scope"].partition("@")
        if not known.knows(scope, programme) or not known.tree.get(asked.get("unit", "vn")):
            return frame.problem(404, "problem.no_board", asked=scope[:80])
        form = form_of(request)
        try:
            begin, end = span(asked, self._site.clock.now())
            after = AFTER[name](asked["after"]) if asked.get("after") else {}
            leaf_of(asked.get("leaf", ""))
        except BadSpan as error:
            return frame.problem(400, "problem.bad_filter", asked=str(error)[:120])
        given = {"begin": begin, "end": end, "most": MOST[form], "programme": programme}
        rows, last, count, of = await self._behind.read(
            name, scope, asked, given | after, frame.words
        )
        here = f"/boards/{request.path_params['scope']}/{name}"
        kept = {key: asked[key] for key in KEPT if asked.get(key)}
        following = None
        if last is not None and len(rows) == MOST[form]:
            following = f"{here}{form}?{urlencode(kept | {'after': last})}"
        made = tile(name, rows, count, of, following, frame.words)
        head = {"scope": scope, "programme": programme}
        if name in ("updates", "turns"):
            head |= {"from": begin.isoformat(), "to": end.isoformat()}
        if form == ".json":
            return as_twin(head | made.twin)
        if form == ".csv":
            return as_sheet(table(name, made.twin), f"nhip-{name}-{scope}", request, following)
        return frame.page(
            "listing.html",
            figures=figures(made, made.twin, self._site.clock.now()),
            page=made.page,
            path=frame.crumbs(known.path(scope)),
            place=full_name(known.place(scope), frame.words),
            name=name,
            begin=begin,
            end=end,
            timed="from" in head,
            here=here,
            query=urlencode(kept),
            why=why({"scope": scope, "programme": programme}, _index(asked))
            if name == "readings"
            else None,
        )


def _index(asked: Mapping[str, str]) -> str:
    """What readings move: the indicator that was asked for, else the index they are all in."""
    code = asked.get("indicator")
    return f"strategic/indicators/{code}" if code else "strategic/index"
