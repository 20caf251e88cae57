"""What every answer carries and what no request may do across sites.

Headers as in research (reliability §4): BokehJS draws under this policy without `unsafe-eval`;
`style-src 'unsafe-inline'` is for the style elements in its shadow roots. A cross-site form or
script is refused by what the browser itself says (`Sec-Fetch-Site`, else `Origin`). An answer that
does not say how long it may be kept is kept nowhere: a cache would show it to another reader.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.api.answers import refusal

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "font-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "object-src 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
_TWO_YEARS = "max-age=63072000"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def origin_of(connection: HTTPConnection) -> str:
    """The site's own origin as this request addressed it."""
    scheme = {"ws": "http", "wss": "https"}.get(connection.url.scheme, connection.url.scheme)
    return f"{scheme}://{connection.headers.get('host', '')}"


def same_site(headers: Headers, own: str, allowed: Iterable[str] = ()) -> bool:
    """Whether a request comes from the site itself, from an allowed origin, or from no browser."""
    origin = headers.get("origin")
    if origin is not None:
        return _same_host(origin, own) or origin in set(allowed)
    return headers.get("sec-fetch-site", "none") in ("same-origin", "none")


def _same_host(origin: str, own: str) -> bool:
    """Host and port decide: behind a proxy the scheme we see is the proxy's business."""
    try:
        return bool(origin) and urlsplit(origin).netloc == urlsplit(own).netloc
    except ValueError:  # no address at all, such as http://[
        return False


class Security:
    """ASGI middleware: headers on every answer, no unsafe method across sites.

    A request with a bearer key is exempt from the latter: no browser adds that header by itself.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        connection = HTTPConnection(scope)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                _add(MutableHeaders(scope=message), connection.url.scheme)
            await send(message)

        app = self._app if _allowed(scope["method"], connection) else _FOREIGN
        await (_NOWHERE if _holds_nul(scope) else app)(scope, receive, send_with_headers)


def _holds_nul(scope: Scope) -> bool:
    """No text in PostgreSQL holds one: none can be asked for."""
    asked: bytes = scope["query_string"]
    return "\0" in scope["path"] or b"%00" in asked or b"\0" in asked


def _allowed(method: str, connection: HTTPConnection) -> bool:
    if method in _SAFE or "authorization" in connection.headers:
        return True
    return same_site(connection.headers, origin_of(connection))


_FOREIGN = refusal(403, "this request comes from another site: open the page here and try again")
_NOWHERE = refusal(400, "no address holds the character NUL (%00): remove it")


def _add(headers: MutableHeaders, scheme: str) -> None:
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    if scheme == "https":
        headers.setdefault("Strict-Transport-Security", _TWO_YEARS)
