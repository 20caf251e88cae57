"""`/healthz` (this process), `/readyz` (the whole system) and `/-/latency` (a report's way)."""

from __future__ import annotations

from typing import Any

from msgspec import Struct
from redis.asyncio import Redis
from redis.exceptions import RedisError
from starlette.requests import Request
from starlette.responses import Response

from schema.database import AWAY
from schema.process import is_fresh
from schema.queries import load
from web.api.answers import answer
from web.roles import ready
from web.site import Site
from web.within import within

ANSWER_S = 4.0
"""How long the database may take: one that stands still does not say that it does."""
_SQL = load("process")


class Process(Struct, frozen=True, kw_only=True):
    """A process as its heartbeat tells it; `fresh`: heard of within ten seconds."""

    role: str
    instance: str
    fresh: bool
    ready: bool
    age_s: float
    detail: Any


class Health:
    """The endpoints."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def live(self, request: Request) -> Response:
        """This process answers."""
        return answer({"ok": True, "build": self._site.build})

    async def ready(self, request: Request) -> Response:
        """200 when every role has a ready process, every engine answers and no canary is late.

        At a standby the mirror is such a role; where a promise waits for the second site, whether
        that follows is told and asked for, too.
        """
        processes = await self._processes()
        engines = {
            "database": processes is not None,
            "kafka": self._site.log.ready,
            "redis": await self._redis(),
        }
        if self._site.mirrored is not None:
            engines["second_site"] = self._site.mirrored.follows
        told = ((each.role, each.fresh and each.ready) for each in processes or ())
        roles = {n: bool(has) for n, has in ready(told, standby=self._site.country.standby).items()}
        canary = self._site.canary.told()
        ok = all(engines.values()) and all(roles.values()) and not canary["late"]
        content = {"ok": ok, "engines": engines, "roles": roles, "canary": canary}
        content["processes"] = processes or []
        return answer(content, 200 if ok else 503)

    async def latency(self, request: Request) -> Response:
        """Each hop of a report's way to the glass, over the last minutes, in this process."""
        return answer({"build": self._site.build, **self._site.latency.table()})

    async def _processes(self) -> list[Process] | None:
        try:
            return list(map(_process, await within(ANSWER_S, self._rows())))
        except (*AWAY, TimeoutError):
            return None

    async def _rows(self) -> list[tuple[Any, ...]]:
        async with self._site.pool.connection(timeout=2) as connection:
            return await (await connection.execute(_SQL.all)).fetchall()

    async def _redis(self) -> bool:
        try:
            async with Redis.from_url(self._site.settings.redis_url, socket_timeout=2) as redis:
                return bool(await redis.ping())
        except (RedisError, OSError):
            return False


def _process(row: tuple[Any, ...]) -> Process:
    role, instance, _, age, ready, detail = row
    return Process(
        role=role,
        instance=instance,
        fresh=is_fresh(age),
        ready=ready,
        age_s=round(age, 1),
        detail=detail,
    )
