"""`python -m stream.sample seed|feed`: flags only."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from schema import command
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
    """Run the command line."""
    command.run(app)


if __name__ == "__main__":
    main()
