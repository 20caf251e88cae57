"""How likely a task is late: the log-odds of its class, moved by what is seen of it (domain 9).

Evidence counts as far as it is fresh (`weight_of`) and as far as it held in processes it was not
found on (`trust`); what does not count leaves the class: its lead's record, nothing else.
"""

from __future__ import annotations

from math import exp, log, log1p

from stream.kpi.forecast.evidence import Evidence
from stream.kpi.forecast.parameters import Parameters
from stream.kpi.forecast.prior import record_odds, shrunk_pace, weight_of, work_left
from stream.kpi.forecast.record import Signals

_WEEK = 7.0


def p_late(seen: Evidence, signals: Signals, own: Parameters) -> float:
    """P(finish > due) of an open task before its due date has passed, 0..1.

    It does not fall with a nearer due date: only being behind depends on that date.
    """
    told = weight_of(seen, own) * _told(seen, own)
    odds = of_class(signals, own) + own.trust * (told + _waits(signals, own))
    return 1.0 / (1.0 + exp(-odds))


def of_class(signals: Signals, own: Parameters) -> float:
    """Log-odds of a late end where nothing is known of the task itself."""
    return own.lean + own.record * record_odds(signals.kept, signals.missed, own)


def days_needed(seen: Evidence, own: Parameters) -> float:
    """Working days the rest takes at the shrunk pace; silence has no pace of its own."""
    paced = 0 if seen.silent else seen.paced
    pace = shrunk_pace(seen.pace, paced, seen.planned + own.grace, own.class_weight)
    return seen.ahead + _left(seen, own) / pace


def _told(seen: Evidence, own: Parameters) -> float:
    """Behind or ahead: the logarithm of the time the rest takes over the time there is."""
    behind = log(days_needed(seen, own) / (seen.left + own.grace))
    return own.hold * behind - own.unbegun * _left(seen, own)


def _left(seen: Evidence, own: Parameters) -> float:
    paced = 0 if seen.silent else seen.paced
    trusted = seen.pace * paced / (paced + own.class_weight)
    return work_left(seen.progress, trusted * seen.age, own.hidden)


def _waits(signals: Signals, own: Parameters) -> float:
    """What a question nobody has answered adds, the more the longer it waits."""
    if signals.waiting_days is None:
        return 0.0
    return own.answer + own.answer_wait * log1p(max(signals.waiting_days, 0) / _WEEK)
