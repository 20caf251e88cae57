"""One line for every step, on stderr; colours only on a terminal.

Called by everything that takes longer than a blink. stdout stays free for KEY=VALUE lines.
"""

import time
from typing import TextIO

from rich.console import Console
from rich.text import Text

COLOURS = ("cyan", "green", "magenta", "yellow", "blue", "bright_cyan", "bright_magenta", "red")


class Progress:
    """Says who does what, with the seconds since the start."""

    def __init__(self, out: TextIO) -> None:
        self._console = Console(file=out, highlight=False, soft_wrap=True)
        self._since = time.monotonic()
        self._colours: dict[str, str] = {}

    def step(self, who: str, what: str) -> None:
        """`[  1.2s] kafka      broker is up at 127.0.0.1:21555`"""
        seconds = time.monotonic() - self._since
        line = Text(f"[{seconds:6.1f}s] ", style="dim")
        line.append(f"{who:<10}", style=self._colour(who)).append(f" {what}")
        self._console.print(line)

    def output(self, who: str, line: str) -> None:
        """A line that a role wrote, with its name before it."""
        text = Text(f"{who:<8}│ ", style=self._colour(who))
        self._console.print(text.append(line, style="default"))

    def plain(self, text: str) -> None:
        """Lines for the reader, as they are: addresses, a closing word."""
        self._console.print(Text(text))

    def _colour(self, who: str) -> str:
        return self._colours.setdefault(who, COLOURS[len(self._colours) % len(COLOURS)])
