"""What each sort of end reads, and what a unit has of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, cast

import pytest

from schema.attribution import Counts
from schema.close import Tiers, encode, label, pack
from schema.kpi import encode as encode_state
from schema.measures import MEASURES, WIDTH
from schema.quality import Quality
from tests.web.fakes import state
from web.compose.moment import CLOSE, HISTORY, NOW, Moment
from web.compose.why import Leaf
from web.pages import kept as room
from web.pages.kept import own_leaves, rows

AT = datetime(2026, 11, 21, 3, tzinfo=UTC)
TIERS = Tiers(quality=Quality(slots=3))


def answers(monkeypatch: pytest.MonkeyPatch, **found: list[Any]) -> list[str]:
    asked: list[str] = []

    async def rows(_: Any, name: str, given: dict[str, Any]) -> list[Any]:
        asked.append(name)
        return found.get(name, [])

    monkeypatch.setattr(room, "rows", rows)
    return asked


async def read(of: Moment) -> tuple[Mapping[str, Counts], Mapping[str, Tiers]]:
    connection, scopes = cast("Any", None), ["vn", "vn.15"]
    made = await room.counts(connection, of, scopes), await room.tiers(connection, of, scopes)
    return made[0](), made[1]()


async def test_the_present_is_what_is_published(monkeypatch: pytest.MonkeyPatch) -> None:
    now = state("vn")
    answers(monkeypatch, states_now=[("vn", encode_state(now).decode())])
    counts, tiers = await read(Moment(at=AT, day=None, kept=NOW))
    assert counts == {"vn": now.counts} and tiers["vn"].quality == now.quality
    assert set(tiers) == {"vn"}


async def test_a_close_is_read_from_its_shelves(monkeypatch: pytest.MonkeyPatch) -> None:
    body = pack({label("vn", ""): TIERS, label("vn", "nq57"): Tiers(), label("tw", ""): TIERS})
    asked = answers(monkeypatch, counts_on=[("vn", [7])], shelves_on=[(body,)])
    counts, tiers = await read(Moment(at=AT, day=date(2026, 11, 20), kept=CLOSE))
    assert asked == ["counts_on", "shelves_on"]
    assert counts["vn"]["done_on_time"] == 7 and tiers == {"vn": TIERS}


async def test_within_a_day_by_what_was_kept_last(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = [("vn", encode(TIERS).decode())]
    asked = answers(monkeypatch, counts_by=[("vn", [5]), ("vn.15", [2])], tiers_by=kept)
    counts, tiers = await read(Moment(at=AT, day=None, kept=HISTORY))
    assert asked == ["counts_by", "tiers_by"]
    assert counts["vn.15"]["done_on_time"] == 2 and tiers == {"vn": TIERS}
    assert len(counts["vn"]) == WIDTH


async def test_rows_are_taken_in_lots(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many rows at once would keep the loop from everything else."""
    left = list(range(5))
    turns: list[int] = []

    class Cursor:
        async def fetchmany(self, size: int) -> list[int]:
            lot, left[:] = left[:size], left[size:]
            asyncio.get_running_loop().call_soon(turns.append, len(left))
            return lot

    class Connection:
        async def execute(self, statement: str, given: dict[str, Any]) -> Cursor:
            return Cursor()

    monkeypatch.setattr(room, "LOT", 2)
    found: list[Any] = await rows(cast("Any", Connection()), "closed_days", {})
    assert found == [0, 1, 2, 3, 4]
    assert turns == [3, 1, 0], "others had their turn after each"


def test_what_a_unit_leads_itself_is_its_own() -> None:
    def counts(overdue: int) -> dict[str, int]:
        return dict.fromkeys(MEASURES, 0) | {"overdue": overdue}

    known = {"vn": counts(9), "vn.15": counts(5), "vn.15.00001": counts(5), "vn.46": counts(4)}
    below = {"vn": ("vn.15", "vn.46", "vn.99"), "vn.15": ("vn.15.00001",)}
    found = own_leaves("vn", known, lambda unit: below.get(unit, ()))
    assert {leaf: own["overdue"] for leaf, own in found.items()} == {
        Leaf("vn.15.00001"): 5, Leaf("vn.46"): 4,
    }  # fmt: skip
