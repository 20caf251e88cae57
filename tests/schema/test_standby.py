"""Whom a standby follows, and what only a first site does."""

from __future__ import annotations

from typing import Any, cast

import pytest

from schema.errors import SettingsError
from schema.settings import Settings
from schema.standby import born_standby, first_site, refuse_standby, stands_by


class Rows:
    """An answer."""

    def __init__(self, *rows: tuple[Any, ...]) -> None:
        self._rows = rows

    async def execute(self, query: str) -> Rows:
        assert query == "select standby from installation"
        return self

    async def fetchone(self) -> tuple[Any, ...] | None:
        return self._rows[0] if self._rows else None


async def test_who_stands_by() -> None:
    assert await stands_by(cast(Any, Rows((True,))))
    assert not await stands_by(cast(Any, Rows((False,))))
    assert not await stands_by(cast(Any, Rows()))
    assert await born_standby(cast(Any, Rows())) is None


async def test_a_standby_is_told_where_to_do_it() -> None:
    await refuse_standby(cast(Any, Rows((False,))), "load a catalogue")
    with pytest.raises(SettingsError, match="load a catalogue: expected the first site"):
        await refuse_standby(cast(Any, Rows((True,))), "load a catalogue")


def test_the_first_site_has_the_names_of_this_one() -> None:
    own = Settings(prefix="a_", first_kafka="k:1", first_database_url="postgresql://first")
    first = first_site(own)
    assert (first.kafka_bootstrap_servers, first.database_url) == ("k:1", "postgresql://first")
    assert first.names == own.names


@pytest.mark.parametrize("given", [{"first_kafka": "k:1"}, {"first_database_url": "postgresql://"}])
def test_both_addresses_are_needed(given: dict[str, Any]) -> None:
    with pytest.raises(SettingsError, match="NHIP_FIRST_KAFKA and NHIP_FIRST_DATABASE_URL"):
        first_site(Settings(**given))
