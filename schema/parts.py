"""A report in the log: one part a home unit, each in the partition of its home and fit for it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import msgspec

from schema.place import home_of, partition_of
from schema.report import LogReport, Report
from schema.update import Update
from schema.wire import MAX_MESSAGE


class Located(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a report with the place in the log it goes to."""

    home: str
    partition: int
    report: LogReport


def split(report: Report, received_at: datetime, partitions: int) -> list[Located]:
    """The parts of a report, stamped as received: one per home unit, each fit for the log."""
    by_home: dict[str, list[Update]] = {}
    for update in report.updates:
        by_home.setdefault(home_of(update, report.spoken_for), []).append(update)
    pieces = [(home, piece) for home, updates in by_home.items() for piece in _fitting(updates)]
    fields = {name: getattr(report, name) for name in report.__struct_fields__}
    return [
        Located(
            home=home,
            partition=partition_of(home, partitions),
            report=LogReport(
                **{**fields, "updates": updates},
                received_at=received_at,
                part=part,
                parts=len(pieces),
            ),
        )
        for part, (home, updates) in enumerate(pieces)
    ]


def _fitting(updates: list[Update]) -> Iterator[list[Update]]:
    """Runs of updates whose messages stay below the limit of the log."""
    room = MAX_MESSAGE - 4_096
    run: list[Update] = []
    size = 0
    for update in updates:
        length = len(msgspec.json.encode(update)) + 1
        if run and size + length > room:
            yield run
            run, size = [], 0
        run.append(update)
        size += length
    yield run
