"""Channels: how a delivery leaves the house; one module each.

A channel never raises: what happened is a named `Result`. Who calls: ``alerts.dispatch``.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol

from msgspec import Struct

from alerts.backoff import Backoff
from alerts.outbox import Outcome, Parcel


class Sent(Struct, frozen=True):
    """The receiver has it."""


class Retry(Struct, frozen=True):
    """It did not get through; it may later, not before `after`."""

    why: str
    after: timedelta = timedelta(0)


class Refused(Struct, frozen=True):
    """It never will: the receiver is gone or out of use."""

    outcome: Outcome
    why: str


Result = Sent | Retry | Refused


class Channel(Protocol):
    """One way out."""

    backoff: Backoff

    async def send(self, parcel: Parcel, now: datetime) -> Result:
        """Try once, within `alerts.outbox.LEASE`."""
        ...
