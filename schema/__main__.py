"""`python -m schema`: bring the database and the log to this version, look after the catalogue."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from schema import command, demo_key
from schema.migrate import migrate as bring
from schema.reference import pages
from schema.settings import Settings
from schema.topics import make_topics

DOCS = Path(__file__).parent.parent / "docs"

app = typer.Typer(
    help="The database, the log and the catalogue of Nhịp.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)


@app.command()
def migrate(
    quiet: Annotated[bool, typer.Option("--quiet", help="Say only what went wrong.")] = False,
) -> None:
    """Bring database and Kafka topics to this version; safe to repeat and to run twice."""
    settings = Settings.from_environ()

    def say(line: str) -> None:
        if not quiet:
            typer.echo(line)

    edition = bring(settings, say)
    asyncio.run(make_topics(settings))
    key = demo_key.ensure(settings)
    say(f"database: {edition.told}; topics are there")
    if key is not None:
        say(f"demo key: {key}")


@app.command()
def reference(
    docs: Annotated[Path, typer.Argument(help="Folder to write into.")] = DOCS,
) -> None:
    """Write the reference pages (settings, measures, tables) from the code into docs/."""
    for name, text in pages().items():
        (docs / name).write_text(text, "utf-8")
        typer.echo(f"wrote {docs / name}")


def main() -> None:
    """Run the command line."""
    _mount_catalogue()
    command.run(app)


def _mount_catalogue() -> None:
    from schema.catalogue_cli import app as catalogue

    app.add_typer(catalogue, name="catalogue", help="Check, compare and load catalogues.")


if __name__ == "__main__":
    main()
