"""Pages as the hub sees them: a board that is looked at, and an inbox."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from typing import Any

from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

RECONNECT_S = 0.2
"""Between two attempts at a line that is broken: nobody tells when it is whole again."""
Frame = dict[str, Any]


class Viewer:
    """Applies snapshots and patches, and comes back with what it has when the line breaks."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._epoch, self.seq = "", -1
        self.figures: dict[str, Any] = {}
        self.alerts: dict[str, Any] = {}
        self.alerts_ever: set[str] = set()
        """Every alert that any frame has shown."""
        self.faults: list[str] = []
        self.level = asyncio.Event()
        """Set by a heartbeat that says there is nothing more to come."""

    async def follow(self) -> None:
        """Look until cancelled, through whatever breaks the line."""
        while True:
            with suppress(OSError, WebSocketException, TimeoutError):
                address = f"{self.address}&e={self._epoch}&s={self.seq}"
                async with connect(address, open_timeout=5, max_size=None) as line:
                    async for message in line:
                        frame = json.loads(message)
                        self.apply(frame)
                        if frame["t"] == "h":
                            await line.send(json.dumps({"t": "a", "s": max(self.seq, 0)}))
            await asyncio.sleep(RECONNECT_S)

    def apply(self, frame: Frame) -> None:
        """Show what a frame says."""
        if frame["t"] == "s":
            self._epoch, self.seq, self.figures = frame["e"], frame["s"], frame["f"]
            self._show(frame.get("i", []), anew=True)
        elif frame["t"] == "p":
            if frame["s"] != self.seq + 1:
                self.faults.append(f"patch {frame['s']} came after {self.seq}")
            self.seq = frame["s"]
            self._patch(frame)
        elif frame["s"] == self.seq:
            self.level.set()

    def _patch(self, frame: Frame) -> None:
        for pointer, figure in frame["f"].items():
            if figure[2] == "gone":
                self.figures.pop(pointer, None)
            else:
                self.figures[pointer] = figure
        moved = frame.get("i", {"put": [], "gone": []})
        for identity in moved["gone"]:
            self.alerts.pop(identity, None)
        self._show(moved["put"], anew=False)

    def _show(self, alerts: list[Any], *, anew: bool) -> None:
        shown = {alert["id"]: alert for alert in alerts}
        self.alerts = shown if anew else {**self.alerts, **shown}
        self.alerts_ever |= shown.keys()


async def newcomer(address: str) -> Viewer:
    """One that has just come and seen all there is."""
    viewer = Viewer(address)
    task = asyncio.create_task(viewer.follow())
    try:
        async with asyncio.timeout(20):
            await viewer.level.wait()
    finally:
        task.cancel()
        await asyncio.wait((task,))
    return viewer
