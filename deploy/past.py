"""Wait until the sample country's past is folded and shown. Called by `up` before the addresses.

A board that is opened earlier is half filled; a newcomer cannot know that.
"""

import asyncio
import time

from deploy.errors import CannotStart
from deploy.progress import Progress
from schema.database import AWAY, connect_async
from schema.queries import load
from schema.settings import Settings

STANDSTILL = 180.0  # seconds without a step forward before we give up
FOLDED_WEIGHS = 0.95  # the part of the work that is the fold's; the rest is roll's


class Past:
    """How far the past has come; `done` when the boards show all of it."""

    def __init__(self, now: float) -> None:
        self.share = 0.0
        self._moved = now

    @property
    def done(self) -> bool:
        return self.share >= 1.0

    def reached(self, folded: float, published: float, now: float) -> None:
        """Take a reading; CannotStart when there was no progress for too long."""
        share = FOLDED_WEIGHS * folded + (1 - FOLDED_WEIGHS) * (published if folded >= 1 else 0)
        if share > self.share:
            self.share, self._moved = share, now
        elif now - self._moved > STANDSTILL:
            raise CannotStart(
                f"expected the sample country to be folded on, got nothing for {STANDSTILL:.0f} s"
                f" at {self.share:.0%}; log/fold.log and log/roll.log in NHIP_DATA_DIR say more"
            )


async def until_told(settings: Settings, progress: Progress) -> None:
    """Return when the boards show the whole past; at once when there is none."""
    past = Past(time.monotonic())
    while True:
        past.reached(*await _reached(settings), time.monotonic())
        if past.done:
            return
        progress.share("up", "folding the sample country", past.share)
        await asyncio.sleep(0.5)


async def _reached(settings: Settings) -> tuple[float, float]:
    """Folded and published shares; 0 while the database is away."""
    try:
        connection = await connect_async(settings)
    except AWAY:
        return 0.0, 0.0
    async with connection:
        row = await (await connection.execute(load("deploy").past)).fetchone()
        assert row is not None, "an aggregate has a row"
        folded, published = row
        return (1.0, 1.0) if folded is None else (float(folded), float(published))
