"""A curve thinned for a chart: at most 120 days of it, evenly apart, its two ends among them."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from schema.earned.curve import ALIKE, Curve

MOST = 120


class Points(Struct, frozen=True, kw_only=True):
    """Planned value on `first`, every `step` days after it, and `last`; scale as the curve's."""

    first: date
    last: date
    step: int
    alike: bool
    values: tuple[int, ...]


def points(curve: Curve) -> Points:
    """The points of a curve that has leaves."""
    values = curve.values
    step = max(1, -(-(len(values) - 1) // (MOST - 1)))
    chosen = values[::step].tolist()
    if (len(values) - 1) % step:
        chosen.append(int(values[-1]))
    return Points(
        first=date.fromordinal(curve.first),
        last=date.fromordinal(curve.last),
        step=step,
        alike=curve.row == ALIKE,
        values=tuple(chosen),
    )
