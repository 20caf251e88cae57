from __future__ import annotations

import pytest

from schema.catalogue import empty
from schema.queries import load
from stream.core.world import EMPTY
from stream.fold.worlds import UnknownCatalogue, Worlds
from tests.builders import at
from tests.stream.fold.fakes import FakeConnection


def database() -> FakeConnection:
    return FakeConnection({load("catalogue").body: [(2, empty().body)]})


async def test_before_any_catalogue_the_world_is_empty() -> None:
    connection = FakeConnection()
    assert await Worlds().get(connection.real, None) is EMPTY
    assert connection.said == []


async def test_a_version_is_read_once() -> None:
    worlds, connection = Worlds(), database()
    one = await worlds.get(connection.real, 2)
    other = await worlds.get(connection.real, 2)
    assert one is other and len(connection.said) == 1
    assert one.version == 2 and one.at(at()).knows("vn")


async def test_a_version_nobody_has() -> None:
    with pytest.raises(UnknownCatalogue, match="expected catalogue version 9"):
        await Worlds().get(FakeConnection().real, 9)
