"""The canary: a message that goes the way of every report each half minute and tells nothing.

A gateway writes it into the log (`web.canary`), the fold keeps in the position when it was sent,
roll publishes that with the state of the whole country, and every gateway sees it come back.
"""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct


class Canary(Struct, frozen=True):
    """How far the canaries have come in a published state."""

    sent_at: dict[int, datetime]
    """Per partition, when the newest one folded there was sent; absent where none was."""
