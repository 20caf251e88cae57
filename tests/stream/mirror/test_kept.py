"""What the first site has in SQL alone goes over when it is new, and seals are never remade."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
import time_machine

from schema.catalogue import Catalogue, empty
from schema.catalogue_store import Stored
from schema.errors import Contradiction
from schema.queries import load
from schema.settings import Settings
from stream.mirror import kept as module
from stream.mirror.kept import Kept
from tests.stream.mirror.twins import Database

SQL = load("kept")
NOW = datetime(2026, 11, 22, 7, tzinfo=UTC)
BORN = datetime(2026, 1, 1, tzinfo=UTC)
SENT, WAITING = UUID(int=1), UUID(int=2)


class Sites:
    """Two databases."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.first = Database(
            {
                SQL.versions: [(3, empty().body)],
                SQL.born: [(BORN,)],
                SQL.keys: [('[{"name": "a"}]',)],
                SQL.webhooks: [("[]",)],
                SQL.volumes: [("[]",)],
                SQL.seals: [('{"league": "provinces"}',)],
                SQL.done: [([SENT],)],
                SQL.waiting: [([WAITING],)],
                SQL.judges: [(True,)],
            }
        )
        self.own = Database({SQL.newest_version: [(2,)], SQL.newest_seal: [("2026-01-01",)]})
        self.stored: list[Catalogue] = []
        self.version = 3
        first, own = Settings(database_url="first"), Settings(database_url="own")
        self.kept = Kept(first, own)

        async def connect(settings: Settings, **limits: str) -> Database:
            assert (limits == {"default_transaction_read_only": "on"}) == (settings is first)
            return self.first if settings is first else self.own

        async def store(connection: Any, catalogue: Catalogue, day: Any) -> Stored:
            assert connection is self.own
            self.stored.append(catalogue)
            return Stored(version=self.version, new=True)

        monkeypatch.setattr(module, "connect_async", connect)
        monkeypatch.setattr(module, "store", store)


@pytest.fixture
def sites(monkeypatch: pytest.MonkeyPatch) -> Sites:
    """The first site has a version, a seal and a key more."""
    return Sites(monkeypatch)


async def test_what_is_new_is_written_once(sites: Sites) -> None:
    await sites.kept.copy()
    await sites.kept.copy()
    assert sites.stored[0].body == empty().body
    assert sites.own.count(SQL.forget_keys) == sites.own.count(SQL.put_keys) == 1
    sites.first.answers[SQL.keys] = [("[]",)]
    await sites.kept.copy()
    assert sites.own.count(SQL.forget_keys) == sites.own.count(SQL.put_keys) == 2
    assert (SQL.put_seal, ('{"league": "provinces"}',)) in sites.own.executed
    assert (SQL.be_born, {"born": BORN}) in sites.own.executed


async def test_what_the_first_site_sent_is_not_ours_to_send(sites: Sites) -> None:
    with time_machine.travel(NOW, tick=False):
        await sites.kept.copy()
        given = {"now": NOW, "done": [SENT], "waiting": [WAITING], "judges": True}
        assert sites.own.executed[-1] == (SQL.settle_elsewhere, given)
        sites.first.answers |= {SQL.done: [(None,)], SQL.waiting: [(None,)], SQL.judges: [(False,)]}
        await sites.kept.copy()
        given = {"now": NOW, "done": [], "waiting": [], "judges": False}
        assert sites.own.executed[-1][1] == given


async def test_a_version_is_fetched_when_a_message_names_it(sites: Sites) -> None:
    await sites.kept.version(3)
    assert len(sites.stored) == 1
    await sites.kept.version(3)
    assert len(sites.stored) == 1, "it is known to be there"
    assert sites.own.count(SQL.put_keys) == 0


async def test_a_version_with_another_number_is_no_mirror(sites: Sites) -> None:
    sites.version = 4
    with pytest.raises(Contradiction, match="catalogue version 3 to be 3 here, got 4"):
        await sites.kept.copy()


async def test_a_catalogue_of_a_newer_version_is_refused_in_words(sites: Sites) -> None:
    sites.first.answers[SQL.versions] = [(3, '{"name_vi": 7}')]
    with pytest.raises(Contradiction, match=r"the first site's version 3: .* or a newer one"):
        await sites.kept.version(3)


async def test_databases_that_stand_still_are_away(
    sites: Sites, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_S", 0.001)

    async def never(*_: Any) -> None:
        await asyncio.get_running_loop().create_future()

    monkeypatch.setattr(sites.first, "execute", never)
    with pytest.raises(TimeoutError):
        await sites.kept.copy()


async def test_a_database_that_was_never_migrated(sites: Sites) -> None:
    sites.first.answers[SQL.born] = []
    with pytest.raises(Contradiction, match="schema migrate"):
        await sites.kept.copy()
