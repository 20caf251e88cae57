"""`python -m tests.faults.skewed SECONDS -m module …`: a role that believes in another time.

Its wall clock is that many seconds off wherever our own code reads it; deadlines of libraries run
on the monotonic clock and are not touched.
"""

from __future__ import annotations

import importlib
import runpy
import sys
from datetime import datetime, timedelta, tzinfo
from types import ModuleType
from typing import Self

READ_IN = ("schema.clock", "stream.fold.midnight", "web.country")
"""Where the machine's time is read."""


def skewed(seconds: float) -> type[datetime]:
    """A datetime whose `now` is off."""

    class Skewed(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            real = datetime.now(tz) + timedelta(seconds=seconds)
            return real  # type: ignore[return-value]  # a plain one: libraries know its exact type

    return Skewed


def skew(modules: list[ModuleType], seconds: float) -> None:
    """Have these modules read the time of somebody else."""
    for module in modules:
        module.__dict__["datetime"] = skewed(seconds)


def main(seconds: str, dash_m: str, *words: str) -> None:
    """Skew, and become the module that the words name."""
    assert dash_m == "-m"
    skew([importlib.import_module(name) for name in READ_IN], float(seconds))
    sys.argv = list(words)
    runpy.run_module(words[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
