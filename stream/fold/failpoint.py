"""Places where a fault test may kill this process, as ``kill -9`` would.

``NHIP_FAIL_AT=before_commit`` dies there the first time, ``before_commit:3`` the third. Absent in
ordinary life.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from typing import Literal, get_args

from schema.errors import SettingsError

Place = Literal["after_write", "before_commit", "after_commit", "before_ack"]
VARIABLE = "NHIP_FAIL_AT"

Reach = Callable[[Place], None]


def nowhere(place: Place) -> None:
    """The failpoint of ordinary life: goes on."""


def from_environ() -> Reach:
    """What to call at each place; raises SettingsError for a place that does not exist."""
    wanted, _, count = os.environ.get(VARIABLE, "").partition(":")
    if not wanted:
        return nowhere
    if wanted not in get_args(Place) or not (count or "1").isdigit():
        raise SettingsError(
            f"{VARIABLE}: expected one of {', '.join(get_args(Place))} and perhaps :times, "
            f"got {wanted!r}:{count!r}"
        )
    return _Bomb(wanted, int(count or 1)).reach


class _Bomb:
    def __init__(self, wanted: str, times: int) -> None:
        self._wanted = wanted
        self._left = times

    def reach(self, place: Place) -> None:
        if place == self._wanted:
            self._left -= 1
            if self._left <= 0:
                os.kill(os.getpid(), signal.SIGKILL)
