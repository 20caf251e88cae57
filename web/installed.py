"""What a browser needs to keep the site on a home screen: a manifest and the service worker.

The worker must come from the root to see every page; the file is `static/js/offline.js`.
"""

from __future__ import annotations

import json

from starlette.requests import Request
from starlette.responses import Response

from web import assets
from web.words import words

ASK = {"Cache-Control": "no-cache"}
GROUND = "#0B1220"


async def worker(request: Request) -> Response:
    """`GET /offline.js`: asked for anew each time, as browsers do."""
    found = assets.asset("js/offline.js")
    return Response(found.plain, media_type=found.kind, headers=ASK)


async def manifest(request: Request) -> Response:
    """`GET /manifest.webmanifest`."""
    spoken = words("vi")
    told = {
        "name": f"{spoken.say('app.name')} — {spoken.say('app.tagline')}",
        "short_name": spoken.say("app.name"),
        "lang": "vi",
        "start_url": "/boards/vn",
        "scope": "/",
        "display": "standalone",
        "background_color": GROUND,
        "theme_color": GROUND,
        "icons": [{"src": "/static/mark.svg", "sizes": "any", "type": "image/svg+xml"}],
    }
    body = json.dumps(told, ensure_ascii=False).encode()
    return Response(body, media_type="application/manifest+json", headers=ASK)
