"""What an update contributes to the days of the unit that reports it, given the verdict on it.

A pure function of the update as it stands (corrected, if it was) and its verdict; notes are in no
figure (Q102), an update with several subjects counts once. Facts count to no programme (Q37).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from schema.clock import local_ordinal
from schema.flows import CHANNELS, FLOW, bin_of
from schema.notes import Note
from schema.states import Verdict
from schema.update import (
    KIND_TYPES,
    Completed,
    DifficultyRaised,
    EvidenceAdded,
    IndicatorReading,
    MilestoneDone,
    Progress,
)
from stream.core.entry import Judged
from stream.core.flow import Flows, Place

LAGGED: frozenset[type] = frozenset(
    {Progress, MilestoneDone, Completed, DifficultyRaised, EvidenceAdded, IndicatorReading}
)
"""Facts whose lag from occurring to being received is measured (Q82)."""
_HAS_LAG = {kind: kind in LAGGED for kind in KIND_TYPES if kind not in Note.__args__}
"""By kind that counts: whether its lag does."""
_CHANNEL = {channel: FLOW[f"updates_{channel}"] for channel in CHANNELS}
_LAG = FLOW["received_00"]
_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_ACCEPTED = Verdict.ACCEPTED


def count(flows: Flows, standing: Iterable[Judged], sign: int = 1) -> None:
    """Add what these updates contribute, or with `sign` −1 take it out.

    Every update passes here, those of a report one after the other, many of one instant: what they
    share is looked up once and told by identity.
    """
    unit, known, channel, occurred = "", _LONG_AGO, "", _LONG_AGO
    received, moved, reported, late = _LONG_AGO, dict[Place, int](), (0, 0), (0, 0)
    for one in standing:
        entry = one.entry
        update = entry.update
        has_lag = _HAS_LAG.get(type(update))
        if has_lag is None or one.verdict is not _ACCEPTED or entry.id != update.id:
            continue
        if entry.unit is not unit or entry.known_at is not known or entry.channel is not channel:
            unit, known, channel = entry.unit, entry.known_at, entry.channel
            moved = flows.of((unit, "", "", ""))
            reported = (local_ordinal(known), _CHANNEL[channel])
        moved[reported] = moved.get(reported, 0) + sign
        if has_lag:
            if update.occurred_at != occurred or entry.received_at is not received:
                occurred, received = update.occurred_at, entry.received_at
                late = _late(occurred, received)
            moved[late] = moved.get(late, 0) + sign


def recount(flows: Flows, was: Sequence[Judged], now: Sequence[Judged]) -> None:
    """Updates of one subject stand otherwise: those that were there in their order, then new ones.

    What stands as before is the same object, and is left alone.
    """
    moved = [place for place, one in enumerate(was) if one is not now[place]]
    count(flows, [was[place] for place in moved], -1)
    count(flows, [*(now[place] for place in moved), *now[len(was) :]])


def _late(occurred: datetime, received: datetime) -> Place:
    lag = received.timestamp() - occurred.timestamp()
    return (local_ordinal(occurred), _LAG + bin_of(lag))
