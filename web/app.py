"""The application: its addresses on one screen, and what runs beside them."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, WebSocketRoute

from schema.database import AWAY
from schema.process import leave
from schema.settings import Settings
from web import assets, installed
from web.api.answers import refusal
from web.api.openapi import OpenApi
from web.api.receipts import Receipts
from web.api.reports import Reports
from web.health import Health
from web.metrics import Metrics
from web.pages.problem import Problems
from web.pages.routes import routes as pages
from web.security import Security
from web.site import Site
from web.sockets import Sockets
from web.versions import Versions

log = logging.getLogger(__name__)


def create_app(settings: Settings) -> Starlette:
    """The web role; touches no engine before its lifespan begins."""
    site = Site(settings)
    app = Starlette(
        routes=routes(site),
        middleware=[Middleware(Security)],
        exception_handlers={
            HTTPException: Problems(site).handle,
            Exception: Problems(site).handle,
            **{error: _database_away for error in AWAY},
        },
        lifespan=_lifespan(site),
    )
    app.state.site = site
    return app


def routes(site: Site) -> list[BaseRoute]:
    """Every address of the site: what machines ask by key or network, then what readers open.

    `pages` begins with the site of the public; all that comes after it is internal.
    """
    metrics = Metrics(site, site.scrape.read)
    site.canary.listeners.append(metrics.came_back)
    health, versions = Health(site), Versions(site)
    reports = Reports(
        keys=site.keys,
        gate=site.gate,
        log=site.log,
        clock=site.clock,
        country=site.country,
        confirmed=site.confirmed,
        answered=metrics.answered,
        keyless=site.settings.profile != "prod",
        first_url=site.settings.first_url,
    )
    allowed = tuple(filter(None, site.settings.allowed_origins.replace(" ", "").split(",")))
    sockets = Sockets(site.boards, site.inboxes, allowed)
    return [
        Route("/api/reports", reports.post, methods=["POST"]),
        Route("/api/receipts/{report}", Receipts(site.pool).get),
        Route("/static/{name:path}", assets.static),
        Route("/offline.js", installed.worker),
        Route("/manifest.webmanifest", installed.manifest),
        Route("/healthz", health.live),
        Route("/readyz", health.ready),
        Route("/metrics", metrics.get),
        Route("/openapi.json", OpenApi(site.build).get),
        *pages(site),
        WebSocketRoute("/live", sockets.live),
        Route("/-/versions.json", versions.get),
        Route("/-/latency", health.latency),
    ]


def _lifespan(site: Site) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        await site.pool.open(wait=False)
        running = [asyncio.create_task(work) for work in site.tasks()]
        running.append(asyncio.create_task(run_in_threadpool(assets.prepare)))
        for task in running:
            task.add_done_callback(_die_with)
        try:
            yield
        finally:
            await _stop(site, running)

    return lifespan


def _die_with(task: asyncio.Task[None]) -> None:
    """A loop that ends by an error would leave a board that stands still and looks alive."""
    if not task.cancelled() and (error := task.exception()) is not None:
        log.critical("a loop of the web ended: %r; stopping", error, exc_info=error)
        signal.raise_signal(signal.SIGTERM)


async def _stop(site: Site, running: list[asyncio.Task[None]]) -> None:
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)
    site.reader.arounds.close()
    await site.extents.close()
    await site.boards.close()
    await site.inboxes.close()
    with suppress(*AWAY):
        await leave(site.pool, "web")
    await site.pool.close(timeout=2)


async def _database_away(request: Request, error: Exception) -> Response:
    log.warning("%s: the database is away: %s", request.url.path, error)
    return refusal(503, "the database is away; try again", retry_after=3)
