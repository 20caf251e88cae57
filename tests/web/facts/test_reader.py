"""Facts are put together from what is known; SQL is asked for states once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import cast

import pytest

from schema.catalogue import Catalogue, Programme
from schema.clock import Clock
from schema.kpi import KpiState
from schema.measures import MEASURES
from schema.unit import Unit, UnitKind
from tests.web.facts.test_around import reading
from tests.web.fakes import ManualClock, state
from web.facts.around import Around
from web.facts.book import Book, Key
from web.facts.directory import Directory
from web.facts.reader import Reader, is_silent, part
from web.facts.sql import Tables


def unit(code: str, parent: str | None, kind: UnitKind) -> Unit:
    return Unit(
        code=code,
        kind=kind,
        name_vi=code,
        name_en="",
        short_vi=code,
        parent=parent,
        valid_from=date(2025, 3, 1),
    )


PROGRAMME = Programme(
    code="nq57",
    number="57",
    name_vi="NQ57",
    name_en="R57",
    short_vi="57",
    issued=date(2024, 12, 22),
)
UNITS = (unit("vn", None, "root"), unit("vn.15", "vn", "province"), unit("vn.48", "vn", "province"))


class Country:
    """Two provinces, one programme."""

    directory = Directory(
        version=1,
        catalogue=Catalogue(
            name_vi="x", name_en="x", sample=True, units=UNITS, programmes=(PROGRAMME,)
        ),
        day=date(2026, 11, 22),
    )


class Rows:
    """SQL that knows two states."""

    def __init__(self) -> None:
        self.asked: list[list[Key]] = []

    async def states(self, keys: Sequence[Key]) -> list[KpiState]:
        self.asked.append(list(keys))
        return [state("vn", overdue=3), state("vn.15", overdue=2)]

    async def around(self, scope: str, programme: str, known: Directory) -> Around:
        return reading(0)


def reader(*, late: bool = False) -> tuple[Reader, Rows, Book]:
    rows, book = Rows(), Book(ManualClock())
    made = Reader(
        country=Country(),
        book=book,
        tables=cast(Tables, rows),
        clock=Clock(),
        changed=lambda key: None,
        monotonic=ManualClock(),
        to_screen_ms=lambda: 215,
        late=lambda: late,
    )
    return made, rows, book


async def test_facts_of_a_scope() -> None:
    made, _, _ = reader()
    facts = await made.facts("vn", "")
    assert facts is not None and facts.state is not None and facts.pulse is not None
    assert facts.overdue_today == 3
    assert [
        (c.place.code, c.state.counts["overdue"] if c.state else None) for c in facts.children
    ] == [
        ("vn.15", 2),
        ("vn.48", None),
    ]
    assert [(line.code, line.overdue) for line in facts.programmes] == [("nq57", None)]
    assert (facts.pulse.to_screen_ms, facts.sample, facts.feed) == (215, True, "lost")
    made.arounds.close()


async def test_a_late_canary_is_told_unless_worse_is() -> None:
    made, _, book = reader(late=True)
    before = await made.facts("vn", "")
    book.heard()
    after = await made.facts("vn", "")
    assert before is not None and after is not None
    assert (before.feed, after.feed) == ("lost", "late")
    made.arounds.close()


async def test_one_state_is_held_like_any_other() -> None:
    made, rows, _ = reader()
    assert (await made.state("vn.48", "")) is None
    found = await made.state("vn", "")
    assert found is not None and found.counts["overdue"] == 3
    await made.state("vn", "")
    assert rows.asked == [[("vn.48", "")], [("vn", "")]]


async def test_sql_is_asked_once_and_the_stream_goes_on() -> None:
    made, rows, book = reader()
    await made.facts("vn", "")
    book.take(state("vn", version=2, overdue=9))
    book.heard()
    facts = await made.facts("vn", "")
    assert facts is not None
    assert (facts.overdue_today, facts.feed, len(rows.asked)) == (9, "live", 1)
    assert set(rows.asked[0]) == {("vn", ""), ("vn", "nq57"), ("vn.15", ""), ("vn.48", "")}
    made.arounds.close()


async def test_the_parts_of_a_field_are_what_each_unit_holds_of_it() -> None:
    counts = tuple(2 if name == "overdue" else 0 for name in MEASURES)
    parts = part(state("f.A", version=7, overdue=5), "vn.15", counts)
    assert (parts.scope, parts.counts["overdue"], parts.kpi_version) == ("vn.15", 2, 7)


async def test_an_unknown_scope_has_no_facts() -> None:
    made, rows, _ = reader()
    assert await made.facts("vn.77", "") is None
    assert await made.facts("vn", "nq00") is None
    assert rows.asked == []


def test_silent_is_when_every_open_task_is() -> None:
    assert is_silent(state(in_time=2, overdue=1, silent=3))
    assert not is_silent(state(in_time=2, overdue=1, silent=2))
    assert not is_silent(state(done_on_time=4)) and not is_silent(None)


async def test_a_special_zone_is_in_its_province_on_the_nation_s_board_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    zone = unit("vn.48.20333", "vn.48", "commune")
    catalogue = Catalogue(name_vi="x", name_en="x", sample=True, units=(*UNITS, zone))
    known = Directory(version=1, catalogue=catalogue, day=date(2026, 11, 22))
    monkeypatch.setattr(Country, "directory", known)
    made, _, _ = reader()
    for scope, zone_of in (("vn", "vn.48"), ("vn.48", "")):
        facts = await made.facts(scope, "")
        assert facts is not None
        found = {child.place.code: child.special_zone_of for child in facts.children}
        assert found[zone.code] == zone_of
    made.arounds.close()
