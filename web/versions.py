"""`GET /-/versions.json`: what is in use, as the parts themselves say it. No address, no secret."""

from __future__ import annotations

import platform
import time
import tomllib
from functools import cache
from importlib.metadata import version
from typing import Any

from psycopg import Error as DatabaseError
from redis.asyncio import Redis
from redis.exceptions import RedisError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from schema.database import connect
from schema.editions import Edition, detect
from web.api.answers import answer
from web.build import ROOT
from web.site import Site

PACKAGES = ("bokeh", "starlette", "uvicorn", "websockets", "aiokafka", "psycopg", "redis")
KEPT = 60.0  # seconds an answer of the engines is repeated


@cache
def ours() -> str:
    """The version of this project."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])


class Versions:
    """The endpoint; engines are asked at most once a minute."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._asked_at = float("-inf")
        self._engines: dict[str, Any] = {}

    async def get(self, request: Request) -> Response:
        """Project, build, Python, packages, engines."""
        if time.monotonic() - self._asked_at > KEPT:
            self._engines = await self._ask()
            self._asked_at = time.monotonic()
        site = self._site
        return answer(
            {
                "nhip": ours(),
                "build": site.build,
                "profile": site.settings.profile,
                "python": platform.python_version(),
                "packages": {name: version(name) for name in PACKAGES},
                "catalogue": {
                    "version": site.country.directory.version,
                    "sample": site.country.directory.sample,
                },
                **self._engines,
                "kafka": {"reachable": site.log.ready, "partitions": site.country.partitions},
            }
        )

    async def _ask(self) -> dict[str, Any]:
        try:
            database: Edition | None = await run_in_threadpool(self._edition)
        except DatabaseError:
            database = None
        return {"database": database, "redis": await self._redis()}

    def _edition(self) -> Edition:
        with connect(self._site.settings) as connection:
            return detect(connection, self._site.settings.names)

    async def _redis(self) -> dict[str, Any] | None:
        try:
            async with Redis.from_url(self._site.settings.redis_url, socket_timeout=2) as redis:
                info: dict[str, Any] = await redis.info("server")
        except (RedisError, OSError):
            return None
        name = info.get("server_name", "redis")
        return {"name": name, "version": info.get(f"{name}_version", info["redis_version"])}
