"""What the reader chose: language, theme, and in the demo the role they look with.

An address decides first (`?lang=`, `?theme=`), then a cookie, then the default. Roles are an aid of
the demo (`NHIP_PROFILE=demo|dev`); in production there is no such switch and no such cookie.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response

from web.words import LANGUAGES, language

THEMES = ("dark", "light")
ROLES = ("public", "officer", "head", "province", "minister", "member", "office")
YEAR_S = 365 * 86_400
KEPT = {"lang": LANGUAGES, "theme": THEMES}
"""Choices that an address makes and a cookie remembers."""


class Look(Struct, frozen=True, kw_only=True):
    """How a page is to look; links that choose otherwise."""

    lang: str
    theme: str  # "" = as the machine prefers
    viewer: str
    viewers: tuple[str, ...]  # () = no switch
    here: str  # path and query of this page
    public: bool = False
    """Whether this reader is of the public, who is shown the reduced site."""
    sample: bool = False

    @property
    def may_urge(self) -> bool:
        """Whether this role urges others: whoever stands above a unit does."""
        return self.viewer not in ("public", "officer")

    @property
    def other_language(self) -> str:
        """This page in the other language."""
        return with_query(self.here, lang="en" if self.lang == "vi" else "vi")

    @property
    def dark(self) -> str:
        """This page on a dark ground."""
        return with_query(self.here, theme="dark")

    @property
    def light(self) -> str:
        """This page on a light ground."""
        return with_query(self.here, theme="light")


def look_of(request: Request, *, profile: str, readers: str, sample: bool) -> Look:
    """The reader's choices for this request."""
    switch = has_switch(profile, readers)
    return Look(
        lang=language(chosen(request, "lang")),
        theme=chosen(request, "theme"),
        viewer=role_of(request.cookies) if switch else "public",
        viewers=ROLES if switch else (),
        here=local_address(request),
        public=is_public(request.cookies, profile=profile, readers=readers),
        sample=sample,
    )


def has_switch(profile: str, readers: str) -> bool:
    """Whether a reader chooses the role to look with: in the demo, unless it is the public's."""
    return profile != "prod" and readers != "public"


def is_public(cookies: Mapping[str, str], *, profile: str, readers: str) -> bool:
    """Whether a reader is of the public (NHIP_READERS, or the role chosen in the demo)."""
    chosen = has_switch(profile, readers) and role_of(cookies) == "public"
    return readers == "public" or chosen


def chosen(request: Request, name: str) -> str:
    """What address or cookie say, if it is one of the choices."""
    asked = request.query_params.get(name) or request.cookies.get(f"nhip_{name}", "")
    return asked if asked in KEPT[name] else ""


def role_of(cookies: Mapping[str, str]) -> str:
    """The demo's role; the Standing Office sees everything and is where one begins."""
    asked = cookies.get("nhip_role", "")
    return asked if asked in ROLES else "office"


def local_address(request: Request) -> str:
    """Path and query of the page, never a host: links stay where the reader is."""
    query = request.url.query
    path = "/" + request.url.path.lstrip("/\\")  # //name would be another host to a browser
    return f"{path}?{query}" if query else path


def with_query(address: str, **values: str) -> str:
    """The same address with these query values."""
    path, _, query = address.partition("?")
    return f"{path}?{urlencode(dict(parse_qsl(query)) | values)}"


def remember(request: Request, response: Response) -> None:
    """Keep in cookies what this address chose."""
    for name, choices in KEPT.items():
        asked = request.query_params.get(name)
        if asked in choices:
            response.set_cookie(f"nhip_{name}", asked, max_age=YEAR_S, samesite="lax")
