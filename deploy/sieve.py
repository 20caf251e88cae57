"""Which lines of a role are worth the terminal; its log has them all. Used by `role`.

Roles log as `date time LEVEL name: message` or as JSON with a `level`. What has no level (the last
words of a crash, a command's own sentences) is always worth it.
"""

import re

LEVEL = re.compile(
    r'^\S+ \S+ (DEBUG|INFO|WARNING|ERROR|CRITICAL) |"level": "(debug|info|warning|error|critical)"'
)
QUIET = {"debug", "info"}


class Sieve:
    """Reads the lines of one process in order."""

    def __init__(self) -> None:
        self._quiet = False

    def lets_through(self, line: str) -> bool:
        """A warning or worse, with the indented lines that belong to it."""
        found = LEVEL.search(line)
        if found:
            self._quiet = (found[1] or found[2]).lower() in QUIET
        elif not line.startswith((" ", "\t")):
            self._quiet = False
        return not self._quiet
