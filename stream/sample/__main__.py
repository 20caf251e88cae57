"""`python -m stream.sample seed|feed`: flags only."""

from __future__ import annotations

import asyncio
import sys
from typing import Annotated

import psycopg
import typer
from aiokafka.errors import KafkaError
from psycopg.errors import UndefinedTable

from schema.errors import NhipError
from schema.settings import Settings

app = typer.Typer(
    help="The sample country.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.command()
def seed(
    wait: Annotated[bool, typer.Option("--wait", help="Until the fold has caught up.")] = False,
) -> None:
    """Write the past of the sample country (NHIP_COUNTRY) to the log, once."""
    from stream.sample.seed import seed as write_history

    typer.echo(asyncio.run(write_history(Settings.from_environ(), wait=wait)))


@app.command()
def feed() -> None:
    """Go on from there: report through the API as agencies do, until SIGTERM."""
    from stream.sample.feed import main as post

    post(Settings.from_environ())


def main() -> None:
    """Run the command line; an error of ours is one plain sentence, not a traceback."""
    try:
        app()
    except NhipError as error:
        _fail(str(error))
    except UndefinedTable as error:
        told = error.diag.message_primary
        _fail(f"expected this version's tables, got: {told}; run `python -m schema migrate`")
    except psycopg.OperationalError as error:
        _fail(f"the database cannot be used: {error}; is it running, is DATABASE_URL right?")
    except KafkaError as error:
        _fail(f"Kafka cannot be used: {error}; is it running, is KAFKA_BOOTSTRAP_SERVERS right?")


def _fail(message: str) -> None:
    typer.echo(f"error: {message}", err=True)
    sys.exit(1)


if __name__ == "__main__":
    main()
