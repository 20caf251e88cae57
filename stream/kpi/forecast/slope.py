"""The exponentially weighted Theil–Sen slope of reports (mission §4.4, domain 9).

The median of the slopes of all pairs of points, each weighted by its span and by the age of both
its points: recent pairs that lie far apart say most, and one wrong report moves nothing.
"""

from __future__ import annotations

from collections.abc import Sequence


def slope(points: Sequence[tuple[int, float]], half_life: float) -> float | None:
    """Rise per unit of x of points in order of x; None when no two differ in x."""
    newest = points[-1][0] if points else 0
    aged = [(x, y, 0.5 ** ((newest - x) / half_life)) for x, y in points]
    pairs = [
        ((y - v) / (x - u), w * t * (x - u))
        for place, (x, y, w) in enumerate(aged)
        for u, v, t in aged[:place]
        if x > u
    ]
    return _weighted_median(sorted(pairs)) if pairs else None


def _weighted_median(pairs: Sequence[tuple[float, float]]) -> float:
    """The first value, in order, at which half of the weight is reached."""
    left = sum(weight for _, weight in pairs) / 2
    for value, weight in pairs:
        left -= weight
        if left <= 0:
            return value
    return pairs[-1][0]
