"""SPI(t) of one task: the part of its plan that is done, against the time that has passed.

The arithmetic of the operational tier for a single leaf (Q46–51). It is shown and moves no sign
(docs/decisions/014): much begins late and ends in time.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from schema.clock import local_day
from schema.earned.axis import axis_of
from schema.earned.curve import Curve, drawn
from schema.earned.plan import WHOLE, Plan
from schema.earned.schedule import actual_days, earned, planned_days
from schema.states import WITHDRAWN, State
from schema.workdays import state_offices
from web.compose.curve import gap
from web.compose.tile import Said, Tile, decimal, shared
from web.compose.work import TaskFacts
from web.words import Words

NOT_DRAWN = frozenset({*WITHDRAWN, State.RECURRING, State.UNKNOWN})
"""States of a task that has no plan to be measured by (Q45)."""


def tile(facts: TaskFacts, words: Words) -> Tile:
    """`operational/…` of a task."""
    work = numbers(facts, local_day(facts.server_time))
    said: dict[str, Said] = {}
    if work["spi_t"] is not None:
        said = {
            "operational/spi_t": decimal(work["spi_t"], words, 2),
            "operational/planned_share": shared(work["planned_share"], words),
            "operational/days_behind": gap(work["days_behind"], None, words),
        }
    return Tile(twin={"operational": work}, said=said, page={"known": bool(said)})


def numbers(facts: TaskFacts, today: date) -> dict[str, Any]:
    """Planned share for the end of today; ES, AT, PD in working days; SPI(t), or why none."""
    line = facts.line
    done, begin, due_0 = line.progress, line.start, facts.due_0
    if line.state in NOT_DRAWN or done is None or begin is None or due_0 is None:
        return nothing("no_data")
    axis = axis_of(state_offices())
    curve = Curve([drawn(Plan(begin, due_0, 0, facts.milestones), facts.done_on, axis)])
    es, pd = earned(curve, done, axis), planned_days(curve, axis)
    at = actual_days(curve, today.toordinal(), axis)
    if not at or not pd:
        return nothing("no_data" if at else "not_yet_due")
    return {
        "planned_share": curve.at(today.toordinal()) / WHOLE,
        "es": es.num / es.den,
        "at": at,
        "pd": pd,
        "spi_t": es.num / (es.den * at),
        "days_behind": (at * es.den - es.num) / es.den,
    }


def nothing(state: str) -> dict[str, Any]:
    """No SPI(t), and why."""
    return {"spi_t": None, "spi_t_state": state}
