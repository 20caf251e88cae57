"""Standing: how a task stands and why it changed; what the fold tells the alerts."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import msgspec
from msgspec import Struct

from schema.states import Sign, State


class Cause(StrEnum):
    """Why a standing changed."""

    UPDATE = "update"
    CLOCK = "clock"
    CATALOGUE = "catalogue"
    METHOD = "method"
    FORECAST = "forecast"
    """Its forecast was evaluated anew."""


class Standing(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A change of standing of one task: the message of the topic ``standings``."""

    v: int = 1
    subject: str
    version: int
    """Counts this task's changes along the log; a reader ignores what is not above what it saw."""
    at: datetime
    """Log time of the change."""
    lead: str
    programme: str
    title: str
    state: State
    sign: Sign
    state_before: State
    sign_before: Sign
    cause: Cause
    update: str | None = None
    """The update that caused it; None when time did."""
    due: date | None = None
    due_0: date | None = None
    weight: int = 0
    """In 1/1,000."""
    days_late: int = 0
    """Working days past due, when overdue or done late."""
    days_left: int | None = None
    """Calendar days to the due date from the log's day; negative when past."""
    in_charge: str | None = None
    assigned_by: str | None = None
    secrecy: str = "none"
    p_late: int | None = None
    """P(finish > due) by the forecast in force, 1/10,000; None where no report bears one."""
    finish_p50: date | None = None
    """The day by which that forecast sees it done, half of the time."""
    reports: int | None = None
    """Days with a report that forecast goes by."""
    reported_on: date | None = None
    """The last of these days."""


_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(Standing)


def encode(standing: Standing) -> bytes:
    """JSON bytes of a change of standing."""
    return _ENCODER.encode(standing)


def decode(raw: bytes) -> Standing:
    """A change of standing from its JSON; raises msgspec.DecodeError."""
    return _DECODER.decode(raw)


class Severity(StrEnum):
    """How urgent an alert is, from a reminder to what takes a wall."""

    REMINDER = "reminder"
    WARNING = "warning"
    CRITICAL = "critical"


class AlertState(StrEnum):
    """Where an alert is in its life."""

    OPEN = "open"
    ACKED = "acked"
    RESOLVED = "resolved"
