"""Which tasks a figure counts: from its formula to conditions on tasks.

Every integer of a board is added up from single tasks (``stream.core.leaf``), so each measure is a
condition on tasks: being in a state, bearing a sign, having reported. The tasks of a rate are those
of its denominator; those of its numerator are marked. A list is as long as its figure says.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from schema.formulas import ALIKE, FIGURES, Formula
from schema.states import PARTITION, WITHDRAWN, State


class Part(Struct, frozen=True, kw_only=True):
    """Tasks: in one of these states, and of these signs and having reported where asked."""

    states: tuple[str, ...]
    states_0: tuple[str, ...] = ()
    """By the original due date (Q22); () = whichever."""
    signs: tuple[str, ...] = ()
    reported: bool = False
    """Only those whose progress is known (Q43)."""


class Parts(Struct, frozen=True, kw_only=True):
    """The tasks of a figure, and those of them that its numerator counts."""

    whole: Part
    counted: Part


_ONE_OFF = tuple(s.value for s in PARTITION if s is not State.RECURRING)
ALL = tuple(state.value for state in (*PARTITION, *WITHDRAWN))
"""Every state a task can be in that was assigned."""
_COUNTED = Part(states=_ONE_OFF)
_REPORTED = Part(states=_ONE_OFF, reported=True)
_BY_MEASURE: dict[str, Part] = {
    **{state: Part(states=(state,)) for state in ALL},
    **{f"{s}_0": Part(states=_ONE_OFF, states_0=(s,)) for s in _ONE_OFF},
    "days_late": Part(states=("done_late", "overdue")),
    "weight": _COUNTED,
    "tasks_counted": _COUNTED,
    "weight_reported": _REPORTED,
    "tasks_reported": _REPORTED,
    "weight_progress": _REPORTED,
    "progress_plain": _REPORTED,
    "at_risk": Part(states=_ONE_OFF, signs=("at_risk",)),
    "behind": Part(states=_ONE_OFF, signs=("behind",)),
    "silent": Part(states=_ONE_OFF, signs=("silent",)),
}


def parts(figure: str) -> Parts | None:
    """The tasks of a figure by its pointer; None for one that is not added up from tasks."""
    if figure in PLANNED:
        return Parts(whole=_COUNTED, counted=_REPORTED)
    formula = FIGURES.get(figure)
    if formula is None or not _of_tasks(formula):
        return None
    return Parts(whole=_joined(formula.den or formula.num), counted=_joined(formula.num))


PLANNED = tuple(
    f"operational/{name}"
    for name in (
        *("pv", "planned_share", "spi", "es", "at", "pd", "spi_t", "days_behind"),
        *("planned_start", "planned_finish"),
    )
)
"""Made of the plans of all one-off tasks and of what those that reported have earned (Q43, Q45)."""


def _of_tasks(formula: Formula) -> bool:
    return all(name in _BY_MEASURE for name in formula.measures)


def _joined(measures: Iterable[str]) -> Part:
    """The tasks of several measures of one kind: states add up, all else is the same."""
    found = [_BY_MEASURE[name] for name in measures]
    return Part(
        states=_union(part.states for part in found),
        states_0=_union(part.states_0 for part in found),
        signs=_union(part.signs for part in found),
        reported=found[0].reported,
    )


def _union(many: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for each in many for one in each))


FIGURES_OF_TASKS = tuple(
    figure for figure in (*FIGURES, *PLANNED) if figure in PLANNED or _of_tasks(FIGURES[figure])
)
"""Every figure that leads to a list of tasks."""
assert set(ALIKE) <= set(FIGURES_OF_TASKS)
