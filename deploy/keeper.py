"""Start again what died, a little later each time. Used for engines and for roles."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager

from deploy.errors import CannotStart
from deploy.progress import Progress
from deploy.service import Service

FIRST_PAUSE, LONGEST_PAUSE = 0.2, 10.0  # seconds
CALM = 30.0  # seconds alive after which an earlier death is forgotten


class Backoff:
    """The pause before the next start: doubles, and is short again after a calm life."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._pause = FIRST_PAUSE
        self._started = clock()

    def started(self) -> None:
        self._started = self._clock()

    def next(self) -> float:
        if self._clock() - self._started > CALM:
            self._pause = FIRST_PAUSE
        pause, self._pause = self._pause, min(self._pause * 2, LONGEST_PAUSE)
        return pause


async def again(
    name: str,
    died: Callable[[], Awaitable[int]],
    start: Callable[[], Awaitable[object]],
    progress: Progress,
) -> None:
    """For ever: wait for its end, pause, start it. Cancel to finish."""
    backoff = Backoff()
    while True:
        status = await died()
        pause = backoff.next()
        progress.step(name, f"ended {how(status)}; starting it again in {pause:.1f} s")
        await asyncio.sleep(pause)
        backoff.started()
        try:
            await start()
        except CannotStart as error:
            progress.step(name, f"did not start: {error}")


def how(status: int) -> str:
    """`with status 3` or `by signal 9`."""
    return f"by signal {-status}" if status < 0 else f"with status {status}"


@asynccontextmanager
async def keep(services: Iterable[Service], progress: Progress) -> AsyncIterator[None]:
    """Watch started engines while the block runs."""

    async def watch(service: Service) -> None:
        await again(service.name, service.died, lambda: service.start(progress), progress)

    tasks = [asyncio.create_task(watch(service)) for service in services]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
