"""When the work passes the whole: the time left as a distribution, all of it in closed form.

With R working days left, D of them until the due date and c of grace, z = log((R + c) / (D + c)) is
logistic around `middle`; past the due date (z > 0) it is stretched. That the work has not ended yet
is known: everything is given R > 0.
"""

from __future__ import annotations

from math import exp, expm1, log, log1p

from msgspec import Struct

_STEEP = 30.0
"""From here on log(1 + exp(x)) is x."""
_FAR = 700.0
"""Beyond it exp() overflows."""
LONGEST = 5_000.0
"""Working days no forecast goes beyond: twenty years."""


class Passage(Struct, frozen=True, kw_only=True, gc=False):
    """The distribution of the working days left, today included."""

    horizon: float
    """D + c, > c."""
    grace: float
    """c, > 0."""
    middle: float
    spread: float
    """> 0."""
    past: float
    """How many times slower time counts past the horizon, ≥ 1."""

    def open_after(self, days: float) -> float:
        """P(R > days), 0..1, for days ≥ 0."""
        return exp(self._hazard(0.0) - self._hazard(days))

    def days_at(self, chance: float) -> float:
        """The days within which the work ends with this chance, 0 < chance < 1."""
        passed = self._hazard(0.0) - log1p(-chance)
        standing = log(expm1(passed)) if passed < _STEEP else passed
        z = self.middle + self.spread * standing
        far = min(z if z <= 0 else z * self.past, _FAR)
        return min(max(self.horizon * exp(far) - self.grace, 0.0), LONGEST)

    def _hazard(self, days: float) -> float:
        """The hazard passed through by then: −log P(not ended), were nothing known."""
        z = log((days + self.grace) / self.horizon)
        standing = ((z if z <= 0 else z / self.past) - self.middle) / self.spread
        return log1p(exp(standing)) if standing < _STEEP else standing
