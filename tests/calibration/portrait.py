"""What the made-up countries look like beside published figures, before any forecast of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from msgspec import Struct

from tests.calibration.country import sample_lives
from tests.calibration.course import CALENDAR, Life
from tests.calibration.habits import lives
from tests.calibration.processes import PROCESSES, STRANGERS
from tests.calibration.seeds import REPORTED, UNITS

_WORST = 0.05
"""The share of units that are looked at for how much of what is late they hold."""


class Portrait(Struct, frozen=True, kw_only=True):
    """A country in four shares, of the tasks whose end is known."""

    name: str
    late_first: float
    """Ended after the first due date, …"""
    late: float
    """… and after the one in force."""
    eve: float
    """Of those in time: claimed on the due day or the working day before it."""
    worst: float
    """Of the late ones: held by the worst twentieth of units."""


def portraits() -> Iterator[Portrait]:
    """Every process on the reported seeds, and the sample country."""
    for process in (*PROCESSES, *STRANGERS):
        yield portrait(process, (one for seed in REPORTED for one in lives(seed, process, UNITS)))
    yield portrait("sample country", sample_lives())


def portrait(name: str, held: Iterable[Life]) -> Portrait:
    """The shares of these lives."""
    ended = [(one, one.finish) for one in held if one.finish is not None]
    late = [one for one, finish in ended if finish > one.due_on(finish)]
    first = sum(finish > one.due_0 for one, finish in ended)
    eves = sum(_on_the_eve(day, one.due_on(day)) for one, day in ended)
    units = {one.unit for one, _ in ended}
    worst = Counter(one.unit for one in late).most_common(round(_WORST * len(units)))
    return Portrait(
        name=name,
        late_first=first / len(ended),
        late=len(late) / len(ended),
        eve=eves / max(len(ended) - len(late), 1),
        worst=sum(count for _, count in worst) / max(len(late), 1),
    )


def _on_the_eve(finish: date, due: date) -> bool:
    return finish <= due and CALENDAR.between(finish, due) <= 1
