"""Addresses that lead nowhere: what was asked, and a way on. Machines are answered in JSON."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from web.api.answers import refusal
from web.pages.frame import Frame
from web.site import Site

KEYS = {400: "problem.bad", 404: "problem.not_found"}


class Problems:
    """Handlers for what no route answers."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def handle(self, request: Request, error: Exception) -> Response:
        """A page for people (400, 404), a sentence in JSON for everything else."""
        status = error.status_code if isinstance(error, HTTPException) else 500
        key = KEYS.get(status)
        if key is None or not wants_page(request):
            detail = error.detail if isinstance(error, HTTPException) else "our fault"
            return refusal(status, f"{request.method} {request.url.path[:200]}: {detail}")
        return Frame(self._site, request).problem(status, key)


def wants_page(request: Request) -> bool:
    """Whether a browser asks for something to read."""
    path = request.url.path
    machine = path.startswith(("/api/", "/static/", "/-/")) or path.endswith((".json", ".csv"))
    return not machine and "text/html" in request.headers.get("accept", "")
