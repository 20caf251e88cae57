"""The tasks as they stood at 24:00 of a day, with the reports known at 00:05 (Q76).

Most stand as they do now. Those that were told of since are folded anew, without what occurred
after the day or came in after the instant of the seal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from schema.clock import day_end, local_day
from stream.core.entry import Entry
from stream.core.refold import refold
from stream.core.task import TaskState, unpack
from stream.core.world import World

AT = timedelta(minutes=5)
"""How long after midnight a day is sealed."""
SETTLING = timedelta(minutes=1)
"""How long a report may be on its way from the gateway into SQL."""


def known_until(day: date) -> datetime:
    """The instant of the seal: 00:05 of the day after."""
    return day_end(day) + AT


def due(clock: datetime | None, now: datetime, last: date | None) -> date | None:
    """The day to be sealed next; None: not yet.

    Every partition has folded its midnight (`clock` is the log's), and what was reported by 00:05
    has had time to be. Days follow one another without a gap; the first is the last one over.
    """
    if clock is None:
        return None
    over = min(local_day(clock), local_day(now - AT - SETTLING)) - timedelta(days=1)
    day = over if last is None else last + timedelta(days=1)
    return day if day <= over else None


def as_known(
    stored: Iterable[tuple[str, bytes]],
    again: Mapping[str, Iterable[Entry]],
    day: date,
    world: World,
) -> list[TaskState]:
    """Every task as it was; `again` has all updates of those that may have been another."""
    states = [
        _anew(code, again[code], day, world) if code in again else unpack(bytes(fold))
        for code, fold in stored
    ]
    return [state for state in states if state is not None]


def _anew(code: str, entries: Iterable[Entry], day: date, world: World) -> TaskState:
    end, until = day_end(day), known_until(day)
    then = (e for e in entries if e.received_at <= until and e.update.occurred_at < end)
    return refold(code, then, world).state
