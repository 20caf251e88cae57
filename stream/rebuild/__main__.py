"""`python -m stream.rebuild`: flags only."""

from __future__ import annotations

import gc
import logging
from typing import Annotated

import typer
import uvloop

from schema import command
from schema.settings import Settings
from stream.fold.main import CALM

HELP = """Make everything that is derived from the log again, beside the live system, and put it in
its place.

The log is folded from its first message into a new build: an SQL schema of its own, nhip_b<n>.
When it has caught up, both builds are compared at the same positions of the log: the state of
every task, every standing, verdict and leaf, every day of kpi_day; and what is the same, or is not,
is printed. Then one transaction locks all positions and makes the new build the active one.
Fold and roll end themselves and are started on it by their supervisor; boards go on.

The live system runs on all the while. What was published stays as it was published (kpi_day,
kpi_history, sealed rankings), and no alert is sent again.

Without the flip, to see whether the figures can be made again:   --compare-only
After a fault of ours was mended, so that figures must differ:    --accept-differences
When the new build has proved itself:                             --drop-old

Interrupted, even by kill -9, it has changed nothing: run it again. It needs room for the derived
tables a second time, and the whole log: where its beginning is gone it refuses.
"""

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command(help=HELP)
def rebuild(
    compare_only: Annotated[
        bool, typer.Option("--compare-only", help="Compare, throw the new build away.")
    ] = False,
    accept_differences: Annotated[
        bool, typer.Option("--accept-differences", help="Flip though the builds differ.")
    ] = False,
    drop_old: Annotated[
        bool, typer.Option("--drop-old", help="Only drop builds that are active no more.")
    ] = False,
) -> None:
    """Rebuild, or drop what earlier rebuilds have left."""
    from stream.rebuild import build as builds
    from stream.rebuild.session import Wish
    from stream.rebuild.session import rebuild as run

    settings = Settings.from_environ()
    if drop_old:
        with builds.alone(settings) as own:
            dropped = builds.drop_old(own, settings)
        told = ", ".join(map(str, dropped)) or "none was there"
        typer.echo(f"old builds dropped: {told}")
        return
    wish = Wish(flip=not compare_only, accept=accept_differences)
    uvloop.run(run(settings, wish, typer.echo))


def main() -> None:
    """Run the command line."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    gc.set_threshold(*CALM)
    command.run(app, then="`select * from nhip.build` shows which is active; run it again")


if __name__ == "__main__":
    main()
