"""Worlds (catalogue versions as the fold sees them), read once each.

The tree of a version changes only on the days its units begin, end or move; between them one World
serves every day. Called by `load` and `transaction`.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date

from msgspec import Struct
from psycopg import AsyncConnection

from schema.catalogue import Catalogue
from schema.catalogue_store import read
from schema.database import Row
from schema.errors import NhipError
from stream.core.fold import NEWEST_DAY
from stream.core.world import EMPTY, World, of_catalogue


class UnknownCatalogue(NhipError):
    """The log names a catalogue version that is not in SQL."""


class _Version(Struct, frozen=True):
    catalogue: Catalogue
    turns: list[date]
    """Days on which the tree changes, ascending."""


class Worlds:
    """A cache of worlds; versions are immutable, so nothing in it grows old."""

    def __init__(self) -> None:
        self._versions: dict[int, _Version] = {}
        self._worlds: dict[tuple[int, int], World] = {}

    async def get(
        self, connection: AsyncConnection[Row], version: int | None, day: date | None
    ) -> World:
        """The world of a version on a local day (None: its newest); EMPTY before any catalogue.

        Raises UnknownCatalogue.
        """
        if version is None:
            return EMPTY
        known = await self._version(connection, version)
        day = day or NEWEST_DAY
        key = (version, bisect_right(known.turns, day))
        world = self._worlds.get(key)
        if world is None:
            world = self._worlds[key] = of_catalogue(known.catalogue, version, day)
        return world

    def turns(self, version: int | None, before: date | None, after: date) -> bool:
        """Whether the tree changes between two local days under a version that was read."""
        known = None if version is None else self._versions.get(version)
        if known is None or before is None:
            return False
        return bisect_right(known.turns, before) != bisect_right(known.turns, after)

    async def _version(self, connection: AsyncConnection[Row], version: int) -> _Version:
        known = self._versions.get(version)
        if known is None:
            found = await read(connection, version)
            if found is None:
                raise UnknownCatalogue(
                    f"expected catalogue version {version} in the database, found none; "
                    "load its file again (python -m schema catalogue load)"
                )
            known = self._versions[version] = _Version(found[1], turning_days(found[1]))
        return known


def turning_days(catalogue: Catalogue) -> list[date]:
    """The days on which the tree of a catalogue changes, ascending."""
    days = {unit.valid_from for unit in catalogue.units}
    days |= {unit.valid_to for unit in catalogue.units if unit.valid_to is not None}
    days |= {move.valid_from for move in catalogue.memberships}
    return sorted(days)
