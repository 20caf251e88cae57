"""`/boards/{scope}` and its twin as the public has them: units, the whole of each, now."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from web.compose.names import full_name
from web.compose.public import PublicFacts, PublicView, Shown, public_view
from web.facts.public import Picture
from web.pages.frame import Frame, as_twin
from web.site import Site

HOW = frozenset({"lang", "theme"})
"""Queries that choose how a page looks, not what it shows."""
MINUTE = {"Cache-Control": "max-age=60", "Vary": "Accept-Encoding, Cookie"}
"""How long an answer may be kept; not in the demo, where the next reader may have another role."""


class PublicBoards:
    """Shows the picture of the moment."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def page(self, request: Request) -> Response:
        """The board as HTML."""
        frame = Frame(self._site, request)
        view = await self._view(frame)
        if isinstance(view, Response):
            return view
        places = self._site.country.directory.path(view.twin["scope"])
        answer = frame.page(
            "public.html",
            page=view.page,
            figures=view.figures,
            scope=view.twin["scope"],
            seen_at=view.seen_at,
            name=full_name(places[-1], frame.words),
            path=frame.crumbs(places),
        )
        return _kept(answer, frame)

    async def twin(self, request: Request) -> Response:
        """The board as JSON."""
        frame = Frame(self._site, request)
        view = await self._view(frame)
        if isinstance(view, Response):
            return view
        answer = as_twin(view.twin)
        return _kept(answer, frame)

    async def _view(self, frame: Frame) -> PublicView | Response:
        """The board asked for, or why there is none. Its past or a part of it is internal."""
        asked, known = frame.request.path_params["scope"], self._site.country.directory
        scope, at, _ = asked.partition("@")
        if at or scope in known.others or set(frame.request.query_params) - HOW:
            return frame.problem(403, "public.internal", more="public.only_now")
        if scope not in known.tree:
            return frame.problem(404, "problem.no_board", asked=asked[:80])
        picture = await self._site.pictures.get()
        tiles = known.children(scope)
        below = [code for code in known.tree.children(scope) if code in tiles]
        seen = picture.units.get(scope)
        facts = PublicFacts(
            unit=self._shown(scope, picture),
            children=tuple(self._shown(code, picture) for code in below),
            state=await self._site.reader.state(scope, ""),
            seen_at=picture.as_of,
            as_of=seen.as_of if seen else None,
            kpi_version=seen.kpi_version if seen else None,
        )
        return public_view(facts, frame.words)

    def _shown(self, code: str, picture: Picture) -> Shown:
        seen = picture.units.get(code)
        return Shown(
            place=self._site.country.directory.place(code),
            counts=seen.counts if seen else None,
            cells_withheld=code in picture.withheld.cells,
            groups_withheld=code in picture.withheld.groups,
            total_withheld=code in picture.withheld.totals,
            withdrawn_withheld=code in picture.withheld.withdrawn,
        )


def _kept(answer: Response, frame: Frame) -> Response:
    if not frame.look.viewers:
        answer.headers.update(MINUTE)
    return answer
