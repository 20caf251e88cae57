"""Engines of our own on a small disk of their own, and the keeper that starts them again."""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic

import psutil
import psycopg
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError
from redis import Redis
from redis.exceptions import RedisError

from tests.acceptance.system import until
from tests.conftest import addresses, end_services, start_services

ALIVE_S = 90.0
DISK = "size=3g"
GIVEN = {"KAFKA_BOOTSTRAP_SERVERS": "", "DATABASE_URL": "", "REDIS_URL": ""}
STOPS = {"kafka": signal.SIGTERM, "postgres": signal.SIGINT, "valkey": signal.SIGTERM}
"""What each engine takes as a word to stop in good order."""


class Engines:
    """Kafka, PostgreSQL and Valkey under `python -m deploy services`."""

    def __init__(self, folder: Path, *, own_disk: bool) -> None:
        self.folder = folder
        self.own_disk = own_disk
        """Whether the folder is a disk of its own, which may be filled."""
        self.addresses: dict[str, str] = {}
        self._keeper: subprocess.Popen[str] | None = None

    @contextmanager
    def running(self, said: Path) -> Iterator[Engines]:
        """The engines for as long as the block lasts."""
        with said.open("wb") as log:
            self._keeper = start_services(self.folder, log.fileno(), **GIVEN)
            try:
                self.addresses = addresses(self._keeper, said)
                yield self
            finally:
                self._tell_keeper(signal.SIGCONT)
                end_services(self._keeper, signal.SIGTERM)

    def pid(self, name: str) -> int:
        """The process of an engine, once it is alive."""
        return process_in(self.folder / "run" / f"{name}.pid")

    def answering(self) -> float:
        """Wait until every engine answers; the seconds it took."""
        begun = monotonic()
        until(self._kafka_answers, bool, "kafka to answer", ALIVE_S)
        until(self._database_answers, bool, "postgres to answer", ALIVE_S)
        until(self._redis_answers, bool, "redis to answer", ALIVE_S)
        return monotonic() - begun

    def _kafka_answers(self) -> bool:
        with suppress(KafkaError):
            return asyncio.run(_leads(self.addresses["KAFKA_BOOTSTRAP_SERVERS"]))
        return False

    def _database_answers(self) -> bool:
        with psycopg.connect(self.addresses["DATABASE_URL"]):
            return True

    def _redis_answers(self) -> bool:
        try:
            with Redis.from_url(self.addresses["REDIS_URL"]) as redis:
                return bool(redis.ping())
        except RedisError:
            return False

    def kill(self, name: str) -> None:
        """kill -9, and its end; the keeper starts it again."""
        self._end(name, signal.SIGKILL)

    def stop(self, name: str) -> None:
        """A stop in good order, and its end; the keeper starts it again."""
        self._end(name, STOPS[name])

    @contextmanager
    def frozen(self, name: str) -> Iterator[None]:
        """It holds its connections and says nothing."""
        pid = self.pid(name)
        os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(pid, signal.SIGCONT)

    @contextmanager
    def away(self, name: str) -> Iterator[None]:
        """Stopped in good order, and nobody starts it before the block ends."""
        pid = self.pid(name)
        self._tell_keeper(signal.SIGSTOP)
        try:
            os.kill(pid, STOPS[name])
            until(lambda: _lives(pid), lambda lives: not lives, f"the end of {name}", ALIVE_S)
            yield
        finally:
            self._tell_keeper(signal.SIGCONT)

    def lose(self) -> None:
        """kill -9 of them all at once, and their disks are gone; nobody starts them again."""
        pids = {name: self.pid(name) for name in STOPS}
        self._tell_keeper(signal.SIGSTOP)
        for pid in pids.values():
            os.kill(pid, signal.SIGKILL)
        for name in pids:
            shutil.rmtree(self.folder / name, ignore_errors=True)

    @contextmanager
    def disk_full(self) -> Iterator[None]:
        """Not one byte more fits on the disk of the engines."""
        assert self.own_disk
        ballast = self.folder / "ballast"
        try:
            with ballast.open("wb") as file:
                size = 1 << 26
                while size >= 512:
                    size = size if _grows(file.fileno(), size) else size // 2
            yield
        finally:
            ballast.unlink()

    def _end(self, name: str, number: signal.Signals) -> None:
        pid = self.pid(name)
        os.kill(pid, number)
        until(lambda: _lives(pid), lambda lives: not lives, f"the end of {name}", ALIVE_S)

    def _tell_keeper(self, number: signal.Signals) -> None:
        assert self._keeper is not None
        with suppress(ProcessLookupError):
            os.kill(self._keeper.pid, number)


async def _leads(servers: str) -> bool:
    """Whether the broker knows its topics; that it is away is no news here, so nothing logs it."""
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)
    admin = AIOKafkaAdminClient(bootstrap_servers=servers, request_timeout_ms=2_000)
    try:
        await admin.start()
        return bool(await admin.list_topics())
    finally:
        await admin.close()


@contextmanager
def disk(folder: Path) -> Iterator[bool]:
    """Mount a small disk in memory on the folder; False where this machine does not let us."""
    folder.mkdir(parents=True, exist_ok=True)
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", DISK, "tmpfs", str(folder)], capture_output=True, check=False
    )
    try:
        yield mounted.returncode == 0
    finally:
        if mounted.returncode == 0:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)  # gone when nobody is in


def process_in(file: Path) -> int:
    """The process a pid file names, once it is alive."""
    return until(lambda: _named(file), _lives, f"the process of {file.name}", ALIVE_S)


def _named(file: Path) -> int:
    """No process has the number 0: the file may be missing, or half written."""
    try:
        words = file.read_text().split()
    except FileNotFoundError:
        return 0
    return int(words[0]) if words else 0


def _lives(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _grows(file: int, size: int) -> bool:
    try:
        os.posix_fallocate(file, os.fstat(file).st_size, size)
    except OSError:
        return False
    return True
