"""Progress of a long step: a bar where someone watches, a line every few seconds elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TextIO

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

LINE_EVERY_S = 5.0


class Step:
    """A step that is `share` (0..1) done."""

    def __init__(self, name: str, out: TextIO) -> None:
        self._name, self._out = name, out
        self._told = monotonic()

    def at(self, share: float, what: str = "") -> None:
        """Say how far the step is, if that was not said just now."""
        if monotonic() - self._told >= LINE_EVERY_S:
            self._told = monotonic()
            self._out.write(f"{self._name}: {share:.0%} {what}".rstrip() + "\n")
            self._out.flush()


class _Bar(Step):
    def __init__(self, name: str, out: TextIO, progress: Progress) -> None:
        super().__init__(name, out)
        self._progress = progress
        self._task = progress.add_task(name, total=1.0, what="")

    def at(self, share: float, what: str = "") -> None:
        """Move the bar."""
        self._progress.update(self._task, completed=share, what=what)


@contextmanager
def step(name: str, out: TextIO = sys.stderr) -> Iterator[Step]:
    """A step that tells how far it is; its time is told at the end."""
    begun = monotonic()
    if out.isatty():
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            TaskProgressColumn(),
            TextColumn("{task.fields[what]}"),
            TimeElapsedColumn(),
        )
        with Progress(*columns, console=Console(file=out), transient=True) as progress:
            yield _Bar(name, out, progress)
    else:
        yield Step(name, out)
    out.write(f"{name}: done in {monotonic() - begun:.1f} s\n")
    out.flush()
