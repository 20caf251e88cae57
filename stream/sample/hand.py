"""The hand that writes a live report: ids, times, who reports and by which channel. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any, TypeVar

from schema.clock import local_day
from schema.fields import Evidence
from schema.report import Report
from schema.update import Update
from stream.sample.content import Content
from stream.sample.diary import Habit, habit, uuid7
from stream.sample.view import kind_of

U = TypeVar("U", bound=Update)
T = TypeVar("T")


class Hand:
    """Draws and writes; the same seed and instants give the same reports."""

    def __init__(self, content: Content, rng: Random) -> None:
        self.content, self.rng = content, rng

    def one(self, things: Sequence[T]) -> T | None:
        """One of these by lot, None of none."""
        return self.rng.choice(things) if things else None

    def update(self, kind: Callable[..., U], now: datetime, **fields: Any) -> U:
        """An update that occurred within the last minute."""
        occurred = now - timedelta(seconds=self.rng.uniform(1, 60))
        return kind(id=uuid7(now, self.rng), occurred_at=occurred, **fields)

    def report(self, unit: str, now: datetime, *updates: Update, by: Habit | None = None) -> Report:
        """A report of a unit, by its habit unless `by` says otherwise."""
        usual = by or habit(unit, kind_of(unit))
        person = self.rng.randint(1, usual.people) if usual.people else 0
        return Report(
            id=uuid7(now, self.rng),
            unit=unit,
            actor=f"officer-{person}" if person else "system",
            channel=usual.channel,
            source=usual.source,
            reported_at=now,
            updates=list(updates),
        )

    def document(self, now: datetime) -> Evidence:
        """A document issued today."""
        return Evidence(hash=f"{self.rng.getrandbits(128):032x}", issued=local_day(now))
