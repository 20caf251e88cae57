from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta
from typing import Any, cast

from schema.clock import day_end
from schema.measures import ZERO
from stream.kpi.operational.points import Points
from stream.roll import write
from stream.roll.write import Connection

DAY = date(2026, 11, 19)
AT = day_end(DAY)


class Notes:
    """A connection that writes down what it is told."""

    def __init__(self) -> None:
        self.executed: list[Any] = []
        self.copied = ""

    async def execute(self, query: str, given: Any = None) -> None:
        self.executed.append(given)

    @asynccontextmanager
    async def cursor(self) -> AsyncIterator[Notes]:
        yield self

    @asynccontextmanager
    async def copy(self, query: str) -> AsyncIterator[Notes]:
        yield self

    async def write(self, text: str) -> None:
        self.copied += text


def on(notes: Notes) -> Connection:
    return cast(Connection, notes)


async def test_states_go_in_one_statement() -> None:
    notes = Notes()
    await write.states(on(notes), {("vn", ""): b"{}", ("vn", "nq57"): b"[]"}, 7, AT)
    assert notes.executed == [
        {"kpi_version": 7, "as_of": AT, "scopes": ["vn", "vn"], "programmes": ["", "nq57"],
         "states": ["{}", "[]"]}
    ]  # fmt: skip


async def test_nothing_to_write_is_not_written() -> None:
    notes = Notes()
    await write.states(on(notes), {}, 7, AT)
    await write.forget(on(notes), [])
    await write.history(on(notes), {}, AT, 7)
    assert (notes.executed, notes.copied) == ([], "")


async def test_closes_are_rows_of_text() -> None:
    notes = Notes()
    await write.close(on(notes), DAY, AT, [(("vn", "nq57"), ZERO)])
    zeros = "{" + ",".join("0" * len(ZERO)) + "}"
    assert notes.copied == f"vn\tnq57\t2026-11-19\t1\t{AT.isoformat()}\t{zeros}\n"


async def test_history_names_instant_and_version() -> None:
    notes = Notes()
    await write.history(on(notes), {("vn", ""): (1, 2)}, AT, 7)
    assert notes.copied == f"vn\t\t{AT.isoformat()}\t7\t{{1,2}}\t\\N\n"


async def test_every_scope_has_its_turn_within_thirty_closes() -> None:
    notes = Notes()
    for n in range(30):
        await write.carry(on(notes), DAY + timedelta(days=n))
    assert notes.executed[0] == {"at": AT, "turn": DAY.toordinal() % 30}
    assert {given["turn"] for given in notes.executed} == set(range(30))


async def test_what_a_code_holds_cannot_break_a_row() -> None:
    notes = Notes()
    await write.history(on(notes), {("a\tb\\c", "d\ne"): (1,)}, AT, 7)
    assert notes.copied.startswith("a\\tb\\\\c\td\\ne\t")


async def test_gone_scopes_and_the_newest_version() -> None:
    notes = Notes()
    await write.forget(on(notes), {("b", ""), ("a", "x")})
    await write.move_on(on(notes), 8, DAY)
    assert notes.executed == [(["a", "b"], ["x", ""]), (8, DAY)]


CURVE = Points(
    first=date(2026, 6, 1), last=date(2026, 6, 3), step=2, alike=False, values=(0, 10_000_000)
)


async def test_curves_are_replaced_and_taken_away() -> None:
    notes = Notes()
    await write.curves(on(notes), {("vn", "nq57"): CURVE, ("tw", ""): None}, anew=False)
    assert notes.executed == [(["vn", "tw"], ["nq57", ""])]
    assert notes.copied == "vn\tnq57\t2026-06-01\t2026-06-03\t2\tf\t{0,10000000}\n"


async def test_curves_anew_replace_all_there_are() -> None:
    notes = Notes()
    await write.curves(on(notes), {}, anew=True)
    assert (notes.executed, notes.copied) == ([None], "")
