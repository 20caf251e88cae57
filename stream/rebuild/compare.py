"""The live build and the new one, table by table: what is the same, and what is not.

Each side says in its own snapshot what a key is worth, as text; here they meet. The statements are
in ``schema/sql/queries/rebuild.sql``. Pure but for `read`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, LiteralString

from msgspec import Struct
from msgspec.structs import replace
from psycopg import AsyncConnection

from schema.database import Row
from schema.queries import load

_SQL = load("rebuild")
PLAIN: Mapping[str, LiteralString] = {
    "task states": _SQL.tasks,
    "standings": _SQL.standings,
    "verdicts on updates": _SQL.verdicts,
    "leaves": _SQL.leaves,
    "day closes of leaves": _SQL.leaf_days,
}
"""What is compared key by key: its name → the statement."""
DAYS = "kpi_day"
SHOWN = 5
"""Differences told of a table."""
_WIDE = 100

Told = Mapping[str, str]


class Compared(Struct, frozen=True, kw_only=True):
    """One table of both builds."""

    name: str
    keys: int
    left_out: int = 0
    differ: tuple[tuple[str, str | None, str | None], ...] = ()
    """(key, live, anew); None: it is not there."""

    @property
    def shown(self) -> list[str]:
        """The keys of the differences that are told."""
        return [key for key, *_ in self.differ[:SHOWN]]

    @property
    def lines(self) -> Iterator[str]:
        """What is printed of it."""
        beside = f", {self.left_out:,} moving and left out" if self.left_out else ""
        if not self.differ:
            yield f"  {self.name:<22} {self.keys:>9,} compared{beside}: the same"
            return
        yield f"  {self.name:<22} {self.keys:>9,} compared{beside}: {len(self.differ):,} DIFFER"
        for key, live, anew in self.differ[:SHOWN]:
            here, there = _shortened(live, anew)
            yield f"    {key}"
            yield f"      live  {here}"
            yield f"      anew  {there}"
        if len(self.differ) > SHOWN:
            yield f"    … and {len(self.differ) - SHOWN:,} more"


def compared(name: str, live: Told, anew: Told, left_out: Collection[str] = ()) -> Compared:
    """Two sides of a table; keys in `left_out` are not looked at."""
    keys = (live.keys() | anew.keys()) - set(left_out)
    differ = sorted(key for key in keys if live.get(key) != anew.get(key))
    return Compared(
        name=name,
        keys=len(keys),
        left_out=len(left_out),
        differ=tuple((key, live.get(key), anew.get(key)) for key in differ),
    )


def in_words(found: Compared, live: Told, anew: Told) -> Compared:
    """The same, with what the two sides say in words of the differences that are told."""
    head = tuple((key, live.get(key), anew.get(key)) for key in found.shown)
    return replace(found, differ=head + found.differ[SHOWN:])


async def read(connection: AsyncConnection[Row], query: LiteralString, given: Any = None) -> Told:
    """What a build says: the last column by those before it."""
    cursor = await connection.execute(query, given)
    return {"@".join(map(str, row[:-1])): str(row[-1]) for row in await cursor.fetchall()}


def _shortened(live: str | None, anew: str | None) -> tuple[str, str]:
    """Both from a little before the first place where they differ."""
    if live is None or anew is None:
        return _start(live), _start(anew)
    pairs = enumerate(zip(live, anew, strict=False))
    alike = next((n for n, (a, b) in pairs if a != b), min(len(live), len(anew)))
    word = 0 if alike < _WIDE // 2 else live.rfind(" ", 0, alike) + 1
    begin = max(word, alike - _WIDE // 2)
    label = "" if begin == word else live[word:alike].partition("=")[0] + "=…"
    before = "… " if word else ""
    here, there = (before + label + one[begin : begin + _WIDE] for one in (live, anew))
    return here, there


def _start(worth: str | None) -> str:
    return "(not there)" if worth is None else worth[:_WIDE]
