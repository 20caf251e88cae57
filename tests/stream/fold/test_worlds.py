from __future__ import annotations

from datetime import date

import pytest

from schema.catalogue import Catalogue, Membership
from schema.queries import load
from schema.unit import Unit
from stream.core.world import EMPTY
from stream.fold.worlds import UnknownCatalogue, Worlds, turning_days
from tests.stream.fold.fakes import FakeConnection

BORN, MOVED, ENDED = date(2020, 1, 1), date(2026, 3, 1), date(2026, 7, 1)


def unit(code: str, parent: str | None, valid_to: date | None = None) -> Unit:
    return Unit(
        code=code,
        kind="province",
        name_vi=code,
        name_en=code,
        short_vi=code,
        parent=parent,
        valid_from=BORN,
        valid_to=valid_to,
    )


COUNTRY = Catalogue(
    name_vi="Mẫu",
    name_en="Sample",
    units=(unit("vn", None), unit("vn.a", "vn"), unit("vn.b", "vn", ENDED), unit("vn.c", "vn.b")),
    memberships=(Membership(unit="vn.c", parent="vn.a", valid_from=MOVED),),
)


def database() -> FakeConnection:
    return FakeConnection({load("catalogue").body: [(2, COUNTRY.body)]})


async def test_before_any_catalogue_the_world_is_empty() -> None:
    connection = FakeConnection()
    assert await Worlds().get(connection.real, None, None) is EMPTY
    assert connection.said == []


async def test_the_tree_is_that_of_the_day() -> None:
    worlds, connection = Worlds(), database()
    before = await worlds.get(connection.real, 2, date(2026, 2, 1))
    after = await worlds.get(connection.real, 2, date(2026, 3, 1))
    newest = await worlds.get(connection.real, 2, None)
    assert "vn.b" in before.above("vn.c") and "vn.a" in after.above("vn.c")
    assert after.knows("vn.b") and not newest.knows("vn.b")


async def test_a_version_is_read_once_and_days_alike_share_a_world() -> None:
    worlds, connection = Worlds(), database()
    one = await worlds.get(connection.real, 2, date(2026, 3, 1))
    other = await worlds.get(connection.real, 2, date(2026, 6, 30))
    assert one is other and len(connection.said) == 1


async def test_a_version_nobody_has() -> None:
    with pytest.raises(UnknownCatalogue, match="expected catalogue version 9"):
        await Worlds().get(FakeConnection().real, 9, None)


async def test_days_on_which_the_tree_turns() -> None:
    assert turning_days(COUNTRY) == [BORN, MOVED, ENDED]
    worlds = Worlds()
    await worlds.get(database().real, 2, None)
    assert worlds.turns(2, date(2026, 2, 28), MOVED)
    assert not worlds.turns(2, MOVED, date(2026, 6, 30))
    assert worlds.turns(2, date(2026, 2, 1), date(2026, 8, 1)), "also when days are jumped"
    assert not worlds.turns(None, BORN, ENDED)
    assert not worlds.turns(2, None, ENDED), "a partition without a clock has no day to turn from"
