"""What was sent and what was promised, synced to the disk: the file a checker may believe.

``S`` an update that was sent, written before it is; ``A`` one that the system answered with 202.
"""

from __future__ import annotations

import os
import threading
from collections import Counter
from pathlib import Path

from tests.acceptance.acts import Body


class Ledger:
    """One file, appended to."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("a+")
        self._writing = threading.Lock()
        self.answers: Counter[int] = Counter()
        """POSTs by the status of their answer; 0: the line broke."""

    def note(self, mark: str, body: Body) -> None:
        """Write the ids of a report's updates down for good."""
        lines = "".join(f"{mark} {update['id']}\n" for update in body["updates"])
        with self._writing:
            self._file.write(lines)
            self._file.flush()
            os.fsync(self._file.fileno())

    def ids(self, mark: str) -> set[str]:
        """The ids with this mark, as they stand on disk."""
        with self._writing:
            self._file.seek(0)
            return {line[2:].strip() for line in self._file if line.startswith(mark)}

    def close(self) -> None:
        """Let the file go."""
        self._file.close()
