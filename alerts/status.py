"""What the heartbeat says: at work or standing by, how far behind, which engine is away and why."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import structlog

_log = structlog.get_logger()
NEAR = 100
"""Standings we may lag behind and still count as ready."""


class Duty(StrEnum):
    """Which part a process has among those of its role."""

    STARTING = "starting"
    """It has not found out yet."""
    AT_WORK = "at work"
    STANDING_BY = "standing by"


class Status:
    """The process as others should see it; every duty says here how it fares."""

    def __init__(self) -> None:
        self.duty = Duty.STARTING
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

    def take(self, duty: Duty) -> None:
        """Another duty from here on; what was known of the one before is out of date."""
        if duty is not self.duty:
            _log.info("duty", duty=duty)
            self.duty, self.lag, self.waiting = duty, None, None
            self._away.clear()

    def report(self) -> tuple[bool, dict[str, Any]]:
        """Whether we are ready, and why not. One that stands by is ready to."""
        near = self.lag is not None and self.lag <= NEAR
        able = near if self.duty is Duty.AT_WORK else self.duty is Duty.STANDING_BY
        detail: dict[str, Any] = {
            "duty": self.duty,
            "lag": self.lag,
            "waiting": self.waiting,
            "unreadable": self.unreadable,
        }
        return able and not self._away, detail | ({"away": dict(self._away)} if self._away else {})
