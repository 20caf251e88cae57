"""APScheduler only rings bells; what a ring means is its owner's business.

A ring that is late is rung once (`coalesce`), however late (`misfire_grace_time=None`).
"""

from __future__ import annotations

from datetime import UTC

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from alerts.bell import Bell

STEPS_S = 10
"""Seconds between two looks for ladder steps that fell due."""
OUTBOX_S = 1
"""Seconds between two looks for deliveries that fell due again."""
GAUGE_S = 2
"""Seconds between two looks at how far behind we are."""


def scheduler(*, steps: Bell, outbox: Bell, gauge: Bell) -> AsyncIOScheduler:
    """A scheduler, not started, that rings these bells."""
    made = AsyncIOScheduler(
        timezone=UTC,
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    for bell, every in ((steps, STEPS_S), (outbox, OUTBOX_S), (gauge, GAUGE_S)):
        made.add_job(_ring, "interval", seconds=every, args=(bell,))
    return made


async def _ring(bell: Bell) -> None:
    bell.ring()
