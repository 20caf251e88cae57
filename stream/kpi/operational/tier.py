"""The operational tier of one scope as the record that is published: integers and one fraction."""

from __future__ import annotations

from datetime import date

from schema.earned.axis import Axis
from schema.earned.curve import ALIKE, Curve
from schema.earned.schedule import actual_days, earned, planned_days
from schema.kpi import Operational
from schema.measures import INDEX, Counts

_EARNED = (INDEX["weight_progress"], INDEX["progress_plain"])
"""EV by the row of the curve; who never reported is in it with 0 (Q43)."""


def tier(curve: Curve | None, counts: Counts, today: date, axis: Axis) -> Operational | None:
    """PV, EV, ES and AT of a scope on a local day (for its end, Q49); None without leaves."""
    if curve is None:
        return None
    row, day = curve.row, today.toordinal()
    ev = earned_value(curve, counts)
    es = earned(curve, ev, axis)
    return Operational(
        alike=row == ALIKE,
        pv=curve.at(day),
        ev=ev,
        whole=curve.at(curve.last),
        es_num=es.num,
        es_den=es.den,
        at=actual_days(curve, day, axis),
        pd=planned_days(curve, axis),
        start=date.fromordinal(curve.first),
        finish=date.fromordinal(curve.last),
    )


def earned_value(curve: Curve, counts: Counts) -> int:
    """EV in the row of the curve that counts."""
    return counts[_EARNED[curve.row]]
