"""What is withheld, taken out of a tile: null with its reason in the twin, `*` on the glass.

Twins say why a number is null in a sibling `<name>_state`.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from typing import Any

import msgspec

from web.compose.tile import Said, Tile

SIGN = "*"
WITHHELD: Said = (SIGN, "withheld")


def veil(tile: Tile, pointers: Iterable[str]) -> Tile:
    """The same tile without what these pointers name; one it does not have is none."""
    twin, said = deepcopy(tile.twin), dict(tile.said)
    for pointer in pointers:
        take(twin, pointer)
        if pointer in said:
            said[pointer] = WITHHELD
    return msgspec.structs.replace(tile, twin=twin, said=said)


def take(twin: Any, pointer: str) -> None:
    """Null in place of a value, `withheld` beside it."""
    *way, name = pointer.split("/")
    for step in way:
        twin = twin[int(step)] if isinstance(twin, list) else twin.get(step)
        if twin is None:
            return
    if name in twin:
        twin[name] = None
        twin[f"{name}_state"] = "withheld"
