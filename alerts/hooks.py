"""The table `webhook`, for the channel of that name."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from alerts.channels.webhook import Hook
from schema.database import AsyncPool
from schema.queries import load

_SQL = load("alerts")


class SqlHooks:
    """Webhooks in SQL; see `alerts.channels.webhook.Hooks`."""

    def __init__(self, pool: AsyncPool) -> None:
        self._pool = pool

    async def find(self, id: UUID) -> Hook | None:
        """The webhook of this id; None when there is none."""
        async with self._pool.connection() as connection:
            row = await (await connection.execute(_SQL.webhook, (id,))).fetchone()
            return Hook(url=row[0], secret=row[1], disabled=row[2]) if row else None

    async def disable(self, id: UUID, now: datetime, why: str) -> None:
        """Put it out of use."""
        async with self._pool.connection() as connection:
            await connection.execute(_SQL.disable_webhook, (now, why, id))
