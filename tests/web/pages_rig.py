"""A site without engines: pages are rendered from made-up facts, SQL is answered from a table."""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import date, datetime
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from psycopg import DataError
from starlette.applications import Starlette
from starlette.testclient import TestClient

from schema.catalogue import Catalogue, League, Programme
from schema.queries import load
from schema.unit import Unit, UnitKind
from tests.web.country import nation
from tests.web.states import NAMES, NOW
from web.compose.board import board_view
from web.compose.view import BoardView
from web.facts.directory import Directory
from web.facts.public import Pictures
from web.pages.problem import Problems
from web.pages.reads import Reads
from web.pages.routes import routes

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from schema.database import AsyncPool
    from schema.kpi import KpiState
    from web.site import Site

SINCE = date(2025, 7, 1)
ROOMS = ("public", "pages", "parts", "past", "history", "ranking", "why")
"""Files of statements that pages read by."""
Rows = list[tuple[Any, ...]]


def unit(
    code: str, kind: UnitKind, name: str, parent: str | None, league: str | None = None
) -> Unit:
    """A unit that exists since the day the two-tier model began."""
    short = name.removeprefix("Tỉnh ").removeprefix("Thành phố ").removeprefix("Xã ")
    return Unit(code=code, kind=kind, name_vi=name, name_en="", short_vi=short, parent=parent,
                valid_from=SINCE, league=league, sort_key=short)  # fmt: skip


UNITS = (
    unit("vn", "root", "Toàn quốc", None),
    unit("tw", "central_group", "Cơ quan Trung ương", "vn"),
    unit("tw.btc", "central_body", "Bộ Tài chính", "tw", "central"),
    *(unit(code, "province", name, "vn", "provinces") for code, name in NAMES.items()),
    unit("vn.15.00001", "commune", "Xã Sa Pả", "vn.15", "communes.vn.15"),
    unit("vn.38.00002", "commune", "Xã Sa Pả", "vn.38", "communes.vn.38"),
)
CATALOGUE = Catalogue(
    name_vi="Nước mẫu",
    name_en="Sample",
    sample=True,
    units=UNITS,
    leagues=(
        League(code="central", name_vi="Cơ quan Trung ương", name_en="Central bodies"),
        League(code="provinces", name_vi="Tỉnh, thành phố", name_en="Provinces"),
        League(code="communes.vn.15", name_vi="Xã của Lào Cai", name_en="Communes of Lào Cai"),
    ),
    programmes=(
        Programme(code="nq57", number="57-NQ/TW", name_vi="Nghị quyết 57", name_en="Resolution 57",
                  short_vi="NQ57", issued=date(2024, 12, 22)),
    ),
)  # fmt: skip


class Cursor:
    """The rows of one statement."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    async def fetchall(self) -> Rows:
        return self._rows

    async def fetchmany(self, size: int) -> Rows:
        lot, self._rows = self._rows[:size], self._rows[size:]
        return lot


class Tables:
    """A pool that knows the answer to each statement of these rooms by its name; none is empty."""

    def __init__(self, answers: dict[str, Rows]) -> None:
        rooms = [load(room) for room in ROOMS]
        self._answers = {
            getattr(room, name): rows
            for room in rooms
            for name, rows in answers.items()
            if hasattr(room, name)
        }
        self.asked: list[dict[str, Any]] = []

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Tables]:
        yield self

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[None]:
        yield

    async def execute(self, statement: str, given: dict[str, Any] | None = None) -> Cursor:
        self.asked.append(given or {})
        refuse_unwritable(given or {})
        return Cursor(self._answers.get(statement, []))


def refuse_unwritable(given: dict[str, Any]) -> None:
    """As PostgreSQL: no text holds a NUL, all of it is UTF-8, and integers have 64 bits."""
    for value in given.values():
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, int) and abs(each) >= 1 << 63:
                raise DataError("bigint out of range")
            if isinstance(each, str):
                each.encode()
                if "\0" in each:
                    raise DataError("PostgreSQL text fields cannot contain NUL (0x00) bytes")


class ManualSite:
    """What pages ask of `web.site.Site`."""

    build = "b1"

    def __init__(
        self,
        answers: dict[str, Rows] | None = None,
        profile: str = "demo",
        readers: str = "internal",
    ) -> None:
        self.settings = SimpleNamespace(profile=profile, readers=readers)
        self.clock = SimpleNamespace(now=self.now)
        self.country = SimpleNamespace(
            directory=Directory(version=1, catalogue=CATALOGUE, day=date(2026, 11, 22)),
            standby=False,
        )
        self.pool = Tables(answers or {})
        self.pictures = Pictures(
            cast("AsyncPool", self.pool), lambda: self.country.directory, float
        )
        self.reader = SimpleNamespace(state=self.state)

    async def state(self, scope: str, programme: str) -> KpiState | None:
        found = await Reads(as_site(self)).states([scope], programme)
        return found.get(scope)

    def now(self) -> datetime:
        return NOW

    async def board(self, scope: str, programme: str, lang: str) -> BoardView | None:
        known = self.country.directory.knows(scope, programme)
        return board_view(nation(), lang) if known else None


def as_site(manual: ManualSite) -> Site:
    """The same, as far as types are concerned."""
    return cast("Site", manual)


def client(
    answers: dict[str, Rows] | None = None, profile: str = "demo", readers: str = "internal"
) -> TestClient:
    """A browser on the pages of a site with these answers."""
    site = as_site(ManualSite(answers, profile, readers))
    problems = Problems(site).handle
    app = Starlette(routes=routes(site), exception_handlers={404: problems, 400: problems})
    return TestClient(app, headers={"accept": "text/html"}, follow_redirects=False)
