"""The pages without engines: real templates, scripts and styles; the test plays the server.

A test sends frames, cuts the line, and sees who came back and with what; reports that pages post
are kept and answered with a receipt of the test's choice.
"""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from tests.web.pages_rig import ManualSite, Rows, as_site
from web import assets, installed
from web.pages.problem import Problems
from web.pages.routes import routes
from web.security import Security

EPOCH = f"{ManualSite.build}.one"
RECEIPT = {"id": "r", "state": "settled", "parts": [], "updates": []}


class Stage:
    """A server on a port of its own."""

    def __init__(self, answers: dict[str, Rows]) -> None:
        self.asked: list[dict[str, str]] = []
        self.posted: list[Any] = []
        self.receipt: dict[str, Any] = RECEIPT
        self.base = ""
        self._answers = answers
        self._sockets: list[WebSocket] = []
        self._loop = asyncio.new_event_loop()

    def app(self) -> Starlette:
        """Pages, static files, and what the test plays."""
        site = as_site(ManualSite(self._answers))
        problems = Problems(site).handle
        app = Starlette(
            routes=[
                Route("/static/{name:path}", assets.static),
                Route("/offline.js", installed.worker),
                Route("/manifest.webmanifest", installed.manifest),
                Route("/api/reports", self._take, methods=["POST"]),
                Route("/api/receipts/{id}", self._tell),
                *routes(site),
                WebSocketRoute("/live", self._live),
            ],
            exception_handlers={404: problems, 400: problems},
        )
        app.add_middleware(Security)
        return app

    async def _take(self, request: Request) -> Response:
        report = await request.json()
        self.posted.append(report)
        accepted = {"id": report["id"], "parts": [], "receipt": f"/api/receipts/{report['id']}"}
        return JSONResponse({"reports": [accepted]}, 202)

    async def _tell(self, request: Request) -> Response:
        return JSONResponse(self.receipt)

    async def _live(self, ws: WebSocket) -> None:
        await ws.accept()
        self.asked.append(dict(ws.query_params))
        self._sockets.append(ws)
        try:
            while True:
                await ws.receive_text()
        except WebSocketDisconnect:
            self._sockets.remove(ws)

    def _run(self, work: Any) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(5)

    def snapshot(self, figures: dict[str, Any], seq: int = 1, epoch: str = EPOCH) -> None:
        """Tell everybody who looks all there is."""
        self.send({"t": "s", "e": epoch, "s": seq, "d": None, "f": figures})

    def patch(self, seq: int, figures: dict[str, Any]) -> None:
        """Tell everybody who looks what moved."""
        self.send({"t": "p", "s": seq, "ts": 0, "p": {"events": []}, "f": figures})

    def heartbeat(self, seq: int) -> None:
        """Still here."""
        self.send({"t": "h", "s": seq, "at": "", "ts": 0})

    def send(self, frame: dict[str, Any]) -> None:
        """One frame to everybody who looks."""
        for ws in self._sockets:
            self._run(ws.send_text(json.dumps(frame)))

    def cut(self) -> None:
        """The line breaks for everybody."""
        for ws in list(self._sockets):
            self._run(ws.close(1012))

    def serve(self, server: uvicorn.Server) -> None:
        """Run until told to stop; this thread's loop is the server's."""
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(server.serve())
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        finally:
            self._loop.close()


@contextmanager
def playing(answers: dict[str, Rows]) -> Iterator[Stage]:
    """A stage that is open."""
    stage = Stage(answers)
    config = uvicorn.Config(
        stage.app(), port=0, ws="websockets-sansio", log_level="error", lifespan="off"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=stage.serve, args=(server,))
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the stage did not open"
        threading.Event().wait(0.01)
    stage.base = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    try:
        yield stage
    finally:
        server.should_exit = True
        thread.join(10)
