"""Flows: integers that belong to a local day, not to a state; what happened on it.

A row of `flow_day` is (partition, unit, programme, field, post in charge, day); its `counts` are in
the order of :data:`FLOWS`, without the zeros at their end. New flows are appended, never moved.
`docs/flows.md` is made from here; who counts: ``stream.core.task_flows``, ``fact_flows``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from schema.measures import Counts

MINUTE, HOUR, DAY = 60, 3_600, 86_400
EDGES: tuple[int, ...] = (
    *(0, MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 30 * MINUTE),
    *(HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR, 16 * HOUR),
    *(DAY, 2 * DAY, 3 * DAY, 5 * DAY, 7 * DAY, 14 * DAY, 30 * DAY, 60 * DAY, 90 * DAY),
)
"""Lower edges of the bins of a lag, seconds; each ends where the next begins, the last never (Q84).
A lag below zero (a clock that runs ahead) is in the first."""
BINS = len(EDGES)
LAGS = {
    "received": "facts of the unit side, by the day they occurred, received {} after it (Q82)",
    "verified": "completions, by the day they were verified, {} after they were received (Q82)",
    "answered": "difficulties, by the day of their first answer, {} after they were raised (Q82)",
}
"""The three lags and what a bin of each counts."""
CHANNELS = ("connector", "form", "file", "on_behalf")


def span(bin_: int) -> str:
    """The bin of a lag in words."""
    low = said(EDGES[bin_])
    return f"{low} or more" if bin_ == BINS - 1 else f"{low} to under {said(EDGES[bin_ + 1])}"


def said(seconds: int) -> str:
    """An edge in its largest whole unit."""
    for unit, name in ((DAY, "d"), (HOUR, "h"), (MINUTE, "min")):
        if seconds and seconds % unit == 0:
            return f"{seconds // unit} {name}"
    return f"{seconds} s"


FLOWS_MEANING: dict[str, str] = {
    "completions": "completions verified, by the day c they count as done (Q81)",
    "completions_on_time": "of these, on time by the due date in force now (Q81)",
    "difficulties_raised": "difficulties raised, by the task's lead (Q82)",
    "difficulties_answered": "difficulties first answered, by the task's lead (Q82)",
    **{
        f"updates_{channel}": f"updates in force by channel {channel}, by the day reported (Q83)"
        for channel in CHANNELS
    },
    **{
        f"{lag}_{bin_:02d}": text.format(span(bin_))
        for lag, text in LAGS.items()
        for bin_ in range(BINS)
    },
    # data quality (Q64-68): by the day reported, then by the day occurred
    "records_other": "records that are not in force: held, rejected, taken back (Q68)",
    "faults": "records with a conflict, an unknown unit or the same fact again, each once (Q68)",
    "held": "records that wait for a subject nobody knows: orphans after 7 days (Q68)",
    "checks": "checks run, on facts by their unit, on claims by the task's lead (Q65)",
    "severity": "severity of violations that are still true, in halves (Q64)",
}
"""What each integer counts, in the order in which rows carry them."""

FLOWS: tuple[str, ...] = tuple(FLOWS_MEANING)
FLOW: dict[str, int] = {name: position for position, name in enumerate(FLOWS)}
FLOW_WIDTH = len(FLOWS)


def bin_of(seconds: float) -> int:
    """The bin a lag falls in: at an edge it is in the bin that begins there."""
    return max(0, bisect_right(EDGES, seconds) - 1)


def bins(counts: Sequence[int], lag: str) -> Counts:
    """The bins of one lag among the flows of a row or a sum, filled with zeros."""
    begin = FLOW[f"{lag}_00"]
    found = tuple(counts[begin : begin + BINS])
    return found + (0,) * (BINS - len(found))


def trimmed(moved: Sequence[tuple[int, int]]) -> Counts:
    """(place, number) pairs, at least one, as a row without zeros at its end."""
    row = [0] * (max(moved)[0] + 1)
    for place, number in moved:
        row[place] = number
    return tuple(row)


assert all(low < high for low, high in pairwise(EDGES))
