"""`python -m stream fold`: settings, log, loop; the rest is `service`."""

from __future__ import annotations

import gc
import logging
import sys

import uvloop

from schema.errors import SettingsError
from schema.settings import Settings
from stream.fold.service import run

FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
CALM = (250_000, 50, 1_000)
"""Thresholds of the garbage collector: a partition is many small records and next to no cycles;
looking for some more often than this costs a tenth of the fold."""
_QUIET = ("aiokafka", "faust", "mode", "psycopg.pool")


def main() -> None:
    """Run one worker until SIGTERM or SIGINT."""
    if sys.argv[1:]:
        sys.exit("python -m stream fold takes no arguments; its settings are in docs/settings.md")
    try:
        settings = Settings.from_environ()
    except SettingsError as error:
        sys.exit(f"error: {error}")
    logging.basicConfig(level=settings.log_level.upper(), format=FORMAT, stream=sys.stderr)
    for name in _QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.root.level))
    gc.set_threshold(*CALM)
    sys.exit(uvloop.run(run(settings)))


if __name__ == "__main__":
    main()
