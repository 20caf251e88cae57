"""Bytes of the log → a parcel: a message of ours, or a dead letter with its reason.

Fully checked here, before any transaction: types, ranges, NUL and half surrogates (`schema.wire`),
that every update is in the partition of its home unit, and that nothing comes from the future.
Neighbours: `batch` groups parcels, `transaction` folds them.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct

from schema.errors import BadMessage
from schema.place import home_of, partition_of
from schema.report import LogReport
from schema.wire import CatalogueIs, ClockTo, Evaluate, LogMessage, decode_log
from stream.core.entry import ids_of
from stream.core.present import check_present

MIDNIGHT_WEIGHT = 100
"""A midnight walks over all tasks: after a long absence twenty of them are a transaction."""


class DeadLetter(Struct, frozen=True, kw_only=True):
    """Why a message of the log could not be folded."""

    path: str
    reason: str
    our_fault: bool = False


class Parcel(Struct, frozen=True, kw_only=True):
    """One message of the log, opened."""

    partition: int
    offset: int
    raw: bytes | None
    content: LogMessage | DeadLetter

    @property
    def weight(self) -> int:
        """Its work, in updates: those it carries, or what it does to every task; at least 1."""
        match self.content:
            case LogReport(updates=updates):
                return len(updates)
            case ClockTo():
                return MIDNIGHT_WEIGHT
            case Evaluate(tasks=tasks):
                return max(len(tasks), 1)
            case _:
                return 1

    @property
    def recomputes(self) -> bool:
        """Whether it may have every task of its partition judged anew: work for minutes.

        A midnight does when it comes late: then much was counted on the day before it.
        """
        return isinstance(self.content, CatalogueIs | ClockTo)

    @property
    def place(self) -> str:
        """Where in the log it lies, in words."""
        return f"partition {self.partition} offset {self.offset}"

    def returned(self, path: str, reason: str, *, our_fault: bool = False) -> Parcel:
        """This message as a dead letter."""
        letter = DeadLetter(path=path, reason=reason, our_fault=our_fault)
        return Parcel(partition=self.partition, offset=self.offset, raw=self.raw, content=letter)


def ids_in(parcels: Iterable[Parcel]) -> list[str]:
    """The ids of all entries in these messages, in their order."""
    reports = (one.content for one in parcels if isinstance(one.content, LogReport))
    return [identity for report in reports for identity in ids_of(report)]


class Opener:
    """Opens messages of a log with a fixed number of partitions."""

    def __init__(self, partitions: int) -> None:
        self._partitions = partitions
        self._places: dict[str, int] = {}

    def open(
        self, partition: int, offset: int, raw: bytes | None, appended: datetime | None = None
    ) -> Parcel:
        """The parcel at this place of the log; never raises for what it holds.

        `appended` is when the log took it; None: not known, then no time in it is too late.
        """
        content = self._content(partition, raw, appended)
        return Parcel(partition=partition, offset=offset, raw=raw, content=content)

    def _content(
        self, partition: int, raw: bytes | None, appended: datetime | None
    ) -> LogMessage | DeadLetter:
        try:
            message = decode_log(raw)
            if appended is not None:
                check_present(message, appended)
            if isinstance(message, LogReport):
                self._check_place(message, partition)
        except BadMessage as bad:
            return DeadLetter(path=bad.path, reason=bad.reason)
        return message

    def _check_place(self, report: LogReport, partition: int) -> None:
        for index, update in enumerate(report.updates):
            home = home_of(update, report.spoken_for)
            if self._place(home) != partition:
                raise BadMessage(
                    f"$.updates[{index}].subject",
                    f"expected partition {self._place(home)}, where {home} is at home; "
                    f"got partition {partition}",
                )

    def _place(self, home: str) -> int:
        place = self._places.get(home)
        if place is None:
            place = self._places[home] = partition_of(home, self._partitions)
            if len(self._places) > _MOST_PLACES:
                self._places.clear()
        return place


_MOST_PLACES = 100_000
