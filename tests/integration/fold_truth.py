"""What must be the same however the log was folded: as SQL says it, and as the pure fold does.

The oracle is the pure fold in memory, one message a batch; whatever happened to the processes, SQL
must say the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from schema.clock import local_day
from schema.measures import Counts, unpacked
from schema.settings import Settings
from schema.wire import CatalogueIs
from stream.core.flow import FlowKey, ReportKey
from stream.core.leaf import LeafKey
from stream.core.outcome import Arrivals
from stream.core.task import pack
from stream.core.world import EMPTY
from stream.fold.decode import DeadLetter, Opener
from tests.integration.fold_rig import PARTITIONS, positions, read_topic, rows
from tests.memory_log import MemoryLog

TRIES = 5

KeyT = TypeVar("KeyT")


class Truth(Struct, frozen=True, kw_only=True):
    """What must be the same however the log was folded."""

    updates: dict[str, tuple[str, str, str | None, tuple[str, ...], bytes]]
    tasks: dict[str, tuple[str, str, int, int, bytes]]
    partials: dict[tuple[int, LeafKey], Counts]
    days: dict[tuple[int, date, LeafKey], Counts]
    flows: dict[tuple[int, FlowKey], dict[int, int]]
    """What each local day counts: place of the flow → number, none of them 0."""
    reported: dict[tuple[int, ReportKey], int]
    """Updates in force of each report, where there are any."""
    history: dict[str, list[tuple[int, str, str, str]]]
    arrived: dict[tuple[int, str, datetime], tuple[int, int, int]]
    """By partition, unit and bin: updates, by connector, seconds late."""
    arrived_days: dict[tuple[int, str, date], tuple[int, int, int]]
    """The same by local day."""
    reports: set[tuple[str, int]]
    letters: set[tuple[int, int]]
    clocks: dict[int, datetime | None]
    outlooks: dict[str, tuple[Any, ...]]


def in_sql(settings: Settings) -> Truth:
    """What the database says."""
    leaf = "lead, programme, plan, objective, field, in_charge"
    return Truth(
        updates={
            str(row[0]): (row[1], row[2], row[3], tuple(row[4] or ()), bytes(row[5]))
            for row in rows(
                settings, "select id, subject, verdict, reason, marks, hash from update"
            )
        },
        tasks={
            row[0]: (row[1], row[2], row[3], row[4], bytes(row[5]))
            for row in rows(
                settings, "select code, state, sign, standing_version, updates, fold from task"
            )
        },
        partials={
            (row[0], LeafKey(*row[1:7])): tuple(row[7])
            for row in rows(settings, f"select partition, {leaf}, counts from partial")
            if any(row[7])
        },
        days={
            (row[0], row[1], LeafKey(*row[2:8])): tuple(row[8])
            for row in rows(
                settings,
                f"select partition, day, {leaf}, counts from partial_day order by version",
            )
        },
        flows=_flows(
            rows(
                settings,
                "select partition, unit, programme, field, in_charge, day, counts from flow_day",
            )
        ),
        reported={
            (row[0], ReportKey(str(row[1]), row[2], row[3].toordinal())): row[4]
            for row in rows(
                settings,
                "select partition, report, unit, day, sum(updates)::int from reported "
                "group by 1, 2, 3, 4",
            )
            if row[4]
        },
        history=_histories(
            rows(
                settings,
                "select subject, version, state_from, state_to, sign_to from standing_history "
                "order by subject, version",
            )
        ),
        arrived={
            row[:3]: row[3:]
            for row in rows(
                settings, "select partition, unit, bin, updates, automatic, lag_s from arrival"
            )
        },
        arrived_days={
            row[:3]: row[3:]
            for row in rows(
                settings, "select partition, unit, day, updates, automatic, lag_s from arrival_day"
            )
        },
        reports={(str(row[0]), row[1]) for row in rows(settings, "select id, part from report")},
        letters=set(rows(settings, "select partition, log_offset from dead_letter")),
        clocks=dict(rows(settings, "select partition, clock from position")),
        outlooks={
            row[0]: row[1:]
            for row in rows(
                settings,
                "select task, day, updates, finish_p10, finish_p50, finish_p90, p_late, ground, "
                "reports, first, last from forecast",
            )
        },
    )


async def by_oracle(settings: Settings) -> Truth:
    """What the pure fold makes of the log, as far as it is folded."""
    written, at = await read_topic(settings, settings.names.reports), positions(settings)
    logs = {
        number: _folded(number, [one for one in messages if one[0] < at[number]])
        for number, messages in written.items()
    }
    outcomes = {number: one.outcomes for number, (one, _) in logs.items()}
    changes = [
        (s.subject, s.version, s.state_before.value, s.state.value, s.sign.value)
        for each in outcomes.values()
        for outcome in each
        for s in (change.standing for change in outcome.standings)
    ]
    arrived: dict[tuple[int, str, datetime], tuple[int, int, int]] = {}
    arrived_days: dict[tuple[int, str, date], tuple[int, int, int]] = {}
    for number, each in outcomes.items():
        for outcome in each:
            for (unit, begin), bin_ in outcome.arrivals.items():
                _add(arrived, (number, unit, begin), bin_)
                _add(arrived_days, (number, unit, local_day(begin)), bin_)
    return Truth(
        updates={
            identity: (
                subject,
                judged.verdict.value,
                judged.reason,
                judged.marks,
                judged.entry.hash,
            )
            for one, _ in logs.values()
            for identity, (subject, judged) in one.rows.items()
        },
        tasks={
            code: (
                placed.state.value,
                placed.sign.value,
                placed.version,
                placed.task.updates,
                pack(placed.task),
            )
            for one, _ in logs.values()
            for code, placed in one.partition.tasks.items()
        },
        partials={
            (number, leaf): unpacked(total)
            for number, (one, _) in logs.items()
            for leaf, total in one.partition.totals.items()
            if total
        },
        days={
            (number, close.day, close.leaf): close.counts
            for number, each in outcomes.items()
            for outcome in each
            for close in outcome.days
        },
        flows={
            (number, key): day
            for number, (one, _) in logs.items()
            for key, day in one.recounted().items()
        },
        reported={
            (number, key): updates
            for number, (one, _) in logs.items()
            for key, updates in one.flows_afresh().reported().items()
        },
        history=_histories(sorted(changes)),
        arrived=arrived,
        arrived_days=arrived_days,
        reports={
            (row.report.id, row.report.part)
            for each in outcomes.values()
            for outcome in each
            for row in outcome.reports
        },
        letters={(number, offset) for number, (_, letters) in logs.items() for offset in letters},
        clocks={number: one.partition.clock for number, (one, _) in logs.items()},
        outlooks={
            code: msgspec.structs.astuple(outlook)
            for one, _ in logs.values()
            for code, outlook in one.partition.outlooks.items()
        },
    )


def _add(sums: dict[KeyT, tuple[int, int, int]], key: KeyT, more: Arrivals) -> None:
    updates, automatic, lag_s = sums.get(key, (0, 0, 0))
    sums[key] = (updates + more.updates, automatic + more.automatic, lag_s + more.lag_s)


def _folded(
    number: int, messages: Sequence[tuple[int, bytes | None]]
) -> tuple[MemoryLog, list[int]]:
    one = MemoryLog(EMPTY)
    one.partition.number = number
    opener = Opener(PARTITIONS)
    letters = []
    for offset, raw in messages:
        content = opener.open(number, offset, raw).content
        if isinstance(content, DeadLetter | CatalogueIs):  # no test of these has a catalogue
            letters.append(offset)
        else:
            one.fold([content])
    return one, letters


def _flows(found: Iterable[Any]) -> dict[tuple[int, FlowKey], dict[int, int]]:
    """Rows of days whatever the day they were told on, added up; what is nothing is left out."""
    sums: dict[tuple[int, FlowKey], Counter[int]] = {}
    for row in found:
        owner = sums.setdefault((row[0], FlowKey(*row[1:6])), Counter())
        for place, number in enumerate(row[6]):
            owner[place] += number
    left = {key: {n: by for n, by in one.items() if by} for key, one in sums.items()}
    return {key: one for key, one in left.items() if one}


def _histories(
    changes: Iterable[tuple[Any, ...]],
) -> dict[str, list[tuple[int, str, str, str]]]:
    found: dict[str, list[tuple[int, str, str, str]]] = {}
    for subject, version, *rest in changes:
        found.setdefault(subject, []).append((version, *rest))
    return found


async def both(settings: Settings) -> tuple[Truth, Truth]:
    """What SQL says and what the pure fold makes, of a log that stood still meanwhile.

    Forecasts are written into it for some seconds after a report.
    """
    for _ in range(TRIES):
        before = positions(settings)
        found = in_sql(settings), await by_oracle(settings)
        if positions(settings) == before:
            return found
    raise AssertionError(f"expected a log that stands still, it moved {TRIES} times")


async def assert_like_oracle(settings: Settings) -> None:
    """SQL says exactly what the pure fold makes of the log."""
    stored, wanted = await both(settings)
    for name in Truth.__struct_fields__:
        here, there = getattr(stored, name), getattr(wanted, name)
        assert here == there, f"{name} differ: {_difference(here, there)}"


def _difference(here: Any, there: Any) -> list[Any]:
    """Up to five things that differ: (what, in SQL, by the oracle)."""
    if not isinstance(here, dict):
        return sorted(here ^ there)[:5]
    keys = [key for key in here.keys() | there.keys() if here.get(key) != there.get(key)]
    return [(key, here.get(key), there.get(key)) for key in keys[:5]]
