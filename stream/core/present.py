"""A message may not come from the future: time moves one way, so what is far ahead is refused.

The present is the instant at which the log took the message: it is part of the log, so that folding
the same log again refuses the same messages. Called by `stream.fold.decode`.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from schema.errors import BadMessage
from schema.report import LogReport
from schema.wire import CanarySent, ClockTo, LogMessage

CLOCK_AHEAD = timedelta(hours=1)
"""The system writes a midnight when it has passed: this is what two machines' clocks may differ."""
REPORT_AHEAD = timedelta(days=1)
"""More patient: a report is somebody's word, and a gateway's clock is soon put right."""


def check_present(message: LogMessage, appended: datetime) -> None:
    """Raise BadMessage for a message that is far ahead of the instant the log took it."""
    match message:
        case ClockTo():
            _check("$.clock.to", message.to, appended, CLOCK_AHEAD)
        case CanarySent():
            _check("$.canary.sent_at", message.sent_at, appended, CLOCK_AHEAD)
        case LogReport():
            _check("$.received_at", message.received_at, appended, REPORT_AHEAD)
        case _:
            pass


def _check(path: str, told: datetime, appended: datetime, ahead: timedelta) -> None:
    if told > appended + ahead:
        raise BadMessage(
            path,
            f"expected at most {ahead} after the log took this ({appended.isoformat()}), "
            f"got {told.isoformat()}; set the clock of the machine that wrote it",
        )
