"""Commands: what goes wrong is one plain sentence on stderr and status 1, not a traceback.

Who calls: the `main` of each command line (`python -m schema`, `stream.rebuild`, `stream promote`).
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from aiokafka.errors import KafkaError
from psycopg.errors import UndefinedColumn, UndefinedTable

from schema.database import AWAY
from schema.errors import NhipError


def run(command: Callable[[], object], *, then: str = "") -> None:
    """Run a command line; `then`: what to do where an engine is away, else where to look."""
    try:
        command()
    except NhipError as error:
        _fail(str(error))
    except (UndefinedTable, UndefinedColumn) as error:
        told = error.diag.message_primary
        _fail(f"expected this version's tables, got: {told}; run `python -m schema migrate`")
    except AWAY as error:
        do = then or "is it running, is DATABASE_URL right?"
        _fail(f"the database cannot be used: {error}; {do}")
    except KafkaError as error:
        do = then or "is it running, is KAFKA_BOOTSTRAP_SERVERS right?"
        _fail(f"Kafka cannot be used: {error}; {do}")


def _fail(message: str) -> None:
    sys.stderr.write(f"error: {message}\n")
    sys.exit(1)
