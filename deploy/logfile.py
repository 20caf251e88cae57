"""A log in the data directory: appended to, moved aside when it is long. Used for every process."""

from pathlib import Path
from typing import IO

KEPT = 5_000_000  # bytes; one older log of as many is kept beside it


def open_log(path: Path) -> IO[bytes]:
    """The log at its end, for a process to write into; a long one is moved aside first."""
    if path.exists() and path.stat().st_size > KEPT:
        path.replace(path.with_suffix(".log.1"))
    return path.open("ab")


class LogFile:
    """A log that we write line by line for a process whose output we read."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[bytes] | None = None

    def write(self, line: str) -> None:
        """One line; readers of the file see it at once."""
        if self._file is None or self._file.tell() > KEPT:
            self.close()
            self._file = open_log(self._path)
        self._file.write(line.encode() + b"\n")
        self._file.flush()

    def close(self) -> None:
        """Let the file go; the next line opens it again."""
        if self._file is not None:
            self._file.close()
            self._file = None
