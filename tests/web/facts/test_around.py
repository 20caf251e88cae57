"""What is around is read once, read again when touched, and kept while the database is away."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import pytest
from psycopg import OperationalError

from tests.web.fakes import ManualClock
from web.facts import around as around_module
from web.facts.around import KEPT, Around, Arounds
from web.facts.book import Key


def reading(more: int) -> Around:
    return Around(
        urge=(), notable=(), notable_more=more, wave=(), bottlenecks=(), overdue_before={}, pulse=()
    )


@dataclass
class Table:
    """Readings that count up, and how often each scope changed."""

    read_so_far: int = 0
    away: bool = False
    changed: list[Key] = field(default_factory=list)
    told: asyncio.Event = field(default_factory=asyncio.Event)

    async def read(self, scope: str, programme: str) -> Around:
        if self.away:
            self.told.set()
            raise OperationalError("away")
        self.read_so_far += 1
        return reading(self.read_so_far)

    def note(self, key: Key) -> None:
        self.changed.append(key)
        self.told.set()


async def test_one_reading_serves_many() -> None:
    table = Table()
    arounds = Arounds(table.read, table.note, ManualClock())
    assert [(await arounds.get("vn", "")).notable_more for _ in range(3)] == [1, 1, 1]
    arounds.close()


async def test_a_touched_scope_is_read_again_and_told() -> None:
    table = Table()
    arounds = Arounds(table.read, table.note, ManualClock())
    await arounds.get("vn", "")
    arounds.touch(["vn.15"])
    arounds.touch(["vn"])
    await asyncio.wait_for(table.told.wait(), timeout=5)
    assert (await arounds.get("vn", "")).notable_more == 2
    assert table.changed == [("vn", "")]
    arounds.close()


async def test_without_a_database_the_last_reading_stands() -> None:
    table = Table()
    arounds = Arounds(table.read, table.note, ManualClock())
    await arounds.get("vn", "")
    table.away = True
    arounds.touch_all()
    await asyncio.wait_for(table.told.wait(), timeout=5)
    assert (await arounds.get("vn", "")).notable_more == 1
    assert table.changed == []
    arounds.close()


async def test_one_too_many_is_served_but_not_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(around_module, "MOST", 1)
    table = Table()
    arounds = Arounds(table.read, table.note, ManualClock())
    seen = [(await arounds.get(scope, "")).notable_more for scope in ("vn", "vn.15", "vn.15")]
    assert seen == [1, 2, 3]
    assert (await arounds.get("vn", "")).notable_more == 1
    arounds.close()


async def test_one_that_breaks_is_read_anew() -> None:
    broken = asyncio.Event()

    async def read(scope: str, programme: str) -> Around:
        if broken.is_set():
            raise ValueError("no such column")
        return reading(0)

    arounds = Arounds(read, lambda key: None, ManualClock())
    await arounds.get("vn", "")
    task = arounds._watched[("vn", "")].task
    broken.set()
    arounds.touch_all()
    await asyncio.wait([task], timeout=5)
    with pytest.raises(ValueError, match="no such column"):
        await arounds.get("vn", "")
    arounds.close()


async def test_what_nobody_asks_for_is_dropped() -> None:
    table, clock = Table(), ManualClock()
    arounds = Arounds(table.read, table.note, clock)
    await arounds.get("vn", "")
    clock.at += KEPT + 1
    arounds.forget()
    assert (await arounds.get("vn", "")).notable_more == 2, "read anew"
    arounds.close()
