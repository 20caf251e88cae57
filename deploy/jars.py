"""Kafka's jar files: fetched once for the machine, checked at every start against kafka.lock.

Called by `kafka`; `python -m deploy lock` writes the lock anew. A line of the lock is
`sha256  group:artifact:version`: it names no host, jgo knows where such things are kept.
"""

import asyncio
import fcntl
import hashlib
import itertools
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from jgo.maven import MavenContext
from jgo.parse import Coordinate

from deploy.errors import CannotStart
from deploy.progress import Progress

LOCK = Path(__file__).with_name("kafka.lock")
HEADER = "# Written by `python -m deploy lock`: sha256  group:artifact:version\n"


@dataclass(frozen=True, kw_only=True)
class Jar:
    """One line of the lock."""

    sha256: str
    group: str
    artifact: str
    version: str

    @property
    def file_name(self) -> str:
        return f"{self.artifact}-{self.version}.jar"


def locked(lock: Path = LOCK) -> tuple[Jar, ...]:
    """The jars that kafka.lock names."""
    lines = (line.split() for line in lock.read_text().splitlines() if line[:1] not in ("#", ""))
    return tuple(_jar(sha256, coordinate) for sha256, coordinate in lines)


async def classpath(cache: Path, progress: Progress, jars: tuple[Jar, ...]) -> tuple[Path, ...]:
    """The jars' places in the cache, all present and all as locked."""
    home = cache / "kafka"
    home.mkdir(parents=True, exist_ok=True)
    async with _alone(home, progress):
        missing = [jar for jar in jars if not _is_right(home / jar.file_name, jar)]
        if missing:
            await _fetch_all(home, missing, progress)
    return tuple(home / jar.file_name for jar in jars)


def write_lock(kafka: str, logging: str, lock: Path = LOCK) -> int:
    """Resolve Kafka with all it needs, add the one jar that makes it log; how many were locked.

    `logging` is taken alone: resolved together, its parent would replace Kafka's own clients.
    """
    with tempfile.TemporaryDirectory() as scratch:
        context = MavenContext(repo_cache=Path(scratch))
        roots, rest = context.resolver.resolve([context.create_dependency(_coordinate(kafka))])
        needed = [d.artifact for d in (*roots, *rest) if d.scope in ("compile", "runtime")]
        group, artifact, version = logging.split(":")
        needed.append(context.project(group, artifact).at_version(version).artifact())
        lines = sorted(
            f"{a.groupId}:{a.artifactId}:{a.version} {_sha256(a.resolve())}" for a in needed
        )
    pairs = (line.split() for line in lines)
    lock.write_text(HEADER + "".join(f"{sha256}  {name}\n" for name, sha256 in pairs))
    return len(lines)


def _coordinate(name: str) -> Coordinate:
    group, artifact, version = name.split(":")
    return Coordinate(groupId=group, artifactId=artifact, version=version, scope="compile")


def _jar(sha256: str, coordinate: str) -> Jar:
    group, artifact, version = coordinate.split(":")
    return Jar(sha256=sha256, group=group, artifact=artifact, version=version)


async def _fetch_all(home: Path, jars: list[Jar], progress: Progress) -> None:
    """Four at a time; the first failure ends it with the fix."""
    progress.step("kafka", f"fetching {len(jars)} jar files into {home} (first start only)")
    turns, done = asyncio.Semaphore(4), itertools.count(1)

    async def fetch(context: MavenContext, jar: Jar) -> None:
        async with turns:
            await asyncio.to_thread(_fetch, context, home, jar)
        count = next(done)
        if count % 10 == 0 or count == len(jars):
            progress.step("kafka", f"fetched {count} of {len(jars)} jar files")

    with tempfile.TemporaryDirectory(dir=home, ignore_cleanup_errors=True) as scratch:
        context = MavenContext(repo_cache=Path(scratch), timeout=60)
        try:
            async with asyncio.TaskGroup() as group:
                for jar in jars:
                    group.create_task(fetch(context, jar))
        except ExceptionGroup as failed:
            raise _cannot_fetch(home, failed.exceptions[0]) from failed


def _fetch(context: MavenContext, home: Path, jar: Jar) -> None:
    component = context.project(jar.group, jar.artifact).at_version(jar.version)
    fetched = Path(component.artifact().resolve())
    if not _is_right(fetched, jar):
        raise ValueError(f"{jar.file_name}: expected sha256 {jar.sha256}, got {_sha256(fetched)}")
    shutil.move(fetched, home / jar.file_name)


def _cannot_fetch(home: Path, error: BaseException) -> CannotStart:
    return CannotStart(
        f"kafka: expected to fetch its jar files into {home}, got: {error}. Start once with a"
        f" connection to Maven Central, or copy {home} from a machine that has it, or set"
        " KAFKA_BOOTSTRAP_SERVERS to a broker you run yourself."
    )


def _is_right(file: Path, jar: Jar) -> bool:
    return file.exists() and _sha256(file) == jar.sha256


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@asynccontextmanager
async def _alone(home: Path, progress: Progress) -> AsyncIterator[None]:
    """Two instances that start together fetch one after the other."""
    with (home / ".lock").open("w") as file:
        while not _locked(file):
            progress.step("kafka", "waiting for another start that fetches the same files")
            await asyncio.sleep(2)
        yield


def _locked(file: TextIO) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
