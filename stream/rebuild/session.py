"""One rebuild from its beginning to its end: chase the live build, compare, flip.

Called by ``__main__``; `say` takes lines for the reader. What is cut off anywhere before the flip's
commit leaves the live build as it was, and a build that the next rebuild drops.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import date
from time import monotonic

import psycopg
from aiokafka.errors import KafkaError
from msgspec import Struct
from psycopg import AsyncConnection, IsolationLevel

from schema.database import Row, connect_async
from schema.errors import NhipError
from schema.queries import load
from schema.settings import Settings
from stream.fold.startup import Log, free_build, look, read_positions
from stream.kpi.country import Country
from stream.rebuild import build as builds
from stream.rebuild.compare import DAYS, PLAIN, Compared, Told, compared, in_words, read
from stream.rebuild.flip import Pair, flip
from stream.rebuild.folding import Folding
from stream.rebuild.plan import behind, check_whole
from stream.rebuild.scopes import Scopes, country_of, owed
from stream.tell import Step, step

Say = Callable[[str], None]
NEAR = 100
"""Messages behind the live build at which the rest is for the next step."""
FLIPS = 12
"""Attempts to have every lock at once."""
ROLL_LOOKS, ROLL_EVERY_S = 60, 0.5
"""How long the live roll is waited for."""
_TAKEN = (
    psycopg.errors.LockNotAvailable,
    psycopg.errors.DeadlockDetected,
    psycopg.errors.IdleInTransactionSessionTimeout,
)
_SQL = load("rebuild")
Connection = AsyncConnection[Row]


class Wish(Struct, frozen=True, kw_only=True):
    """What was asked for."""

    flip: bool = True
    accept: bool = False
    """Flip though the builds differ."""


class Unlike(NhipError):
    """The builds differ; the live one stays active."""


async def rebuild(settings: Settings, wish: Wish, say: Say) -> None:
    """Rebuild, compare, flip; raises NhipError when it may not be done or the builds differ."""
    story = await look(settings)
    check_whole(story)
    with builds.alone(settings) as own:
        anew = await free_build(settings, builds.clear(own, settings, say))
        builds.begin(own, settings, anew, story.partitions)
        pair = Pair(settings=settings, live=story.build, anew=anew)
        say(f"build {anew} is made beside build {story.build}, which goes on")
        try:
            async with Folding(settings, anew, story.partitions) as folding:
                await _Session(pair, folding, wish, say).run()
        except Unlike:
            raise  # to be looked at
        except BaseException:
            with suppress(psycopg.Error):  # the next rebuild does it
                builds.withdraw(own, settings, anew)
            raise
        if not wish.flip:
            builds.withdraw(own, settings, anew)


class _Session:
    def __init__(self, pair: Pair, folding: Folding, wish: Wish, say: Say) -> None:
        self._pair = pair
        self._settings = pair.settings
        self._folding = folding
        self._wish = wish
        self._say = say

    async def run(self) -> None:
        anew = await connect_async(self._settings, build=self._pair.anew)
        async with anew:
            await self._chase()
            await anew.execute(_SQL.statistics)
            country = await country_of(anew, self._settings)
            scopes = Scopes(anew, self._settings, country)
            with step("closing the days of scopes"):
                await scopes.follow()
            await self._until_rolled()
            differ = await self._compare(anew, scopes, country)
            if differ and not self._wish.accept:
                raise Unlike(
                    f"the builds differ; build {self._pair.live} stays active, build "
                    f"{self._pair.anew} is there to be looked at until the next rebuild. If it is "
                    "right (a mended fault of ours), say --accept-differences"
                )
            if self._wish.flip:
                await anew.execute(_SQL.forget_queues)
                await self._flip()

    async def _chase(self) -> None:
        """Fold until the live build is near."""
        with step("folding the log") as told:
            await self._come_near(told)
        folding = self._folding
        self._say(
            f"{folding.updates:,} updates in {folding.messages:,} messages: {folding.rate:,.0f} "
            "updates/s"
        )

    async def _come_near(self, told: Step | None = None) -> None:
        while behind(self._folding.positions, ends := await self._live_positions()) > NEAR:
            await self._folding.to(ends, told)

    async def _until_rolled(self) -> None:
        """Give the live roll a while to close its days; scopes that move are left out."""
        async with await connect_async(self._settings, build=self._pair.live) as live:
            for _ in range(ROLL_LOOKS):
                row = await (await live.execute(_SQL.roll_behind)).fetchone()
                if row is None or not row[0]:
                    return
                await asyncio.sleep(ROLL_EVERY_S)

    async def _live_positions(self) -> dict[int, int]:
        async with await connect_async(self._settings, build=self._pair.live) as live:
            return await read_positions(live)

    async def _compare(self, anew: Connection, scopes: Scopes, country: Country) -> bool:
        """Both builds at the same positions, in a snapshot of the live one, which goes on."""
        found: list[Compared] = []
        async with _snapshot(self._settings, self._pair.live) as live:
            await self._folding.to(await read_positions(live))
            await scopes.follow()
            for name, statement in PLAIN.items():
                sides = (await read(live, statement), await read(anew, statement))
                found.append(compared(name, *sides))
            found.append(await _days(live, anew, country))
        for each in found:
            for line in each.lines:
                self._say(line)
        return any(each.differ for each in found)

    async def _flip(self) -> None:
        for attempt in range(FLIPS):
            await self._come_near()  # reports wait while the rest is folded
            try:
                begun = monotonic()
                positions = await flip(self._pair, self._folding, accept=self._wish.accept)
                break
            except _TAKEN:
                if attempt == FLIPS - 1:
                    raise
                self._say("not every lock could be had, or kept; trying again")
        self._say(f"flipped in {monotonic() - begun:.1f} s, in which reports waited in the log")
        with suppress(KafkaError):  # the first fold that starts does it
            group = self._settings.names.fold_group(self._pair.anew)
            async with Log(self._settings, group=group) as log:
                await log.commit(positions)
        self._say(
            f"build {self._pair.anew} is active; build {self._pair.live} stays until "
            "`python -m stream.rebuild --drop-old`"
        )


async def _days(live: Connection, anew: Connection, country: Country) -> Compared:
    """Scopes' days up to the last one the live roll has closed."""
    row = await (await live.execute(_SQL.closed_until)).fetchone()
    last: date = (row and row[0]) or date.min
    here, there = await _scope_days(live, last), await _scope_days(anew, last)
    moving = {"@".join(key) for key in await owed(live, country)}
    found = compared(DAYS, here, there, left_out=moving & (here.keys() | there.keys()))
    asked = found.shown
    words = await _scope_days(live, last, asked), await _scope_days(anew, last, asked)
    return in_words(found, *words)


async def _scope_days(build: Connection, last: date, asked: list[str] | None = None) -> Told:
    return await read(build, _SQL.scope_days, {"last": last, "asked": asked})


@asynccontextmanager
async def _snapshot(settings: Settings, build: int) -> AsyncIterator[Connection]:
    async with await connect_async(settings, build=build) as connection:
        await connection.set_isolation_level(IsolationLevel.REPEATABLE_READ)
        async with connection.transaction():
            yield connection
