"""A league's table less what is withheld of its units: score and rank stay, numbers of tasks go.

Where a unit's numbers are withheld, so are the league's mean and the shrunk rates, which would tell
them by subtraction, and a seal's rows with their hash: a few numbers can be guessed and tried.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from web.compose.ranking import PARTS, Standing
from web.compose.tile import Tile
from web.compose.veil import veil

NUMBERS = (
    *("on_time", "due", "on_time_rate", "rate", "overdue"),
    *(f"parts/{part}" for part in PARTS),
)


def withheld_in(standings: tuple[Standing, ...], hides: Callable[[Standing], bool]) -> list[int]:
    """Places in the table of those whose numbers are withheld."""
    return [n for n, each in enumerate(standings) if hides(each)]


def veiled(
    tile: Tile,
    standings: tuple[Standing, ...],
    *,
    cells: list[int],
    totals: frozenset[str],
    secret: frozenset[str],
) -> Tile:
    """The table for the public; `cells`: places whose numbers are withheld, else codes of units."""
    found = [f"rows/{n}/{name}" for n in cells for name in NUMBERS]
    for n, each in enumerate(standings):
        found += [f"rows/{n}/total"] if each.place.code in totals else []
        found += [f"rows/{n}/volume"] if each.place.code in secret else []
        found += [f"rows/{n}/league_mean", f"rows/{n}/parts/on_time"] if cells else []
    made = veil(tile, [*found, "mean"] if cells else found)
    rows = [row | {"sign": "withheld"} if n in cells else row for n, row in _rows(tile)]
    for n in cells:
        made.twin["rows"][n]["sign"] = "withheld"
    return msgspec.structs.replace(made, page=tile.page | {"rows": rows, "withheld": bool(cells)})


def _rows(tile: Tile) -> list[tuple[int, dict[str, object]]]:
    return list(enumerate(tile.page["rows"]))
