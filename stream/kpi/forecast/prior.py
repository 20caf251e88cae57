"""What tasks of a class do, and how far what is seen of one task moves us from it (domain 9).

The class of a task is its plan and its lead: tasks go as planned, as a rule, and leads keep or miss
their dates as they did before.
"""

from __future__ import annotations

from math import log

from stream.kpi.forecast.evidence import Evidence
from stream.kpi.forecast.parameters import Parameters

_NOT_SEEN = 0.3
"""At least this much of what was last left to do is still left, however long ago that was."""


def work_left(progress: float, unseen: float, hidden: float) -> float:
    """The share still to do: what was left, less the `unseen` work done since, plus the hidden."""
    left = hidden + (1.0 - hidden) * (1.0 - progress)
    return max(left - unseen, left * _NOT_SEEN)


def shrunk_pace(pace: float, reports: int, planned: float, weight: float) -> float:
    """Share a working day: that of the reports shrunk to the planned one, 1/planned (M4.4)."""
    return (reports * pace + weight / planned) / (reports + weight)


def record_odds(kept: int, missed: int, parameters: Parameters) -> float:
    """How often the lead misses its dates against what is usual: a difference of log-odds.

    The share missed is shrunk to the usual one as rates are in rankings (M4.7).
    """
    usual, weight = parameters.usual_missed, parameters.record_weight
    share = (missed + weight * usual) / (kept + missed + weight)
    return log(share / (1.0 - share)) - log(usual / (1.0 - usual))


def weight_of(seen: Evidence, parameters: Parameters) -> float:
    """How much of what is seen of a task counts against its class, 0..1: old and silent, little."""
    if not seen.told:
        share = parameters.unheard
    else:
        share = parameters.fade / (parameters.fade + seen.age)
    return min(share, parameters.silence) if seen.silent else share
