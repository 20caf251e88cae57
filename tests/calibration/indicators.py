"""Is P(hit) right? Made-up paths of indicators, what P(hit) said of them on the way, what came.

Shares of the way, planned as a straight line. Fixed before any P(hit) of them, on these grounds:
coverage and counts go on at a pace that is not the planned one; money is spent at the end of the
year; works are handed over in steps; easy units come first (never tuned on); what an economy does
wanders (never tuned on). Half of all targets are met, as a rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from math import exp
from random import Random

from msgspec import Struct

from stream.kpi.strategic.chance import CONSTANTS, WHOLE, Aim, Constants, Told, chance
from tests.calibration.seeds import REPORTED_INDICATORS

LEADS = (270, 180, 90, 30)
"""Calendar days before the target's day on which P(hit) is asked for."""
UNLIKELY = 2_000
"""Below it an indicator is red (§4.5)."""
PATHS = 150
"""Indicators of a process for a seed."""
_BEGIN = date(2025, 1, 1)
Course = Callable[[float], float]
"""The share of the way gone by the share of the time, 0..1; each from 0."""


class Question(Struct, frozen=True):
    """What was told by a day, and what came."""

    process: str
    lead: int
    told: tuple[Told, ...]
    aim: Aim
    hit: bool


class Answered(Struct, frozen=True):
    """A question with P(hit)."""

    question: Question
    p: float


def keeps_on(rng: Random) -> Course:
    """At a pace of its own all along, with good and bad months."""
    pace = rng.lognormvariate(-0.02, 0.35)
    months = [rng.gauss(0.0, 0.3) for _ in range(25)]

    def course(time: float) -> float:
        whole, rest = divmod(time * 24, 1)
        done = sum(1 + off for off in months[: int(whole)]) + rest * (1 + months[int(whole)])
        return pace * done / 24

    return course


def rushes(rng: Random) -> Course:
    """A good part of it comes at the end, as money does."""
    level, part, power = rng.lognormvariate(0.0, 0.2), rng.uniform(0.2, 0.7), rng.uniform(3, 8)
    return lambda time: level * ((1 - part) * time + part * time**power)


def steps(rng: Random) -> Course:
    """A dozen works, each handed over some day, now and then all late."""
    late = rng.choice((0.0, 0.0, 0.1, 0.3))
    sizes = [rng.lognormvariate(0.0, 0.5) for _ in range(rng.randint(6, 16))]
    whole = sum(sizes) * rng.uniform(0.8, 1.05)
    days = [late + rng.random() for _ in sizes]
    return lambda time: sum(s for s, on in zip(sizes, days, strict=True) if on <= time) / whole


def tires(rng: Random) -> Course:
    """The easy ones first: quick, then slower and slower."""
    level, bend = rng.lognormvariate(0.0, 0.2), rng.uniform(1.0, 3.5)
    return lambda time: level * (1 - exp(-bend * time)) / (1 - exp(-bend))


def wanders(rng: Random) -> Course:
    """Hardly any direction of its own."""
    drift, walk = rng.gauss(1.0, 0.5), [0.0]
    for _ in range(60):
        walk.append(walk[-1] + drift / 60 + rng.gauss(0.0, 0.06))
    return lambda time: walk[int(time * 60)]


TUNED: Mapping[str, Callable[[Random], Course]] = {
    "keeps on": keeps_on, "rushes": rushes, "steps": steps,
}  # fmt: skip
STRANGE: Mapping[str, Callable[[Random], Course]] = {"tires": tires, "wanders": wanders}


def questions(seeds: Iterable[int], process: str, paths: int = PATHS) -> Iterator[Question]:
    """Everything that is asked about a process; the same seed asks the same."""
    follow = {**TUNED, **STRANGE}[process]
    for seed in seeds:
        for number in range(paths):
            rng = Random(f"indicator/{seed}/{process}/{number}")
            yield from _of(rng, process, follow(rng))


def _of(rng: Random, process: str, course: Course) -> Iterator[Question]:
    """Read weekly, monthly or quarterly, one in seven not; what is read is a little wrong."""
    days = rng.choice((365, 365, 550))
    every, off = rng.choice((7, 30, 30, 91)), rng.uniform(0.0, 0.02)
    told = [Told(_BEGIN, 0.0)]
    for day in range(every, days, every):
        if rng.random() > 1 / 7:
            share = course(day / days) + rng.gauss(0.0, off)
            told.append(Told(_BEGIN + timedelta(days=day), round(share, 3)))
    by, hit = _BEGIN + timedelta(days=days), course(1.0) >= 1.0
    for lead in LEADS:
        known = tuple(one for one in told if one.on <= by - timedelta(days=lead))
        rest = 1.0 - (known[-1].on - _BEGIN).days / days
        yield Question(process, lead, known, Aim(by=by, days=float(days), rest=rest), hit)


def answered(asked: Iterable[Question], own: Constants = CONSTANTS) -> list[Answered]:
    """P(hit) of each that has one."""
    said = [(one, chance(one.told, one.aim, own)) for one in asked]
    return [Answered(one, p / WHOLE) for one, p in said if p is not None]


def brier(found: list[Answered]) -> float:
    """Mean squared error of P(hit)."""
    return sum((one.p - one.question.hit) ** 2 for one in found) / len(found)


def hit_share(found: list[Answered]) -> float:
    """Share of targets that were met."""
    return sum(one.question.hit for one in found) / len(found)


def unlikely(found: list[Answered]) -> list[Answered]:
    """Those that P(hit) makes red."""
    return [one for one in found if one.p * WHOLE < UNLIKELY]


def page() -> Iterator[str]:
    """The table: by process, and by lead for all that were tuned on."""
    yield from ("", "**P(hit) by process, and days before the target's day**", "")
    yield "|  | asked | met | Brier | constant | red | of red met | said 0–20 … 80–100 %: met |"
    yield "|---|---|---|---|---|---|---|---|"
    found = {name: answered(questions(REPORTED_INDICATORS, name)) for name in (*TUNED, *STRANGE)}
    pooled = [one for name in TUNED for one in found[name]]
    yield _row("**pooled**", pooled)
    for name, held in found.items():
        yield _row(name if name in TUNED else f"*{name}*", held)
    for lead in LEADS:
        yield _row(f"{lead} days", [one for one in pooled if one.question.lead == lead])


def _row(name: str, found: list[Answered]) -> str:
    met, red = hit_share(found), unlikely(found)
    fifths = [[one for one in found if fifth <= one.p * 5 < fifth + 1] for fifth in range(5)]
    shares = " · ".join(f"{100 * hit_share(held):.0f}" if held else "—" for held in fifths)
    cells = (
        name, str(len(found)), f"{met:.0%}", f"{brier(found):.3f}", f"{met * (1 - met):.3f}",
        str(len(red)), f"{hit_share(red):.0%}" if red else "—", shares,
    )  # fmt: skip
    return "| " + " | ".join(cells) + " |"
