"""The site as the public has it: the addresses below and no other (boards.md, Q38).

It stands before every internal address and takes all that a reader of the public asks, sockets too:
what is not in the list is refused here, so that a new address is internal until it is put in.
"""

from __future__ import annotations

from starlette.requests import HTTPConnection, Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Match, Route, Router
from starlette.types import Receive, Scope, Send

from web.api.answers import refusal
from web.pages.find import Finder
from web.pages.frame import Frame
from web.pages.look import is_public
from web.pages.problem import wants_page
from web.pages.programmes import Programmes
from web.pages.public import PublicBoards
from web.pages.public_ranking import PublicRankings
from web.pages.viewer import Viewer
from web.site import Site

INTERNAL = 4003
"""Close code of a socket: this board is not for the public."""


def public_routes(site: Site) -> list[Route]:
    """Everything the public may open."""
    boards, rankings = PublicBoards(site), PublicRankings(site)
    return [
        Route("/", home),
        Route("/boards/{scope}.json", boards.twin),
        Route("/boards/{scope}", boards.page),
        Route("/units/{code}.json", unit),
        Route("/units/{code}", unit),
        Route("/ranking.json", rankings.twin),
        Route("/ranking.csv", rankings.table),
        Route("/ranking", rankings.page),
        Route("/method", Programmes(site).method),
        Route("/find", Finder(site).page),
        Route("/viewer", Viewer(site).choose, methods=["POST"]),
    ]


class PublicSite(BaseRoute):
    """Among routes: takes every request of a reader of the public, whatever its address."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self.routes = public_routes(site)
        self._router = Router(self.routes, redirect_slashes=False, default=self._refuse)

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Fully, or not at all."""
        if scope["type"] not in ("http", "websocket"):
            return Match.NONE, {}
        settings, cookies = self._site.settings, HTTPConnection(scope).cookies
        public = is_public(cookies, profile=settings.profile, readers=settings.readers)
        return (Match.FULL, {}) if public else (Match.NONE, {})

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve what is public, refuse the rest."""
        await self._router(scope, receive, send)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": INTERNAL, "reason": "internal"})
            return
        await internal(self._site, Request(scope, receive))(scope, receive, send)


def internal(site: Site, request: Request) -> Response:
    """403: what the page is, and in the demo how to see it."""
    frame = Frame(site, request)
    more = "public.internal_demo" if frame.look.viewers else "public.internal_is"
    if not wants_page(request):
        return refusal(403, f"{frame.words.say('public.internal')}. {frame.words.say(more)}")
    return frame.problem(403, "public.internal", more=more)


async def home(request: Request) -> Response:
    """The front door leads to the national board."""
    return RedirectResponse("/boards/vn", status_code=303)


async def unit(request: Request) -> Response:
    """Of a unit the public has its board."""
    form = ".json" if request.url.path.endswith(".json") else ""
    return RedirectResponse(f"/boards/{request.path_params['code']}{form}", status_code=303)
