"""A connection that answers from a list, and parcels by the handful."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any, cast

from psycopg import AsyncConnection

from schema.database import Row
from schema.report import LogReport
from schema.update import Update
from schema.wire import LogMessage, encode
from stream.fold.decode import DeadLetter, Parcel
from tests.builders import COMMUNE, progress, report

Answers = Mapping[str, Sequence[Row] | Exception]


class FakeCursor:
    """The rows of one answer."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = list(rows)

    async def fetchall(self) -> list[Row]:
        """All of them."""
        return self._rows

    async def fetchone(self) -> Row | None:
        """The first."""
        return self._rows[0] if self._rows else None


class FakeCopy:
    """Takes rows."""

    def __init__(self) -> None:
        self.types: Sequence[str] = ()
        self.rows: list[tuple[Any, ...]] = []

    def set_types(self, types: Sequence[str]) -> None:
        """Remember the types."""
        self.types = types

    async def write_row(self, row: tuple[Any, ...]) -> None:
        """Take a row; there is a type for each cell."""
        assert len(row) == len(self.types)
        self.rows.append(row)


class FakeConnection:
    """Remembers the statements and answers with the rows, or the error, given for them."""

    def __init__(self, answers: Answers | None = None) -> None:
        self.answers = dict(answers or {})
        self.said: list[str] = []
        self.values: list[Any] = []
        self.copies: dict[str, FakeCopy] = {}
        self.info = SimpleNamespace(server_version=180_000)

    @property
    def real(self) -> AsyncConnection[Row]:
        """Itself, for what takes a connection."""
        return cast("AsyncConnection[Row]", self)

    async def execute(self, statement: Any, values: Any = (), **_: Any) -> FakeCursor:
        """Note the statement; answer with what was given for it."""
        text = statement.decode() if isinstance(statement, bytes) else str(statement)
        self.said.append(text)
        self.values.append(values)
        answer = self.answers.get(text, ())
        if isinstance(answer, Exception):
            raise answer
        return FakeCursor(answer)

    async def executemany(self, statement: Any, given: Sequence[tuple[Any, ...]]) -> None:
        for values in given:
            await self.execute(statement, values)

    @asynccontextmanager
    async def pipeline(self) -> AsyncIterator[None]:
        """Statements go one by one here."""
        yield

    @asynccontextmanager
    async def cursor(self) -> AsyncIterator[FakeConnection]:
        """The connection is its own cursor."""
        yield self

    @asynccontextmanager
    async def copy(self, statement: str) -> AsyncIterator[FakeCopy]:
        """Note the statement, take the rows, then fail if told to."""
        self.said.append(statement)
        self.values.append(None)
        self.copies[statement] = copy = FakeCopy()
        yield copy
        answer = self.answers.get(statement)
        if isinstance(answer, Exception):
            raise answer


def parcel(message: LogMessage, partition: int = 0, offset: int = 0) -> Parcel:
    """A message as it lies in the log."""
    return Parcel(partition=partition, offset=offset, raw=encode(message), content=message)


def letter(partition: int = 0, offset: int = 0) -> Parcel:
    """A dead letter as it lies in the log."""
    content = DeadLetter(path="$", reason="expected a message")
    return Parcel(partition=partition, offset=offset, raw=b"?", content=content)


def reported(*updates: Update, **fields: Any) -> LogReport:
    """A report of the commune."""
    return report(*updates, **{"unit": COMMUNE, **fields})


def many(count: int, partition: int = 0, first: int = 0, updates: int = 1) -> list[Parcel]:
    """Parcels in a row, each with so many updates (only their number matters)."""
    said = [progress(0.1) for _ in range(updates)]
    one = reported(*said)
    return [parcel(one, partition, offset) for offset in range(first, first + count)]
