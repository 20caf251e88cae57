"""What an update contributes to the days of the unit that reports it, given the verdict on it.

A pure function of the update as it stands (corrected, if it was) and its verdict; notes are in no
figure (Q102), an update with several subjects counts once. Facts count to no programme (Q37). A
report counts for as many updates of it as are in force: with none it is no report (Q83).
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
from stream.core.entry import Entry, Judged
from stream.core.flow import Flows, Place, ReportKey
from stream.core.noticed import count_readings, noticed

LAGGED: frozenset[type] = frozenset(
    {Progress, MilestoneDone, Completed, DifficultyRaised, EvidenceAdded, IndicatorReading}
)
"""Facts whose lag from occurring to being received is measured (Q82)."""
_HAS_LAG = {kind: kind in LAGGED for kind in KIND_TYPES if kind not in Note.__args__}
"""By kind that counts: whether its lag does."""
_CHANNEL = {channel: FLOW[f"updates_{channel}"] for channel in CHANNELS}
_LAG = FLOW["received_00"]
_CHECKS = FLOW["checks"]
_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_ACCEPTED = Verdict.ACCEPTED


def count(flows: Flows, standing: Iterable[Judged], sign: int = 1) -> None:
    """Add what these updates contribute, or with `sign` −1 take it out.

    Every update passes here, those of a report one after the other, many of one instant: what they
    share is looked up once and told by identity (what came in one message has its very objects).
    """
    head: Entry | None = None
    number, occurred, late, checked = 0, _LONG_AGO, (0, 0), (0, 0)
    moved: dict[Place, int] = {}
    for one in standing:
        entry = one.entry
        update = entry.update
        kind = type(update)
        has_lag = _HAS_LAG.get(kind)
        if has_lag is None or entry.id != update.id:
            continue
        if one.marks or one.verdict is not _ACCEPTED:
            noticed(flows.of((entry.unit, "", "", "")), one, sign)
            if one.verdict is not _ACCEPTED:
                continue
        if head is None or entry.report is not head.report or entry.known_at is not head.known_at:
            if head is not None:
                _reported(flows, moved, head, number)
            head, number, occurred = entry, 0, _LONG_AGO
            moved = flows.of((entry.unit, "", "", ""))
        number += sign
        if has_lag:
            if update.occurred_at != occurred:
                occurred = update.occurred_at
                late = _late(occurred, entry.received_at)
                checked = (late[0], _CHECKS)
            moved[late] = moved.get(late, 0) + sign
            if kind is Progress:  # a fall, and a jump on the eve (Q65)
                moved[checked] = moved.get(checked, 0) + 2 * sign
    if head is not None:
        _reported(flows, moved, head, number)


def _reported(flows: Flows, moved: dict[Place, int], head: Entry, number: int) -> None:
    """So many updates in force more of a report: by channel, and of the report itself (Q83)."""
    day = local_ordinal(head.known_at)
    place = (day, _CHANNEL[head.channel])
    moved[place] = moved.get(place, 0) + number
    report = ReportKey(head.report, head.unit, day)
    flows.reports[report] = flows.reports.get(report, 0) + number


def recount(flows: Flows, was: Sequence[Judged], now: Sequence[Judged]) -> None:
    """Updates of one subject stand otherwise: those that were there in their order, then new ones.

    What stands as before is the same object, and is left alone.
    """
    moved = [place for place, one in enumerate(was) if one is not now[place]]
    count(flows, [was[place] for place in moved], -1)
    count(flows, [*(now[place] for place in moved), *now[len(was) :]])
    if any(type(one.entry.update) is IndicatorReading for one in now):  # each bears on the later
        count_readings(flows, was, -1)
        count_readings(flows, now)


def _late(occurred: datetime, received: datetime) -> Place:
    lag = received.timestamp() - occurred.timestamp()
    return (local_ordinal(occurred), _LAG + bin_of(lag))
