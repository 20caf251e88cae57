"""One line for every step, on stderr; colours only on a terminal.

Called by everything that takes longer than a blink. stdout stays free for KEY=VALUE lines.
"""

import time
from typing import TextIO

from rich.console import Console
from rich.text import Text

COLOURS = ("cyan", "green", "magenta", "yellow", "blue", "bright_cyan", "bright_magenta", "red")


SHARE_EVERY = 5.0  # seconds between two words about a long step, where no line can be rewritten
CLEAR = "\r\x1b[2K"


class Progress:
    """Says who does what, with the seconds since the start."""

    def __init__(self, out: TextIO) -> None:
        self._console = Console(file=out, highlight=False, soft_wrap=True)
        self._since = time.monotonic()
        self._colours: dict[str, str] = {}
        self._share_told = float("-inf")
        self._passing = False  # whether the cursor stands on a line that will be rewritten

    def step(self, who: str, what: str) -> None:
        """`[  1.2s] kafka      broker is up at 127.0.0.1:21555`"""
        self._print(self._line(who, what))

    def share(self, who: str, what: str, share: float) -> None:
        """`folding: 45 %`: one line rewritten on a terminal, a line now and then elsewhere."""
        line, now = self._line(who, f"{what}: {share:.0%}"), time.monotonic()
        if self._console.is_terminal:
            self._print(line, end="")
            self._passing = True
        elif now - self._share_told >= SHARE_EVERY:
            self._share_told = now
            self._print(line)

    def output(self, who: str, line: str) -> None:
        """A line that a role wrote, with its name before it."""
        text = Text(f"{who:<8}│ ", style=self._colour(who))
        self._print(text.append(line, style="default"))

    def plain(self, text: str) -> None:
        """Lines for the reader, as they are: addresses, a closing word."""
        self._print(Text(text))

    def _line(self, who: str, what: str) -> Text:
        seconds = time.monotonic() - self._since
        line = Text().append(f"[{seconds:6.1f}s] ", style="dim")
        return line.append(f"{who:<10}", style=self._colour(who)).append(f" {what}")

    def _print(self, text: Text, end: str = "\n") -> None:
        if self._passing:
            self._console.file.write(CLEAR)
            self._passing = False
        self._console.print(text, end=end)

    def _colour(self, who: str) -> str:
        return self._colours.setdefault(who, COLOURS[len(self._colours) % len(COLOURS)])
