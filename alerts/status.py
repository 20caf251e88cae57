"""What the heartbeat says: at work or standing by, how far behind, which engine is away and why."""

from __future__ import annotations

from typing import Any

import structlog

_log = structlog.get_logger()
NEAR = 100
"""Standings we may lag behind and still count as ready."""


class Status:
    """The process as others should see it; every duty says here how it fares."""

    def __init__(self) -> None:
        self.leads = False
        self.lag: int | None = None
        """Standings published and not judged; None: not known yet."""
        self.waiting: int | None = None
        """Deliveries that have not ended."""
        self.unreadable = 0
        self._away: dict[str, str] = {}
        self._failures: dict[str, int] = {}

    def away(self, part: str, why: object) -> int:
        """A part is out of reach; how many times in a row."""
        text = f"{type(why).__name__}: {why}" if isinstance(why, Exception) else str(why)
        if part not in self._away:
            _log.warning("away", part=part, why=text)
        self._away[part] = text
        self._failures[part] = self._failures.get(part, 0) + 1
        return self._failures[part]

    def there(self, part: str) -> None:
        """A part answers."""
        if self._away.pop(part, None) is not None:
            _log.info("back", part=part)
        self._failures.pop(part, None)

    def stand_by(self) -> None:
        """Another process is at work; what was known of ours is out of date."""
        self.leads, self.lag, self.waiting = False, None, None
        self._away.clear()

    def report(self) -> tuple[bool, dict[str, Any]]:
        """Whether we are ready, and why not. One that stands by is ready to."""
        near = self.lag is not None and self.lag <= NEAR
        ready = not self._away and (near or not self.leads)
        detail: dict[str, Any] = {
            "duty": "at work" if self.leads else "standing by",
            "lag": self.lag,
            "waiting": self.waiting,
            "unreadable": self.unreadable,
        }
        return ready, detail | ({"away": dict(self._away)} if self._away else {})
