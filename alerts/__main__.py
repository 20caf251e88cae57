"""``python -m alerts``: settings and rules in, then until SIGTERM."""

from __future__ import annotations

import asyncio
import sys

import structlog

from alerts.app import run
from alerts.logs import configure
from alerts.rules import shipped
from schema.errors import NhipError
from schema.settings import Settings


def main() -> int:
    """Run the role; its exit status."""
    try:
        settings, rules = Settings.from_environ(), shipped()
    except NhipError as error:
        sys.stderr.write(f"alerts: {error}\n")
        return 2
    configure(settings.log_level)
    try:
        asyncio.run(run(settings, rules))
    except Exception:
        structlog.get_logger().exception("ended by an unknown error")
        return 70
    return 0


if __name__ == "__main__":
    sys.exit(main())
