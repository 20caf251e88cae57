"""Free loopback ports, the same ones at the next start.

Called by `services` and `up`. Ports come from below the range the kernel hands out for outgoing
connections, so that an engine that restarts finds its port still free.
"""

import json
import random
import socket
from pathlib import Path

LOOPBACK = "127.0.0.1"
RANGE = range(20_000, 32_000)


def is_free(port: int) -> bool:
    """Whether a server could listen on 127.0.0.1:port now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
            probe.listen(1)
        except OSError:
            return False
    return True


class Ports:
    """The ports of one data directory by name, remembered in its ports.json."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._known: dict[str, int] = _read(file)

    def get(self, name: str) -> int:
        """The remembered port when it is free, else a new one, remembered from now on."""
        port = self._known.get(name)
        if port is None or not is_free(port):
            port = self._another()
            self._known[name] = port
            self._file.write_text(json.dumps(self._known, indent=1) + "\n")
        return port

    def _another(self) -> int:
        taken = set(self._known.values())
        candidates = (p for p in random.sample(RANGE, len(RANGE)) if p not in taken)
        return next(p for p in candidates if is_free(p))


def _read(file: Path) -> dict[str, int]:
    try:
        known = json.loads(file.read_text())
    except (FileNotFoundError, ValueError):
        return {}
    return {str(k): int(v) for k, v in known.items()} if isinstance(known, dict) else {}
