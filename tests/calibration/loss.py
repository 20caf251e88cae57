"""What the constants are judged by while they are found: lateness first, then the days.

Every process counts alike, however many questions it gives.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import ceil, log

from msgspec import Struct

from stream.kpi.forecast.evidence import Evidence, evidence
from stream.kpi.forecast.forecast import passage_of
from stream.kpi.forecast.lateness import p_late
from stream.kpi.forecast.parameters import PARAMETERS, Parameters
from stream.kpi.forecast.record import Signals
from tests.calibration.cases import Case, cases
from tests.calibration.course import CALENDAR
from tests.calibration.habits import lives
from tests.calibration.processes import PROCESSES
from tests.calibration.seeds import UNITS

_QUANTILES = ((0.1, 2.0), (0.5, 1.0), (0.9, 2.0))
"""Quantile and weight of its loss."""
_SOFT = 5.0
"""Days added before the logarithm: a day more or less near the end is no great thing."""
_OVERDUE = 0.4
"""Weight of a task that is late already."""
_TAILS = 8.0
"""Weight of the squared distance of the ends before P10 and after P90 from one in ten."""
_BRIER = 4.0
_LOGARITHM = 0.5


class Seen(Struct, frozen=True):
    """A case with what is seen of it, which no constant to be found changes."""

    evidence: Evidence
    signals: Signals
    late: bool
    left: int


Asked = Mapping[str, list[Seen]]
"""By process."""


def questions(seeds: Iterable[int], units: int = UNITS, every: int = 3) -> Asked:
    """Of the tuned processes on these seeds one case in `every`."""
    drawn = tuple(seeds)
    found: Asked = {process: [] for process in PROCESSES}
    for process, held in found.items():
        asked = [case for seed in drawn for case in cases(lives(seed, process, units))]
        held.extend(_seen(case) for case in asked[::every])
    return found


def _seen(case: Case) -> Seen:
    assert case.left is not None
    found, _ = evidence(
        case.history, case.start, case.due, case.today, case.signals, CALENDAR, PARAMETERS
    )
    return Seen(found, case.signals, case.late, case.left)


def of_lateness(asked: Asked, own: Parameters) -> float:
    """Brier and logarithmic score of p_late, before the due date."""
    return _mean(_lateness(held, own) for held in asked.values())


def brier(held: list[Seen], own: Parameters) -> float:
    """The Brier score of p_late alone."""
    before = [one for one in held if one.evidence.left]
    return _mean((p_late(one.evidence, one.signals, own) - one.late) ** 2 for one in before)


def _lateness(held: list[Seen], own: Parameters) -> float:
    total, count = 0.0, 0
    for one in held:
        if one.evidence.left:
            late = min(max(p_late(one.evidence, one.signals, own), 1e-4), 1 - 1e-4)
            total += _BRIER * (late - one.late) ** 2
            total -= _LOGARITHM * log(late if one.late else 1.0 - late)
            count += 1
    return total / count


def of_days(asked: Asked, own: Parameters) -> float:
    """Pinball losses of P10, P50, P90 on the logarithm of the days; one in ten on either side.

    Tasks that are late already are held to both, apart from those that are not, and weigh less.
    """
    return _days(asked, own, overdue=False) + _OVERDUE * of_overdue(asked, own)


def of_overdue(asked: Asked, own: Parameters) -> float:
    """The same of the tasks that are late already."""
    return _days(asked, own, overdue=True)


def _days(asked: Asked, own: Parameters, *, overdue: bool) -> float:
    held = [[one for one in kept if (not one.evidence.left) == overdue] for kept in asked.values()]
    found = [_days_of(kept, own) for kept in held]
    pinball, early, after = (_mean(part) for part in zip(*found, strict=True))
    return pinball + _TAILS * ((early - 0.1) ** 2 + (after - 0.1) ** 2)


def _days_of(held: list[Seen], own: Parameters) -> tuple[float, float, float]:
    """Loss, share before P10, share after P90."""
    loss, early, after = 0.0, 0, 0
    for one in held:
        passage = passage_of(one.evidence, one.signals, own)
        days = [max(ceil(passage.days_at(q) - 1e-9), 1) for q, _ in _QUANTILES]
        for day, (q, factor) in zip(days, _QUANTILES, strict=True):
            off = log(one.left + _SOFT) - log(day + _SOFT)
            loss += factor * max(q * off, (q - 1.0) * off)
        early, after = early + (one.left < days[0]), after + (one.left > days[2])
    return loss / len(held), early / len(held), after / len(held)


def _mean(values: Iterable[float]) -> float:
    held = tuple(values)
    return sum(held) / len(held)
