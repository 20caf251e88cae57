"""How good forecasts are: hit rate, Brier score against the best constant, warnings, reliability.

Tasks of one unit are alike, so every limit is that of a mean over clusters, not over cases.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from math import sqrt

from msgspec import Struct

from stream.kpi.forecast.forecast import forecast
from stream.kpi.forecast.parameters import PARAMETERS, Parameters
from stream.kpi.forecast.record import Forecast
from tests.calibration.cases import Case
from tests.calibration.course import CALENDAR

WARNED = 5_000
"""p_late from which a task is warned of, in 1/10,000."""
WARNING_LEAD = 14
"""Calendar days before the due date on which warnings are judged."""
_TEN = 10
_TWO_SIDED = 1.96


class Judged(Struct, frozen=True):
    """A question, what was answered and whether P10–P90 held the end.

    None: what is known ends before P90. Whether it is judged must not hang on the end, or of the
    newest only those are that ended soon.
    """

    case: Case
    answer: Forecast
    hit: bool | None

    @property
    def p(self) -> float:
        """p_late, 0..1."""
        return self.answer.p_late / 10_000


class Mean(Struct, frozen=True):
    """A mean over n cases with half of its 95 % interval; both None when there is no case."""

    value: float | None
    limit: float | None
    n: int


def judged(asked: Iterable[Case], parameters: Parameters = PARAMETERS) -> list[Judged]:
    """The forecast of every case beside its end."""
    return [_judged(case, parameters) for case in asked]


def _judged(case: Case, own: Parameters) -> Judged:
    answer = forecast(case.history, case.start, case.due, case.today, case.signals, CALENDAR, own)
    if answer.finish_p90 > case.known_until:
        return Judged(case, answer, None)
    held = case.finish is not None and answer.finish_p10 <= case.finish <= answer.finish_p90
    return Judged(case, answer, held)


def hits(found: Sequence[Judged]) -> Mean:
    """Share of ends that lay between P10 and P90; 0.8 is meant."""
    return _mean([(one.case.unit, float(one.hit)) for one in found if one.hit is not None])


def outside(found: Sequence[Judged]) -> tuple[float, float]:
    """Shares of ends before P10 and after P90; 0.1 each is meant."""
    known = [one for one in found if one.hit is not None]
    early, missed = sum(map(_before, known)), sum(one.hit is False for one in known)
    return early / max(len(known), 1), (missed - early) / max(len(known), 1)


def _before(one: Judged) -> bool:
    return one.case.finish is not None and one.case.finish < one.answer.finish_p10


def brier(found: Sequence[Judged]) -> Mean:
    """Mean squared error of p_late; 0 is best."""
    return _mean([(one.case.unit, (one.p - one.case.late) ** 2) for one in found])


def gain(found: Sequence[Judged]) -> Mean:
    """How much smaller the Brier score is than that of the best constant, known afterwards."""
    late = base(found)
    return _mean(
        [
            (one.case.unit, (late - one.case.late) ** 2 - (one.p - one.case.late) ** 2)
            for one in found
        ]
    )


def base(found: Sequence[Judged]) -> float:
    """Share of cases that were late."""
    return sum(one.case.late for one in found) / max(len(found), 1)


def warned(found: Sequence[Judged]) -> list[Judged]:
    """The cases of 14 days ahead that were warned of."""
    return [one for one in ahead(found) if one.answer.p_late >= WARNED]


def ahead(found: Sequence[Judged]) -> list[Judged]:
    """The cases of 14 days ahead."""
    return [one for one in found if one.case.lead == WARNING_LEAD]


def right(found: Sequence[Judged]) -> Mean:
    """Share of warnings that came true."""
    return _mean([(one.case.unit, float(one.case.late)) for one in warned(found)])


def caught(found: Sequence[Judged]) -> float | None:
    """Share of the late ones that had been warned of 14 days ahead."""
    late = sum(one.case.late for one in ahead(found))
    return sum(one.case.late for one in warned(found)) / late if late else None


def reliability(found: Sequence[Judged]) -> list[tuple[float, float, int]]:
    """By tenths of p_late: the mean that was said, the share that came, how many."""
    tenths: dict[int, list[Judged]] = defaultdict(list)
    for one in found:
        tenths[min(int(one.p * _TEN), _TEN - 1)].append(one)
    return [
        (sum(one.p for one in held) / len(held), base(held), len(held))
        for _, held in sorted(tenths.items())
    ]


def _mean(values: Sequence[tuple[str, float]]) -> Mean:
    """The mean of values by unit; its limit lets units differ from each other."""
    if not values:
        return Mean(None, None, 0)
    mean = sum(value for _, value in values) / len(values)
    units: dict[str, float] = defaultdict(float)
    for unit, value in values:
        units[unit] += value - mean
    error = sqrt(sum(off * off for off in units.values())) / len(values)
    return Mean(mean, _TWO_SIDED * error, len(values))
