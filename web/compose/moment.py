"""An end of a span: the kept state that a figure is told of, and what was asked for instead."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from msgspec import Struct

NOW, CLOSE, HISTORY, CHANGES = "now", "close", "history", "changes"
"""What an end stands on: the present; a day close; a value kept within a day; changes of standing
counted from the close before it."""


class Moment(Struct, frozen=True, kw_only=True):
    """An end of the span: the instant that is told of, and the one that was asked for."""

    at: datetime
    day: date | None
    kept: str
    asked: str = ""
    """Where it is another one than asked for: what was asked."""

    @property
    def twin(self) -> dict[str, Any]:
        """As JSON."""
        told = {
            "at": self.at.isoformat(),
            "day": self.day.isoformat() if self.day and self.kept == CLOSE else None,
            "kept": self.kept,
            "known": "now" if self.kept == NOW else "then",
        }
        return told | ({"asked": self.asked} if self.asked else {})
