"""What a database and its log say, for the tests of starting, restoring and rebuilding."""

from __future__ import annotations

from typing import Any

from stream.fold.startup import Story


def story(**given: Any) -> Story:
    """Two partitions that agree, folded up to 5 and 7 of 9."""
    usual: dict[str, Any] = {
        "build": 1,
        "partitions": 2,
        "cluster": "c",
        "positions": {0: 5, 1: 7},
        "log_cluster": "c",
        "starts": {0: 0, 1: 0},
        "ends": {0: 9, 1: 9},
        "committed": {0: 5},
    }
    return Story(**usual | given)
