"""What an engine is: something with an address that can be started, may die, and can be stopped.

`kafka`, `postgres` and `valkey` are `Engine`s; `Given` stands for one that the user's environment
names instead. `services` starts them, `keeper` starts them again.
"""

import asyncio
import signal
from typing import Protocol

from deploy.child import Child, Command, end_left_over
from deploy.errors import CannotStart
from deploy.places import Places
from deploy.ports import Ports
from deploy.progress import Progress


class Service(Protocol):
    """`variable` is the environment variable that carries its address."""

    name: str
    variable: str

    async def start(self, progress: Progress) -> str:
        """Start (again) and return the address once it answers; CannotStart says why not."""
        ...

    async def died(self) -> int:
        """Wait until it ends by itself; its exit status."""
        ...

    async def stop(self) -> None:
        """End it and whatever belongs to it; may be called twice."""
        ...


class Given:
    """A service that somebody else runs: only its address is ours to know."""

    def __init__(self, name: str, variable: str, address: str) -> None:
        self.name, self.variable, self._address = name, variable, address

    async def start(self, progress: Progress) -> str:
        progress.step(self.name, f"given by {self.variable}")
        return self._address

    async def died(self) -> int:
        never: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        return await never

    async def stop(self) -> None:
        return None


class Engine:
    """A service in a child of ours; an engine's module fills in the four methods that raise."""

    name: str
    variable: str
    stop_signal = signal.SIGTERM
    grace = 15.0  # seconds it may take to stop

    def __init__(self, places: Places, ports: Ports) -> None:
        self.places = places
        self.ports = ports
        self._child: Child | None = None

    async def prepare(self, progress: Progress) -> None:
        """Choose ports, fetch programs, make the data directory."""
        raise NotImplementedError

    def command(self) -> Command:
        """The server, to be run in the foreground."""
        raise NotImplementedError

    async def answers(self) -> bool:
        """Whether it serves clients now; never raises for a server that is not up yet."""
        raise NotImplementedError

    def address(self) -> str:
        """What `variable` shall hold."""
        raise NotImplementedError

    async def start(self, progress: Progress) -> str:
        """See `Service`."""
        pid_file = self.places.pid_file(self.name)
        if await end_left_over(pid_file, self.stop_signal, self.grace):
            progress.step(self.name, "stopped what an earlier run left over")
        try:
            await self.prepare(progress)
        except OSError as error:  # such as a full disk
            raise CannotStart(f"{self.name}: {error}") from error
        await self._run()
        progress.step(self.name, "answers")
        return self.address()

    async def died(self) -> int:
        assert self._child is not None, "expected a started engine, got one that never started"
        return await self._child.wait()

    async def stop(self) -> None:
        if self._child is not None:
            await self._child.stop()

    async def _run(self) -> None:
        self._child = await Child.start(self.command())
        try:
            await self._child.alive_until(asyncio.ensure_future(self._until_it_answers()))
        except BaseException:
            await self.stop()
            raise

    async def _until_it_answers(self, seconds: float = 90.0) -> None:
        """Ask every 50 ms: a starting engine has no event that we could await from outside."""
        try:
            async with asyncio.timeout(seconds):
                while not await self.answers():  # noqa: ASYNC110 - see above
                    await asyncio.sleep(0.05)
        except TimeoutError:
            raise CannotStart(
                f"{self.name}: expected an answer within {seconds:.0f} s, got none. Is the machine"
                f" out of memory or very busy? {self.places.log(self.name)} says more."
            ) from None
