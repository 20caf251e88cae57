"""Static files of the pages and BokehJS from Bokeh's own package: read once, compressed once.

An address with the right `?v=` may be kept for ever; without it a browser asks each time and gets
304. BokehJS stands at ``/static/bokeh/``.
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from collections.abc import Mapping
from functools import cache
from pathlib import Path, PurePosixPath

from bokeh.util.paths import bokehjs_path
from msgspec import Struct
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from web.api.answers import refusal

STATIC = Path(__file__).parent / "static"
BOKEH = ("bokeh.min.js", "bokeh-widgets.min.js", "bokeh-tables.min.js")
FOR_EVER = "public, max-age=31536000, immutable"
ASK = "no-cache"
_PACKED = frozenset({".js", ".css", ".svg", ".json", ".webmanifest", ".txt", ".html"})
_LEVEL = 9


class Asset(Struct, frozen=True, kw_only=True):
    """A file as it is served; `packed` is gzip, where that is smaller."""

    plain: bytes
    packed: bytes | None
    kind: str
    version: str  # begin of its SHA-256


@cache
def paths() -> Mapping[str, Path]:
    """Every static file by the name it is asked for; nothing else can be asked for."""
    ours = {
        path.relative_to(STATIC).as_posix(): path for path in STATIC.rglob("*") if path.is_file()
    }
    scripts = bokehjs_path() / "js"
    return ours | {f"bokeh/{name}": scripts / name for name in BOKEH}


@cache
def asset(name: str) -> Asset:
    """The file of this name; KeyError if there is none."""
    plain = paths()[name].read_bytes()
    kind, _ = mimetypes.guess_type(name)
    packed = gzip.compress(plain, _LEVEL, mtime=0) if _worth(name) else None
    return Asset(
        plain=plain,
        packed=packed,
        kind=_charset(kind or "application/octet-stream"),
        version=hashlib.sha256(plain).hexdigest()[:10],
    )


def prepare() -> None:
    """Read and compress everything (some 200 ms): called aside at start."""
    for name in paths():
        asset(name)


async def static(request: Request) -> Response:
    """`GET /static/{name}`."""
    name = request.path_params["name"]
    if name not in paths():
        return refusal(404, f"there is no static file {name[:80]!r}")
    found = await run_in_threadpool(asset, name)
    headers = {
        "Cache-Control": FOR_EVER if request.query_params.get("v") == found.version else ASK,
        "ETag": f'"{found.version}"',
        "Vary": "Accept-Encoding",
    }
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    if found.packed is not None and "gzip" in request.headers.get("accept-encoding", ""):
        packed = {**headers, "Content-Encoding": "gzip"}
        return Response(found.packed, media_type=found.kind, headers=packed)
    return Response(found.plain, media_type=found.kind, headers=headers)


def _worth(name: str) -> bool:
    return PurePosixPath(name).suffix in _PACKED


def _charset(kind: str) -> str:
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
