"""The engines a benchmark runs on: those of the environment, else embedded ones of its own."""

from __future__ import annotations

import os
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.conftest import ADDRESSES, GIVEN, addresses, end_services, start_services


@contextmanager
def engines() -> Iterator[dict[str, str]]:
    """Addresses of Kafka, PostgreSQL and Valkey while the block runs."""
    given = {**GIVEN, **{name: os.environ[name] for name in ADDRESSES if name in os.environ}}
    if len(given) == len(ADDRESSES):
        yield given
        return
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "services.log"
        with log.open("wb") as said:
            process = start_services(Path(folder), said.fileno())
            try:
                yield addresses(process, log)
            finally:
                end_services(process, signal.SIGTERM)
