"""Twins of what the web depends on: a socket that can be full, a clock that is set, facts."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import msgspec
from psycopg import OperationalError

from schema.database import AsyncPool
from schema.kpi import Headline, KpiState, Sentence
from schema.measures import MEASURES
from web.compose.facts import BoardFacts, Place, Pulse, PulseBin
from web.frames import Frame
from web.viewer import Viewer

T0 = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)


class ListWire:
    """A socket that keeps what it is given, unless it is `full`."""

    def __init__(self) -> None:
        self.full = False
        self.frames: list[Frame] = []
        self._catch_up: Callable[[], None] | None = None

    def push(self, frame: Frame) -> bool:
        if not self.full:
            self.frames.append(frame)
        return not self.full

    def when_writable(self, catch_up: Callable[[], None]) -> None:
        self._catch_up = catch_up

    def drain(self) -> None:
        """The browser has read everything: room again."""
        self.full = False
        assert self._catch_up is not None
        self._catch_up()

    @property
    def messages(self) -> list[dict[str, Any]]:
        return [json.loads(frame.payload) for frame in self.frames]


def viewer(wire: ListWire, closed: list[tuple[int, str]] | None = None) -> Viewer:
    """A viewer on `wire`; where it is closed is noted in `closed`."""
    record = closed if closed is not None else []
    return Viewer(wire, lambda code, reason: record.append((code, reason)))


class ManualClock:
    """Unix seconds that stand still until moved."""

    def __init__(self, at: float = 1_800_000_000.0) -> None:
        self.at = at

    def __call__(self) -> float:
        return self.at


def state(scope: str = "vn", *, version: int = 1, **counts: int) -> KpiState:
    """A KPI state with the given measures, the others 0."""
    return KpiState(
        scope=scope,
        kpi_version=version,
        as_of=T0,
        clock=T0,
        positions={0: 1},
        counts=dict.fromkeys(MEASURES, 0) | counts,
        headline=Headline(rule="H7", vi=Sentence(line=()), en=Sentence(line=())),
    )


def pulse(first: datetime = T0, *, last: int | None = 7) -> Pulse:
    """288 bins from `first`; two of them gaps, the last with `last` updates."""
    bins = [
        PulseBin(
            start=first + timedelta(minutes=5 * i),
            updates=None if i in (30, 31) else (i * 7) % 50,
            low=3.0,
            high=30.5,
        )
        for i in range(288)
    ]
    bins[-1] = msgspec.structs.replace(bins[-1], updates=last)
    return Pulse(bins=tuple(bins))


def facts(known: KpiState | None = None, shown: Pulse | None = None) -> BoardFacts:
    """Facts of the nation's board with nothing beside its state and pulse."""
    root = Place(code="vn", kind="root", name_vi="Toàn quốc", name_en="Nation")
    return BoardFacts(
        path=(root,),
        programme="",
        state=known,
        children=(),
        programmes=(),
        urge=(),
        pulse=shown,
        notable=(),
        notable_more=0,
        wave=None,
        overdue_today=None,
        bottlenecks=None,
        server_time=T0,
        sample=True,
    )


class FakePool:
    """A pool whose statements answer by a piece of their text; `away`: as without a database."""

    def __init__(self, rows: dict[str, list[tuple[Any, ...]]], *, away: bool = False) -> None:
        self.rows = rows
        self.away = away
        self.executed: list[tuple[str, Any]] = []

    def as_pool(self) -> AsyncPool:
        """For the type checker."""
        return cast(AsyncPool, self)

    @asynccontextmanager
    async def connection(self, **_: float) -> AsyncIterator[FakePool]:
        if self.away:
            raise OperationalError("the database is away")
        yield self

    @asynccontextmanager
    async def pipeline(self) -> AsyncIterator[None]:
        yield

    async def execute(self, query: str | bytes, values: Any = ()) -> FakeCursor:
        text = query.decode() if isinstance(query, bytes) else query
        self.executed.append((text, values))
        found = [rows for piece, rows in self.rows.items() if piece in text]
        assert len(found) <= 1, f"more than one answer for {text}"
        return FakeCursor(found[0] if found else [])


class FakeCursor:
    """Rows that were prepared."""

    def __init__(self, rows: list[tuple[Any, ...]]) -> None:
        self._rows = rows

    async def fetchall(self) -> list[tuple[Any, ...]]:
        return self._rows

    async def fetchone(self) -> tuple[Any, ...] | None:
        return self._rows[0] if self._rows else None
