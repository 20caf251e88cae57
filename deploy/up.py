"""`make run`: engines, migrate, seed, roles, addresses; then keep it alive until told to stop.

Called by `__main__`. Everything that can fail before the addresses are printed is a `CannotStart`
with a reason; after that a process that dies is started again.
"""

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from typing import TextIO

from deploy import past
from deploy.errors import CannotStart
from deploy.keeper import again
from deploy.places import REPO, Places
from deploy.ports import LOOPBACK, is_free
from deploy.procfile import Line, read
from deploy.progress import Progress
from deploy.ready import until_ready
from deploy.role import Role, run_once
from deploy.services import alone, running
from schema.settings import Settings

MIGRATE = Line(role="migrate", argv=(sys.executable, "-m", "schema", "migrate"))
SEED = Line(role="seed", argv=(sys.executable, "-m", "stream.sample", "seed"))
SAMPLE_ONLY = {"feed"}  # roles that an empty country has no use for
STANDBY_ONLY = {"mirror"}  # … and a site that follows no other


async def up(environ: Mapping[str, str], places: Places, progress: Progress, out: TextIO) -> None:
    """Run the whole system until cancelled."""
    port, country = environ.get("PORT") or "8000", environ.get("NHIP_COUNTRY") or "M"
    ours = {"NHIP_DATA_DIR": str(places.data), "PORT": port, "NHIP_COUNTRY": country}
    ours["NHIP_FEED_URL"] = environ.get("NHIP_FEED_URL") or f"http://{LOOPBACK}:{port}"
    lines = _wanted(country, standby=bool(environ.get("NHIP_FIRST_KAFKA")))
    places.make()
    with alone(places):
        await _end_left_overs(lines, places, progress)
        _refuse_taken(port)
        async with running(environ, places, progress) as addresses:
            full = {**environ, **addresses, **ours}
            settings = _settings(full)
            await _prepare(country, places, full, progress)
            roles = [Role(line, places, full, progress) for line in lines]
            since = time.monotonic()
            async with kept(roles, progress):
                await _until_complete(settings, roles, since, progress)
                out.write(welcome(port, places))
                out.flush()
                await asyncio.Event().wait()


@asynccontextmanager
async def kept(roles: list[Role], progress: Progress) -> AsyncIterator[None]:
    """The roles while the block runs, each started again when it dies."""
    tasks: list[asyncio.Task[None]] = []
    try:
        for role in roles:
            await role.start()
            tasks.append(asyncio.create_task(again(role.name, role.died, role.start, progress)))
        yield
    finally:
        progress.step("up", "stopping the roles")
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.gather(*(role.stop() for role in roles))


async def _until_complete(
    settings: Settings, roles: list[Role], since: float, progress: Progress
) -> None:
    """All ready and the past of the sample country on the boards; its feed waits for that too."""
    sample = [role for role in roles if role.name in SAMPLE_ONLY]
    await until_ready(settings, [r for r in roles if r not in sample], since, progress)
    await past.until_told(settings, progress)
    await until_ready(settings, sample, since, progress)


def welcome(port: str, places: Places) -> str:
    """What a newcomer opens first."""
    base = f"http://{LOOPBACK}:{port}"
    pages = {
        "board": "/boards/vn",
        "wall": "/wall/nation",
        "ranking": "/ranking",
        "alerts": "/alerts",
        "report form": "/report",
    }
    links = "".join(f"  {name:<12} {base}{path}\n" for name, path in pages.items())
    files = {"API key": places.data / "demo-key", "logs": places.log_dir}
    found = "".join(f"  {name:<12} {path}\n" for name, path in files.items())
    return f"\nNhịp is running; Ctrl-C stops it.\n{links}{found}\n"


def _wanted(country: str, *, standby: bool) -> tuple[Line, ...]:
    left_out = (SAMPLE_ONLY if country == "none" else set()) | (set() if standby else STANDBY_ONLY)
    return tuple(line for line in read(REPO / "Procfile") if line.role not in left_out)


def _refuse_taken(port: str) -> None:
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise CannotStart(f"expected PORT to be a number from 1 to 65535, got {port!r}")
    if not is_free(int(port)):
        raise CannotStart(
            f"expected port {port} to be free, got a program that listens there."
            f" Choose another: make run PORT={_free_after(int(port))}"
        )


def _free_after(port: int) -> int:
    return next((near for near in range(port + 1, port + 100) if is_free(near)), port + 1)


def _settings(environ: Mapping[str, str]) -> Settings:
    """The settings that the roles will see: this process then has their environment."""
    os.environ.update(environ)
    return Settings.from_environ()


async def _prepare(
    country: str, places: Places, environ: Mapping[str, str], progress: Progress
) -> None:
    """Migrate, and seed the sample country; both are safe to repeat."""
    steps = (MIGRATE,) if country == "none" else (MIGRATE, SEED)
    for step in steps:
        progress.step("up", " ".join(("python", *step.argv[1:])))
        await run_once(Role(step, places, environ, progress))


async def _end_left_overs(lines: Iterable[Line], places: Places, progress: Progress) -> None:
    """What a killed supervisor left behind goes before its port and engines are taken."""
    roles = (Role(line, places, {}, progress) for line in (*lines, MIGRATE, SEED))
    await asyncio.gather(*(role.end_left_over() for role in roles))
