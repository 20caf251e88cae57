"""What every page shares around its content: header, language, menu, the answer itself."""

from __future__ import annotations

import gzip
import json
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from web.api.answers import refusal
from web.compose.facts import Place
from web.compose.names import short_name
from web.pages.look import Look, look_of, remember
from web.pages.render import render
from web.reasons import pairs
from web.site import Site
from web.words import Words, words

MENU = (
    ("board", "/boards/vn"),
    ("central", "/boards/tw"),
    ("programmes", "/programmes"),
    ("ranking", "/ranking"),
    ("alerts", "/alerts"),
    ("report", "/report"),
    ("method", "/method"),
)
PUBLIC = frozenset({"board", "central", "ranking", "method"})
"""Those of the menu that the public has."""
FRESH = {"Cache-Control": "no-store"}
LEVEL = 4
"""Of gzip: 350 kB in 4 ms to 38 kB; 9 would take five times as long for 2 kB."""


class Frame:
    """One request about to be answered with a page."""

    def __init__(self, site: Site, request: Request) -> None:
        self.site = site
        self.request = request
        self.look: Look = look_of(
            request,
            profile=site.settings.profile,
            readers=site.settings.readers,
            sample=site.country.directory.sample,
        )
        self.words: Words = words(self.look.lang)

    def page(self, template: str, *, status: int = 200, **context: Any) -> Response:
        """The page as HTML; what the address chose is remembered."""
        given = {
            "w": self.words,
            "look": self.look,
            "menu": self.menu(),
            "path": [],
            "chips": None,
            "live": False,
            "standby": self.site.country.standby,
            "build": self.site.build,
            "now": self.site.clock.now(),
            "figures": {},
            "doors": {},
            "reasons": pairs() if self.look.lang == "vi" else [],
        } | context
        response = packed(render(template, **given), status, self.request)
        remember(self.request, response)
        return response

    def menu(self) -> list[dict[str, Any]]:
        """The pages there are; the one we are on is marked."""
        here = self.request.url.path
        shown = [each for each in MENU if not self.look.public or each[0] in PUBLIC]
        return [{"key": key, "href": href, "here": href == here} for key, href in shown]

    def crumbs(self, places: tuple[Place, ...]) -> list[dict[str, str]]:
        """A path of units, each a link to its board."""
        return [
            {"name": short_name(place, self.words), "href": f"/boards/{place.code}"}
            for place in places
        ]

    def problem(self, status: int, key: str, *, more: str = "", **values: str) -> Response:
        """A page that says what is not there and where to go on; of a twin, the same in JSON.

        `more`: a phrase that explains it.
        """
        text, why = self.words.say(key, **values), self.words.say(more) if more else ""
        if self.request.url.path.endswith(".json"):
            return refusal(status, f"{text}. {why}".removesuffix(". "))
        return self.page("problem.html", status=status, text=text, more=why)


def packed(text: str, status: int, request: Request) -> Response:
    """A page as it travels: deflated to a tenth for whoever takes it so."""
    headers = {**FRESH, "Vary": "Accept-Encoding, Cookie"}
    body = text.encode()
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        body = gzip.compress(body, LEVEL, mtime=0)
    return HTMLResponse(body, status_code=status, headers=headers)


def as_twin(twin: dict[str, Any]) -> Response:
    """A `.json` twin: the same figures, unrounded."""
    body = json.dumps(twin, ensure_ascii=False, default=str).encode()
    return Response(body, media_type="application/json", headers=FRESH)
