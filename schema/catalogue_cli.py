"""`python -m schema catalogue check|diff|load FILE.yaml` (mounted by ``schema.__main__``)."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from psycopg.errors import UndefinedTable

from schema import catalogue_store
from schema.catalogue import Catalogue, empty
from schema.catalogue_diff import diff as compare
from schema.catalogue_file import load as load_file
from schema.database import connect_async
from schema.errors import CatalogueError
from schema.settings import Settings

T = TypeVar("T")
app = typer.Typer(no_args_is_help=True, add_completion=False)
File = Annotated[Path, typer.Argument(help="The catalogue, a YAML file (docs/catalogue.md).")]


@app.command()
def check(file: File) -> None:
    """Read a file and say what is wrong with it, every fault with its path."""
    catalogue = load_file(file)
    typer.echo(f"{file}: {summary(catalogue)}; hash {catalogue.hash[:12]}")


@app.command()
def diff(file: File) -> None:
    """Compare a file with the version in force."""
    new = load_file(file)
    version, old = _run(_newest(Settings.from_environ()))
    lines = compare(old, new)
    for line in lines:
        typer.echo(line)
    typer.echo(f"{len(lines)} differences from version {version}" if lines else "no difference")


@app.command()
def load(file: File) -> None:
    """Store a file as the next version and announce it to every partition of the log."""
    catalogue = load_file(file)
    stored = _run(catalogue_store.load(Settings.from_environ(), catalogue))
    told = "loaded" if stored.new else "was loaded already"
    typer.echo(f"version {stored.version} {told} and announced: {summary(catalogue)}")


def _run(work: Coroutine[Any, Any, T]) -> T:
    try:
        return asyncio.run(work)
    except UndefinedTable as missing:
        raise CatalogueError(
            f"expected the tables of this version, got: {missing.diag.message_primary}; "
            "run `python -m schema migrate`"
        ) from missing


async def _newest(settings: Settings) -> tuple[int, Catalogue]:
    async with await connect_async(settings) as connection:
        return await catalogue_store.read(connection) or (0, empty())


def summary(catalogue: Catalogue) -> str:
    """How much a catalogue holds, in a line."""
    return (
        f"{len(catalogue.units)} units, {len(catalogue.programmes)} programmes, "
        f"{len(catalogue.indicators)} indicators, {len(catalogue.posts)} posts"
    )
