"""The median of lags that are counted in bins: right to one bin (Q84).

Of an even number it is the mean of the middle two (Q82): it lies between the mean of the lower
edges of their bins and the mean of the upper ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from schema.flows import BINS, EDGES
from schema.rolling import Lag


def median(bins: Sequence[int]) -> Lag | None:
    """Where the median of the lags in these bins lies; None without any."""
    n = sum(bins)
    if not n:
        return None
    upto = list(accumulate(bins))
    one, other = _bin(upto, (n - 1) // 2), _bin(upto, n // 2)
    low = (EDGES[one] + EDGES[other]) // 2
    return Lag(n, low, None if other == BINS - 1 else (EDGES[one + 1] + EDGES[other + 1]) // 2)


def _bin(upto: list[int], place: int) -> int:
    """The bin of the lag at this place, counted from 0, of all in order."""
    return next(bin_ for bin_, number in enumerate(upto) if number > place)
