"""Finds the constants, on the tuning seeds and nothing else; strangers are not looked at.

First those of lateness; then `trust`, each process in turn judged with constants found on the
others (what a country unlike them would see); then the class again; then the days, and how far
those of overdue tasks spread likewise by leaving out.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

from msgspec.structs import asdict, replace

from stream.kpi.forecast.parameters import PARAMETERS, Parameters
from tests.calibration.loss import Asked, brier, of_days, of_lateness, of_overdue, questions
from tests.calibration.seeds import TUNING

LATENESS = (
    "class_weight", "grace", "hidden", "lean", "record", "hold", "unbegun", "answer", "answer_wait",
    "fade", "unheard", "silence",
)  # fmt: skip
CLASS = ("lean",)
DAYS = (
    "early", "eve", "after", "after_need", "after_overdue", "after_answer", "after_record",
    "after_shape",
)  # fmt: skip
OVERDUE = ("after", "after_need", "after_overdue", "after_answer", "after_record")
SHAPES = (0.7, 0.8, 0.9, 1.0, 1.1)
TRUSTS = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5)
_WITHIN = {
    "lean": (-9.0, 9.0), "unbegun": (0.0, 9.0), "answer_wait": (0.0, 9.0), "unheard": (0.0, 1.0),
    "silence": (0.0, 1.0), "early": (1.0, 9.0), "eve": (0.0, 0.9), "after_overdue": (0.0, 9.0),
}  # fmt: skip
_POSITIVE = (1e-3, 1e3)
_ROUNDS = 12
_FEW_ROUNDS = 5
_FINEST = 0.004
Loss = Callable[[Asked, Parameters], float]


def tune(
    asked: Asked, begin: Parameters, names: Sequence[str], loss: Loss, rounds: int = _ROUNDS
) -> Parameters:
    """Step each constant up and down as long as the loss falls; steps halve when it does not."""
    best, least = begin, loss(asked, begin)
    steps = {name: max(abs(getattr(begin, name)) / 4, 0.01) for name in names}
    for _ in range(rounds):
        for name in names:
            before = least
            best, least = _step(lambda one: loss(asked, one), best, least, name, steps[name])
            steps[name] *= 1.3 if least < before else 0.5
        if all(steps[name] < _FINEST * max(abs(getattr(best, name)), 0.1) for name in names):
            break
    return best


def _step(
    loss: Callable[[Parameters], float], best: Parameters, least: float, name: str, step: float
) -> tuple[Parameters, float]:
    low, high = _WITHIN.get(name, _POSITIVE)
    for sign in (1, -1):
        value = min(max(getattr(best, name) + sign * step, low), high)
        tried = replace(best, **{name: value})
        found = loss(tried)
        if found < least:
            return tried, found
    return best, least


def left_out(asked: Asked, begin: Parameters) -> dict[float, float]:
    """The Brier score by trust, each process judged with constants found on the others."""
    found = dict.fromkeys(TRUSTS, 0.0)
    for process, held in asked.items():
        others = {name: kept for name, kept in asked.items() if name != process}
        own = tune(others, replace(begin, trust=1.0), LATENESS, of_lateness, _FEW_ROUNDS)
        for trust in TRUSTS:
            found[trust] += brier(held, replace(own, trust=trust)) / len(asked)
    return found


def shapes_left_out(asked: Asked, begin: Parameters) -> dict[float, float]:
    """The loss of the days of overdue tasks by `overdue_shape`, left out in the same way."""
    found = dict.fromkeys(SHAPES, 0.0)
    for process, held in asked.items():
        others = {name: kept for name, kept in asked.items() if name != process}
        own = tune(others, begin, OVERDUE, of_overdue, _FEW_ROUNDS)
        for shape in SHAPES:
            tried = replace(own, overdue_shape=shape)
            found[shape] += of_overdue({process: held}, tried) / len(asked)
    return found


def main() -> None:
    """Print the constants found."""
    asked = questions(TUNING)
    found = tune(asked, replace(PARAMETERS, trust=1.0), LATENESS, of_lateness)
    scores = left_out(asked, found)
    for trust, score in scores.items():
        sys.stdout.write(f"trust {trust}: Brier {score:.5f} where nothing was found\n")
    found = replace(found, trust=min(scores, key=lambda trust: scores[trust]))
    found = tune(asked, found, CLASS, of_lateness)
    found = tune(asked, found, DAYS, of_days)
    losses = shapes_left_out(asked, found)
    for shape, loss in losses.items():
        sys.stdout.write(f"overdue_shape {shape}: loss {loss:.5f} where nothing was found\n")
    found = replace(found, overdue_shape=min(losses, key=lambda shape: losses[shape]))
    for name, value in asdict(found).items():
        sys.stdout.write(f"{name:16} {value:.4g}\n")
