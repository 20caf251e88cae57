"""Updates arriving: counted into bins of five minutes, of which the pulse is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from schema.report import LogReport
from stream.core.entry import Entry
from stream.core.outcome import BIN_S, Arrivals

_DAY_S = 86_400


class Pulse:
    """Arrivals of one run by reporting unit and begin of the bin."""

    __slots__ = ("bins",)

    def __init__(self) -> None:
        self.bins: dict[tuple[str, datetime], Arrivals] = {}

    def arrived(self, report: LogReport, fresh: Sequence[Entry]) -> None:
        """Count new updates into the bin they arrived in, each once."""
        received = report.received_at
        lags = [received - one.update.occurred_at for one in fresh if one.id == one.update.id]
        if not lags:
            return
        second = int(received.timestamp())
        begin = datetime.fromtimestamp(second - second % BIN_S, UTC)
        bin_ = self.bins.setdefault((report.unit, begin), Arrivals())
        bin_.updates += len(lags)
        bin_.automatic += len(lags) if report.channel == "connector" else 0
        bin_.lag_s += sum([lag.days * _DAY_S + lag.seconds for lag in lags if lag.days >= 0])
