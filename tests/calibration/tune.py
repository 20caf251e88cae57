"""Finds the constants: coordinate by coordinate, on the tuning seeds and nothing else.

The loss is what is published: the Brier score of p_late, and the pinball losses of P10, P50 and P90
on the logarithm of the working days left. Strangers and the sample country are not looked at.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from math import ceil, log

from msgspec import Struct
from msgspec.structs import asdict, replace

from stream.kpi.forecast.evidence import Evidence, evidence
from stream.kpi.forecast.forecast import passage_of
from stream.kpi.forecast.parameters import PARAMETERS, Parameters
from stream.kpi.forecast.record import Signals
from tests.calibration.cases import Case, cases
from tests.calibration.course import CALENDAR
from tests.calibration.habits import lives
from tests.calibration.processes import PROCESSES
from tests.calibration.seeds import TUNING, UNITS

FOUND = (
    "class_weight", "grace", "hidden", "hold", "lean", "spread", "overdue", "answer",
    "answer_wait", "silence_spread", "record",
)  # fmt: skip
_WITHIN = {"hold": (0.0, 1.0), "lean": (-9.0, 9.0)}
_POSITIVE = (1e-3, 1e3)
_QUANTILES = ((0.1, 2.0), (0.5, 1.0), (0.9, 2.0))
"""Quantile and weight of its loss."""
_SOFT = 5.0
"""Days added before the logarithm: a day more or less near the end is no great thing."""
_BRIER = 10.0
_PINBALL = 4.0
_OVERDUE = 0.4
"""Weight of a task that is late already."""
_ROUNDS = 12
_FINEST = 0.004


class Seen(Struct, frozen=True):
    """A case with what is seen of it, which no constant to be found changes."""

    evidence: Evidence
    signals: Signals
    late: bool
    left: int


def questions(seeds: Iterable[int], units: int = UNITS) -> list[Seen]:
    """Every case of the tuned processes on these seeds."""
    every = (lives(seed, process, units) for seed in seeds for process in PROCESSES)
    return [_seen(case) for held in every for case in cases(held)]


def _seen(case: Case) -> Seen:
    assert case.left is not None
    found, _ = evidence(
        case.history, case.start, case.due, case.today, case.signals, CALENDAR, PARAMETERS
    )
    return Seen(found, case.signals, case.late, case.left)


def loss(asked: list[Seen], parameters: Parameters) -> float:
    """Mean loss; smaller is better."""
    brier = pinball = judged = weights = 0.0
    for one in asked:
        passage = passage_of(one.evidence, one.signals, parameters)
        weight = 1.0 if one.evidence.left else _OVERDUE
        if one.evidence.left:
            brier += (passage.open_after(one.evidence.left) - one.late) ** 2
            judged += 1
        for quantile, factor in _QUANTILES:
            days = max(ceil(passage.days_at(quantile)), 1)
            off = log(one.left + _SOFT) - log(days + _SOFT)
            pinball += weight * factor * max(quantile * off, (quantile - 1.0) * off)
        weights += weight
    return _BRIER * brier / judged + _PINBALL * pinball / weights


def tune(asked: list[Seen], begin: Parameters) -> Parameters:
    """Step each constant up and down as long as the loss falls; steps halve when it does not."""
    best, least = begin, loss(asked, begin)
    steps = {name: max(abs(getattr(begin, name)) / 4, 0.01) for name in FOUND}
    for turn in range(_ROUNDS):
        for name in FOUND:
            best, least, moved = _step(asked, best, least, name, steps[name])
            steps[name] *= 1.3 if moved else 0.5
        sys.stdout.write(f"round {turn + 1}: loss {least:.5f}\n")
        if all(steps[name] < _FINEST * max(abs(getattr(best, name)), 0.1) for name in FOUND):
            break
    return best


def _step(
    asked: list[Seen], best: Parameters, least: float, name: str, step: float
) -> tuple[Parameters, float, bool]:
    low, high = _WITHIN.get(name, _POSITIVE)
    for sign in (1, -1):
        value = min(max(getattr(best, name) + sign * step, low), high)
        tried = replace(best, **{name: value})
        found = loss(asked, tried)
        if found < least:
            return tried, found, True
    return best, least, False


def main() -> None:
    """Print the constants found."""
    found = tune(questions(TUNING), PARAMETERS)
    for name, value in asdict(found).items():
        sys.stdout.write(f"{name:16} {value:.4g}\n")
