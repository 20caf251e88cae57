"""Which integers each figure is made of: one row a figure, for all who must take figures apart.

``schema.figures`` makes the figures of a board; here stands what each of them is a sum or a ratio
of (mission §4.3–4.4, Q26–27, Q42–45). A test holds both to the same values for any counts. Lists of
the tasks behind a figure and "why did it move" (``schema.attribution``) start here.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from msgspec import Struct

from schema.states import PARTITION, WITHDRAWN


class Formula(Struct, frozen=True):
    """(sum of the measures `num`) / (scale · sum of the measures `den`).

    Without `den` it is a count or a sum in units of `scale`; a ratio over nothing is None.
    """

    num: tuple[str, ...]
    den: tuple[str, ...] = ()
    scale: int = 1

    @property
    def measures(self) -> tuple[str, ...]:
        """Every measure it reads."""
        return (*self.num, *self.den)

    def parts(self, counts: Mapping[str, int]) -> tuple[int, int]:
        """Numerator and denominator, the scale in the latter."""
        whole = sum(counts[name] for name in self.den) if self.den else 1
        return sum(counts[name] for name in self.num), self.scale * whole

    def value(self, counts: Mapping[str, int]) -> Fraction | None:
        """The figure exactly; None when nothing is in its denominator."""
        num, den = self.parts(counts)
        return Fraction(num, den) if den else None


_ALL = tuple(state.value for state in PARTITION)
_DONE = ("done_on_time", "done_late")
_DUE = (*_DONE, "overdue")
_DUE_0 = ("done_on_time_0", "done_late_0", "overdue_0")
_PERIODS = tuple(
    f"instance_{name}"
    for name in ("done_on_time", "done_late", "awaiting", "in_time", "due_soon", "overdue")
)
_PERIODS_DUE = (*_PERIODS[:2], "instance_overdue")
FIGURES: Mapping[str, Formula] = {
    "planning/total": Formula(_ALL),
    **{f"planning/states/{state.value}": Formula((state.value,)) for state in PARTITION},
    **{f"planning/withdrawn/{state.value}": Formula((state.value,)) for state in WITHDRAWN},
    **{f"planning/shares/{state.value}": Formula((state.value,), _ALL) for state in PARTITION},
    "planning/done": Formula(_DONE),
    "planning/within_deadline": Formula(("in_time", "due_soon", "not_started", "awaiting")),
    "planning/due": Formula(_DUE),
    "planning/completion_of_due": Formula(_DONE, _DUE),
    "planning/overdue_rate": Formula(("overdue",), _DUE),
    "planning/on_time_rate": Formula(("done_on_time",), _DUE),
    "planning/on_time_rate_due_0": Formula(("done_on_time_0",), _DUE_0),
    "planning/completion_of_all": Formula(_DONE, _ALL),
    "planning/overdue_of_all": Formula(("overdue",), _ALL),
    "planning/avg_days_late": Formula(("days_late",), ("done_late", "overdue")),
    "operational/progress": Formula(("weight_progress",), ("weight_reported",), 10_000),
    "operational/coverage": Formula(("weight_reported",), ("weight",)),
    "operational/ev": Formula(("weight_progress",), scale=10_000_000),
    "operational/earned_share": Formula(("weight_progress",), ("weight",), 10_000),
    "risk/at_risk": Formula(("at_risk",)),
    "risk/behind": Formula(("behind",)),
    "risk/silent": Formula(("silent",)),
    "difficulties_open": Formula(("difficulties_open",)),
    "instances/total": Formula(_PERIODS),
    **{f"instances/states/{name.removeprefix('instance_')}": Formula((name,)) for name in _PERIODS},
    "instances/done": Formula(_PERIODS[:2]),
    "instances/due": Formula(_PERIODS_DUE),
    "instances/completion_of_due": Formula(_PERIODS[:2], _PERIODS_DUE),
    "instances/overdue_rate": Formula(("instance_overdue",), _PERIODS_DUE),
    "instances/on_time_rate": Formula(("instance_done_on_time",), _PERIODS_DUE),
    "instances/avg_days_late": Formula(
        ("instance_days_late",), ("instance_done_late", "instance_overdue")
    ),
}
"""By the figure's pointer in a board's twin, where tasks have weights."""
ALIKE: Mapping[str, Formula] = {
    "operational/progress": Formula(("progress_plain",), ("tasks_reported",), 10_000),
    "operational/coverage": Formula(("tasks_reported",), ("tasks_counted",)),
    "operational/ev": Formula(("progress_plain",), scale=10_000),
    "operational/earned_share": Formula(("progress_plain",), ("tasks_counted",), 10_000),
}
"""What stands in their place where no task has a weight: all count alike (Q44)."""


def formula(figure: str, counts: Mapping[str, int]) -> Formula:
    """The formula of a figure in a scope worth `counts`; KeyError for one that has none."""
    if counts["weight"]:
        return FIGURES[figure]
    return ALIKE.get(figure) or FIGURES[figure]
