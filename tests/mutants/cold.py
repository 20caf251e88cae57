"""Pytest plugin of a mutation run: what was remembered before a change is forgotten.

Mutmut forks after the tests have run once; a function whose answers are cached would never be asked
again, and no change below it noticed.
"""

from __future__ import annotations

import sys

PACKAGES = ("schema", "stream")


def pytest_sessionstart() -> None:
    """Empty every cache of the packages."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in PACKAGES:
            for value in list(vars(module).values()):
                if clear := getattr(value, "cache_clear", None):
                    clear()
