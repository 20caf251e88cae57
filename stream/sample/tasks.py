"""Seats become tasks: a title, a programme, who assigned it, who coordinates, a pace."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import Literal

from msgspec import Struct

from schema.fields import Budget, Milestone
from schema.states import State
from schema.unit import Tree
from stream.sample.content import Content, Template
from stream.sample.days import Days
from stream.sample.draw import fate
from stream.sample.fate import FIRST, Fate
from stream.sample.seats import Seat
from stream.sample.sizes import Size

STANDING_OFFICE = "tw.vptw"
"""Assigns to central bodies and provinces; provinces assign to their communes."""
POSTS = {"A": "m.economy", "B": "m.science", "C": "m.infrastructure", "D": "m.government",
         "E": "m.society", "F": "m.institutions", "G": "m.localities"}  # fmt: skip
_WEIGHTS = (1.0, 1.0, 1.0, 2.0, 2.0, 3.0, 5.0)
_SHAPES = (1.0, 1.0, 0.6, 2.6, 4.0)
"""Exponents of progress against time: even, fast at first, late, very late."""

Secrecy = Literal["none", "secret"]


class Task(Struct, frozen=True, kw_only=True):
    """A task of the sample. `fate` is None for a recurring one; days count from day 0."""

    code: str
    unit: str
    top: str
    kind: str
    state: State
    title: str
    template: Template
    assigned_by: str
    coordinators: tuple[str, ...]
    assignee: str
    weight: float
    secrecy: Secrecy
    assigned: int
    fate: Fate | None
    silent: bool
    milestones: tuple[Milestone, ...]
    budget: Budget | None
    reached: float
    """Progress at the end of its curve (day 0, or the day it was claimed)."""
    shape: float

    @property
    def work_from(self) -> int:
        """The first day on which work on it is reported."""
        return max(self.assigned + 1, self.fate.start if self.fate else FIRST)

    @property
    def work_until(self) -> int:
        """The last day on which work on it is reported."""
        if self.silent:
            return FIRST + 20
        if self.fate is None:
            return 0
        withdrawn = self.fate.withdrawn
        return self.fate.last_work if withdrawn is None else withdrawn - 1

    def progress(self, day: float) -> float:
        """How far the work is: never falls, below 1 until the task is claimed; in 1/100."""
        assert self.fate is not None
        begin, end = self.fate.start, max(self.fate.last_work, self.fate.start + 1)
        passed = min(max((day - begin) / (end - begin), 0.0), 1.0)
        return round(self.reached * float(passed**self.shape), 2)


def tasks(
    seats: list[Seat], size: Size, content: Content, days: Days, tree: Tree, rng: Random
) -> Iterator[Task]:
    """The tasks of all seats, each unit's numbered from 1."""
    provinces = tuple(unit.code for unit in tree.units.values() if unit.kind == "province")
    namer = _Namer(content, size, rng)
    numbers: Counter[str] = Counter()
    for seat in seats:
        assert seat.state is not None
        numbers[seat.unit.code] += 1
        template, title = namer.name(seat)
        dates = None
        if seat.state is not State.RECURRING:
            dates = fate(seat.state, days, rng, silent=seat.silent)
        yield Task(
            code=f"{seat.unit.code}.t{numbers[seat.unit.code]:04d}",
            unit=seat.unit.code,
            top=seat.top,
            kind=seat.unit.kind,
            state=seat.state,
            title=title,
            template=template,
            assigned_by=_assigned_by(seat),
            coordinators=_coordinators(template, seat.unit.code, provinces),
            assignee=rng.choice(content.assignees[seat.unit.kind]),
            weight=rng.choice(_WEIGHTS),
            secrecy="secret" if rng.random() < 0.008 else "none",
            assigned=dates.assigned if dates else FIRST,
            fate=dates,
            silent=seat.silent,
            milestones=_milestones(seat, dates, days, rng),
            budget=Budget(allocated=rng.randint(2, 400) * 1e8) if rng.random() < 0.06 else None,
            reached=_reached(seat.state, dates, days, rng),
            shape=0.9 if dates and dates.jumped else rng.choice(_SHAPES),
        )


class _Namer:
    """Hands out templates, named units' own first; a title given again is a next phase."""

    def __init__(self, content: Content, size: Size, rng: Random) -> None:
        self._content, self._share, self._rng = content, size.others_share, rng
        self._once: dict[str, list[Template]] = {}
        for template in reversed(content.once):
            self._once.setdefault(template.lead or "", []).append(template)
        self._turns: Counter[str] = Counter()
        self._used: Counter[str] = Counter()

    def name(self, seat: Seat) -> tuple[Template, str]:
        """A template and the title made of it."""
        template = self._template(seat)
        title = template.title.replace("{unit}", seat.unit.short_vi)
        key = f"{seat.unit.code}|{title}"
        self._used[key] += 1
        phase = self._used[key]
        return template, title if phase == 1 else f"{title} (giai đoạn {phase})"

    def _template(self, seat: Seat) -> Template:
        kind, code = seat.unit.kind, seat.unit.code
        if seat.state is State.RECURRING:
            return self._rng.choice(self._content.recurring[kind])
        if self._once.get(code) and not seat.silent:
            return self._once[code].pop()
        if self._rng.random() < self._share:
            programmes = self._content.others[kind]
            return self._rng.choice(programmes[self._rng.choice(list(programmes))])
        turn = self._turns[code]
        self._turns[code] += 1
        shift = int(code[-2:]) if code[-2:].isdigit() else 0
        templates = self._content.each[kind]
        return templates[(turn + shift) % len(templates)]


def _assigned_by(seat: Seat) -> str:
    return str(seat.unit.parent) if seat.unit.kind == "commune" else STANDING_OFFICE


def _coordinators(template: Template, lead: str, provinces: tuple[str, ...]) -> tuple[str, ...]:
    named = [
        code
        for word in template.coordinators
        for code in (provinces if word == "provinces" else (word,))
    ]
    return tuple(code for code in named if code != lead)


def _milestones(seat: Seat, dates: Fate | None, days: Days, rng: Random) -> tuple[Milestone, ...]:
    """A few tasks of provinces and central bodies go by milestones."""
    if dates is None or seat.silent or seat.unit.kind == "commune" or rng.random() > 0.08:
        return ()
    middle = dates.start + (dates.due_0 - dates.start) // 2
    return (
        Milestone(code="m1", weight=0.3, due=days.date(middle)),
        Milestone(code="m2", weight=0.3),
        Milestone(code="m3", weight=0.4),
    )


def _reached(state: State, dates: Fate | None, days: Days, rng: Random) -> float:
    if dates is None:
        return 0.0
    if dates.jumped:
        return 0.42
    if state in (State.DONE_ON_TIME, State.DONE_LATE, State.AWAITING):
        return rng.uniform(0.9, 0.98)
    if state is State.OVERDUE:
        return rng.uniform(0.3, 0.95)
    whole = max(days.between(dates.start, dates.due), 1)
    planned = min(max(days.between(dates.start, 0), 0) / whole, 1.0)
    return min(planned * rng.uniform(0.5, 1.25), 0.97)
