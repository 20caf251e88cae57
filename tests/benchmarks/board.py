"""board.compose: milliseconds from the facts of the national board to all that is shown of them.

Page, twin and patch are readings of this one answer, made anew each time a view's facts have moved:
at most once in a window of the hub, for all its viewers together.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from itertools import cycle
from statistics import median

from tests.web.country import nation
from web.compose.board import board_view
from web.compose.facts import BoardFacts
from web.hub import WINDOW

Figure = tuple[str, float, str, str | None, float | None]
ROUNDS, VIEWS = 7, 20
LIMIT_MS = WINDOW * 1_000 / 10
"""A tenth of a core for a board that moves all the time."""
CLOCK = time.process_time


def run() -> Iterator[Figure]:
    """The median of seven rounds of twenty views: countries that differ, both languages in turn."""
    countries = [nation(seed) for seed in range(5)]
    _compose(countries)
    spent = median(_compose(countries) for _ in range(ROUNDS))
    yield ("board.compose_ms", spent, "ms", f"limit {LIMIT_MS:g}", spent / LIMIT_MS)


def _compose(countries: list[BoardFacts]) -> float:
    """Milliseconds a view."""
    gc.collect()
    begun = CLOCK()
    for _, facts, lang in zip(range(VIEWS), cycle(countries), cycle(("vi", "en")), strict=False):
        board_view(facts, lang)
    return (CLOCK() - begun) / VIEWS * 1_000
