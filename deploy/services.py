"""The three engines together: started side by side, kept alive, stopped in order.

Called by `__main__` (`python -m deploy services`) and by `up`. One instance holds a data directory;
its addresses are in services.env there for as long as it lives.
"""

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from typing import TextIO

from deploy.errors import AlreadyRunning, CannotStart
from deploy.kafka import Kafka
from deploy.keeper import keep
from deploy.places import Places, write_private
from deploy.ports import Ports
from deploy.postgres import Postgres
from deploy.progress import Progress
from deploy.service import Engine, Given, Service
from deploy.timescale import Timescale, asked
from deploy.valkey import Valkey

ENGINES: tuple[type[Engine], ...] = (Kafka, Postgres, Valkey)


def chosen(environ: Mapping[str, str], places: Places) -> tuple[Service, ...]:
    """An embedded engine for each address that the environment does not give."""
    ports = Ports(places.ports_file)
    return tuple(
        Given(engine.name, engine.variable, environ[engine.variable])
        if environ.get(engine.variable)
        else engine(places, ports)
        for engine in _wanted(environ, places)
    )


def _wanted(environ: Mapping[str, str], places: Places) -> tuple[type[Engine], ...]:
    """TIMESCALE=1 puts TimescaleDB in the place of PostgreSQL, if the log did not begin without."""
    wanted: dict[type[Engine], type[Engine]] = {Postgres: Timescale} if asked(environ) else {}
    engines = tuple(wanted.get(engine, engine) for engine in ENGINES)
    given = environ.get(Postgres.variable)
    other = Postgres if Timescale in engines else Timescale
    if not given and {Postgres, Timescale} & set(engines) and places.engine(other.name).exists():
        raise CannotStart(
            f"expected {places.data} to go on with the database it began with ({other.name}), got"
            f" TIMESCALE={environ.get('NHIP_TIMESCALE', '')!s}. Choose another NHIP_DATA_DIR, or"
            " forget this one: make reset"
        )
    return engines


@asynccontextmanager
async def running(
    environ: Mapping[str, str], places: Places, progress: Progress
) -> AsyncIterator[dict[str, str]]:
    """The engines while the block runs; yields {variable: address}. The caller is `alone`."""
    services = chosen(environ, places)
    try:
        addresses = await _start(services, progress)
        write_private(places.services_env, as_lines(addresses))
        async with keep(services, progress):
            yield addresses
    finally:
        places.services_env.unlink(missing_ok=True)
        await _stop(services, progress)


async def serve(
    environ: Mapping[str, str], places: Places, progress: Progress, out: TextIO
) -> None:
    """`python -m deploy services`: the addresses on `out`, then run until cancelled."""
    places.make()
    with alone(places):
        async with running(environ, places, progress) as addresses:
            out.write(as_lines(addresses))
            out.flush()
            progress.step("services", "ready; Ctrl-C stops them")
            await asyncio.Event().wait()


def as_lines(addresses: Mapping[str, str]) -> str:
    """KEY=VALUE lines, as a shell and services.env want them."""
    return "".join(f"{variable}={address}\n" for variable, address in addresses.items())


@contextmanager
def alone(places: Places) -> Iterator[None]:
    """Hold the data directory; a second instance is told who has it."""
    with places.lock_file.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning(_who(places)) from None
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield


def _who(places: Places) -> str:
    pid = places.lock_file.read_text().strip() or "unknown"
    return (
        f"expected to be alone in {places.data}, got process {pid} that runs there. Stop it, or"
        " choose another place and port: NHIP_DATA_DIR=/some/where PORT=8001"
    )


async def _start(services: tuple[Service, ...], progress: Progress) -> dict[str, str]:
    """Side by side; the first that fails ends the others."""
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(service.start(progress)) for service in services]
    except ExceptionGroup as failed:
        raise failed.exceptions[0] from None
    return {s.variable: t.result() for s, t in zip(services, tasks, strict=True)}


async def _stop(services: tuple[Service, ...], progress: Progress) -> None:
    """All at once: they do not know each other."""
    progress.step("services", "stopping")
    await asyncio.gather(*(service.stop() for service in services))
    progress.step("services", "stopped")
