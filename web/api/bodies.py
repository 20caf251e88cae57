"""The body of a request, never longer than allowed, however it is sent."""

from __future__ import annotations

from starlette.requests import Request


class TooLarge(Exception):
    """The body is longer than allowed."""


class NotJson(Exception):
    """The body says that it is something else than JSON, or packed."""


async def json_body(request: Request, most: int) -> bytes:
    """A body that is JSON, at most `most` bytes; raises TooLarge, NotJson or ClientDisconnect."""
    kind = request.headers.get("content-type", "application/json").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise NotJson(f"expected Content-Type: application/json, got {kind!r}")
    coding = request.headers.get("content-encoding", "identity").strip().lower()
    if coding != "identity":
        raise NotJson(f"expected no Content-Encoding, got {coding!r}; send the JSON as it is")
    return await whole_body(request, most)


async def whole_body(request: Request, most: int) -> bytes:
    """The whole body, at most `most` bytes; raises TooLarge or ClientDisconnect."""
    announced = request.headers.get("content-length", "")
    _allow(int(announced) if announced.isdigit() else 0, most)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        _allow(len(body), most)
    return bytes(body)


def _allow(length: int, most: int) -> None:
    if length > most:
        raise TooLarge(f"expected at most {most} bytes, got {length} or more; send fewer reports")
