"""What a fault is: a name, the row of the matrix it belongs to, and what it does to the stage.

`do` returns when the cause is gone; whether the system is well again, `probe` and `checks` say.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from tests.faults.stage import Stage


class Fault(Struct, frozen=True):
    """One kind of trouble."""

    name: str
    row: str
    """The row of the fault matrix, in a few words (docs/reliability.md)."""
    do: Callable[[Stage], None]
    lasts_s: float = 1.0
    """About how long it takes."""
    own_disk: bool = False
    """It needs the engines to be on a disk of their own."""
