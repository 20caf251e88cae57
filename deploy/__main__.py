"""`python -m deploy …`: the flags, nothing else."""

import os
import sys
from collections.abc import Callable, Coroutine
from typing import Annotated, Any

import typer

from deploy.errors import CannotStart
from deploy.places import Places
from deploy.progress import Progress
from deploy.told import until_told

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@app.command()
def services() -> None:
    """Start Kafka, PostgreSQL and Valkey, print their addresses, run until Ctrl-C."""
    from deploy.services import serve

    _run(lambda progress: serve(os.environ, Places.from_environ(os.environ), progress, sys.stdout))


@app.command()
def up() -> None:
    """Run the whole system with the sample country NHIP_COUNTRY (S, M, L or none)."""
    from deploy.up import up as run

    _run(lambda progress: run(os.environ, Places.from_environ(os.environ), progress, sys.stdout))


@app.command()
def reset() -> None:
    """Forget the local data of NHIP_DATA_DIR."""
    from deploy.reset import reset as forget

    async def work(progress: Progress) -> None:
        forget(Places.from_environ(os.environ), progress)

    _run(work)


@app.command()
def lock(
    kafka: Annotated[str, typer.Option(help="the broker as group:artifact:version")] = "",
) -> None:
    """Write kafka.lock anew, for a maintainer who moves to another Kafka."""
    from deploy.jars import write_lock
    from deploy.kafka import KAFKA, LOGGING

    typer.echo(f"kafka.lock names {write_lock(kafka or KAFKA, LOGGING)} jar files")


def _run(main: Callable[[Progress], Coroutine[Any, Any, None]]) -> None:
    """Run until it ends or we are told to; a start that fails says why and exits with 1."""
    progress = Progress(sys.stderr)
    try:
        until_told(main(progress))
    except CannotStart as error:
        progress.plain(f"cannot start: {error}")
        raise typer.Exit(1) from None


if __name__ == "__main__":
    app(prog_name="python -m deploy")
