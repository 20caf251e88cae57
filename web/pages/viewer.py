"""`POST /viewer`: the demo's "Xem với vai …". Production has no such address."""

from __future__ import annotations

from urllib.parse import parse_qs

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from web.api.bodies import TooLarge, whole_body
from web.pages.look import ROLES, YEAR_S, has_switch
from web.site import Site

LONGEST = 2_000  # bytes of the form


class Viewer:
    """Sets the cookie of the role and goes back."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def choose(self, request: Request) -> Response:
        """Take a role; refused outside the demo, for a role we do not know, for a foreign page."""
        settings = self._site.settings
        if not has_switch(settings.profile, settings.readers):
            raise HTTPException(404)
        try:
            body = await whole_body(request, LONGEST)
        except TooLarge as error:
            raise HTTPException(413, str(error)) from error
        form = parse_qs(body.decode("utf-8", "replace"))
        role, back = form.get("as", [""])[0], form.get("back", ["/"])[0]
        if role not in ROLES:
            raise HTTPException(400, f"expected a role ({', '.join(ROLES)}), got {role[:40]!r}")
        response = RedirectResponse(local(back), status_code=303)
        response.set_cookie("nhip_role", role, max_age=YEAR_S, samesite="lax", httponly=True)
        return response


def local(address: str) -> str:
    """The address if it stays on this site, else the front page."""
    inside = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if inside and "\n" not in address and "\r" not in address else "/"
