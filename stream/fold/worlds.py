"""Worlds (catalogue versions as the fold sees them), read once each.

Called by `load` and `drive`.
"""

from __future__ import annotations

from psycopg import AsyncConnection

from schema.catalogue_store import read
from schema.database import Row
from schema.errors import NhipError
from stream.core.world import EMPTY, World, of_catalogue


class UnknownCatalogue(NhipError):
    """The log names a catalogue version that is not in SQL."""


class Worlds:
    """A cache of worlds; versions are immutable, so nothing in it grows old."""

    def __init__(self) -> None:
        self._worlds: dict[int, World] = {}

    async def get(self, connection: AsyncConnection[Row], version: int | None) -> World:
        """The world of a version; EMPTY before any catalogue. Raises UnknownCatalogue."""
        if version is None:
            return EMPTY
        world = self._worlds.get(version)
        if world is None:
            found = await read(connection, version)
            if found is None:
                raise UnknownCatalogue(
                    f"expected catalogue version {version} in the database, found none; "
                    "load its file again (python -m schema catalogue load)"
                )
            world = self._worlds[version] = of_catalogue(found[1], version)
        return world
