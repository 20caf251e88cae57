"""Wait until the heartbeat of each role says that it is ready. Called by `up`."""

import asyncio
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from deploy.errors import CannotStart
from deploy.progress import Progress
from deploy.role import Role
from schema.database import AWAY, connect_async
from schema.queries import load
from schema.settings import Settings

PATIENCE = 900.0  # seconds; folding a freshly seeded country is part of getting ready
WORD_EVERY = 10.0  # seconds between two words about who is not ready yet
DEATHS = 3  # a role that ended as often before it was ever ready cannot start


class Beat(NamedTuple):
    """One row of table `process`, columns as in schema/sql/queries/process.sql."""

    role: str
    instance: str
    pid: int
    age_s: float
    ready: bool
    detail: dict[str, Any]


class Waiting:
    """Who is not ready yet, and what each said last; `since` is monotonic seconds."""

    def __init__(self, roles: Sequence[Role], since: float, progress: Progress) -> None:
        self._roles = {role.name: role for role in roles}
        self._said: dict[str, object] = dict.fromkeys(self._roles, "no heartbeat yet")
        self._since = since
        self._progress = progress

    def __bool__(self) -> bool:
        return bool(self._said)

    def __iter__(self) -> Iterator[str]:
        return iter(self._said)

    def __str__(self) -> str:
        return "; ".join(f"{name}: {said}" for name, said in self._said.items())

    def hear(self, beats: Iterable[Beat]) -> None:
        """Take the heartbeats of our own processes of this run; others' do not count."""
        for beat in beats:
            if beat.role in self._said and self._is_ours(beat):
                self._said[beat.role] = beat.detail or "not ready"
                if beat.ready:
                    del self._said[beat.role]
                    self._progress.step(beat.role, "ready")

    def refuse_hopeless(self) -> None:
        """CannotStart for a role that ended again and again without ever being ready."""
        for name in self._said:
            role = self._roles[name]
            if role.refused or role.deaths >= DEATHS:
                how = "refused to start" if role.refused else f"ended {role.deaths} times"
                raise CannotStart(f"{name} {how} before it was ready:{role.last_words()}")

    def _is_ours(self, beat: Beat) -> bool:
        running_s = time.monotonic() - self._since
        return beat.pid == self._roles[beat.role].pid and beat.age_s <= running_s


async def until_ready(
    settings: Settings, roles: Sequence[Role], since: float, progress: Progress
) -> None:
    """Return when all are ready; CannotStart when one keeps dying or time is up."""
    waiting = Waiting(roles, since, progress)
    end, next_word = time.monotonic() + PATIENCE, time.monotonic() + WORD_EVERY
    while True:
        waiting.hear(await _beats(settings))
        waiting.refuse_hopeless()
        if not waiting:
            return
        if time.monotonic() > end:
            raise CannotStart(f"expected all ready within {PATIENCE:.0f} s, got {waiting}")
        if time.monotonic() > next_word:
            next_word += WORD_EVERY
            progress.step("up", f"waiting for {', '.join(waiting)}")
        await asyncio.sleep(0.2)


async def _beats(settings: Settings) -> list[Beat]:
    """All heartbeats; none while the database is away."""
    try:
        connection = await connect_async(settings)
    except AWAY:
        return []
    async with connection:
        cursor = await connection.execute(load("process").all)
        return [Beat(*row) for row in await cursor.fetchall()]
