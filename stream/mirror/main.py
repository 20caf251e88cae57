"""`python -m stream mirror`: copy the first site's log into this one's until SIGTERM."""

from __future__ import annotations

import asyncio
import logging
import sys
from contextlib import suppress

import uvloop

from schema.database import AWAY, pool
from schema.errors import Contradiction
from schema.process import heartbeat, leave
from schema.settings import Settings
from schema.standby import first_site
from schema.stopping import told
from stream.mirror.service import Mirror

NAME = "mirror"
REFUSED = 78
"""Exit code: something must be put right before a start makes sense."""
_log = logging.getLogger(__name__)


async def run(settings: Settings) -> int:
    """Mirror until told to stop; the exit code."""
    first = first_site(settings) if settings.first_kafka else None
    mirror, beats = Mirror(settings, first), pool(settings, size=2)
    await beats.open(wait=False)
    beat = asyncio.ensure_future(heartbeat(beats, NAME, mirror.status))
    work = asyncio.ensure_future(mirror.run())
    stopping = asyncio.ensure_future(told().wait())
    try:
        await asyncio.wait((work, stopping), return_when=asyncio.FIRST_COMPLETED)
        if work.done():
            work.result()
            await stopping  # nothing to mirror: whoever started us may leave us running
        return 0
    except Contradiction as refusal:
        _log.critical("refused: %s", refusal)
        return REFUSED
    finally:
        for task in (work, beat, stopping):
            task.cancel()
        await asyncio.gather(work, beat, stopping, return_exceptions=True)
        with suppress(*AWAY):
            await leave(beats, NAME)
        await beats.close(timeout=1)


def main() -> None:
    """Run until SIGTERM or SIGINT."""
    if sys.argv[1:]:
        sys.exit("python -m stream mirror takes no arguments; its settings are in docs/settings.md")
    settings = Settings.from_environ()
    logging.basicConfig(
        level=settings.log_level.upper(),
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
        stream=sys.stderr,
    )
    for name in ("aiokafka", "psycopg.pool"):
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.root.level))
    sys.exit(uvloop.run(run(settings)))
