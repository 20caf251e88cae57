"""When the work passes the whole: the time left as a distribution, all of it in closed form.

With D working days left, today and the due day included, the end R comes late (R > D) with a chance
that is given. In time it lies before the due day as a power of its share of D, or on that very day;
late it lies after it as a Weibull time. Both sides share the chance, so that quantiles and p_late
never contradict each other.
"""

from __future__ import annotations

from math import exp, log

from msgspec import Struct

LONGEST = 5_000.0
"""Working days no forecast goes beyond: twenty years."""


class Passage(Struct, frozen=True, kw_only=True, gc=False):
    """The distribution of the working days left, today included."""

    left: float
    """D ≥ 0; 0 once the due date has passed, and then `late` is 1."""
    late: float
    """P(R > D), 0..1."""
    early: float
    """The power of ends before the due day, ≥ 1: the greater, the nearer to it."""
    eve: float
    """Share of ends in time that fall on the due day, 0..1."""
    scale: float
    """Of the days after the due date, > 0."""
    shape: float
    """Exponent of the unit exponential, > 0."""

    def open_after(self, days: float) -> float:
        """P(R > days), 0..1, for days ≥ 0."""
        if days < self.left:
            ended = (1.0 - self.eve) * (days / self.left) ** self.early
            return float(1.0 - (1.0 - self.late) * ended)
        passed = float(((days - self.left) / self.scale) ** (1.0 / self.shape))
        return self.late * exp(-passed)

    def days_at(self, chance: float) -> float:
        """The days within which the work ends with this chance, 0 < chance < 1."""
        in_time = 1.0 - self.late
        if chance <= in_time:
            share = chance / in_time / (1.0 - self.eve) if self.eve < 1.0 else 1.0
            return float(self.left * min(share, 1.0) ** (1.0 / self.early))
        passed = -log((1.0 - chance) / self.late)
        return float(min(self.left + self.scale * passed**self.shape, LONGEST))
