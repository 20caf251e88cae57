"""The lives of the small sample country, which no constant was tuned on.

Its fates are drawn so that day 0 shows the published parts; what ends after day 0 is not known. A
claim that was returned or taken back is not an end. Progress is what was said, milestones or not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from schema.catalogue_file import load
from schema.clock import local_day
from schema.states import State
from schema.update import DifficultyAnswered, DifficultyRaised, Progress, Update
from schema.workdays import state_offices
from stream.core.numbers import ten_thousandths
from stream.kpi.forecast.record import Point
from stream.sample.days import Days
from stream.sample.diary import Sent
from stream.sample.fate import Fate
from stream.sample.history import country, sent
from stream.sample.seed import SHIPPED
from stream.sample.sizes import S
from stream.sample.tasks import Task
from tests.calibration.course import Life

NAME = "sample country"
_DAY_0 = date(2025, 12, 4)
_SEEDS = (57, 58, 59, 60)
"""57 is the country everybody sees."""
_ENDED = (State.DONE_ON_TIME, State.DONE_LATE, State.AWAITING)
_STARTED = (*_ENDED, State.OVERDUE, State.DUE_SOON, State.IN_TIME)


def sample_lives() -> Iterator[Life]:
    """The one-off tasks of the sample that have started."""
    catalogue, days = load(SHIPPED), Days(_DAY_0, state_offices())
    for seed in _SEEDS:
        said = _by_task(sent(S, catalogue, _DAY_0, seed))
        for task in country(S, catalogue, _DAY_0, seed):
            if task.fate is not None and task.state in _STARTED:
                yield _life(task, task.fate, said[task.code], days, seed)


def _by_task(reports: Iterable[Sent]) -> dict[str, list[Update]]:
    found: dict[str, list[Update]] = defaultdict(list)
    for one in reports:
        for update in one.report.updates:
            found[update.subject].append(update)
    return found


def _life(task: Task, fate: Fate, said: list[Update], days: Days, seed: int) -> Life:
    granted = fate.due != fate.due_0 and fate.revision is not None
    decided = fate.revision.decided if fate.revision else 0
    return Life(
        process=NAME,
        unit=f"{task.unit} {seed}",
        known_from=days.date(fate.assigned),
        start=days.date(fate.start),
        due_0=days.date(fate.due_0),
        points=tuple(_points(said)),
        difficulties=tuple(_difficulties(said)),
        revisions=((days.date(decided), days.date(fate.due)),) if granted else (),
        finish=days.date(fate.claims[-1].day) if task.state in _ENDED else None,
        known_until=_DAY_0,
    )


def _points(said: list[Update]) -> Iterator[Point]:
    for update in said:
        if isinstance(update, Progress):
            yield Point(local_day(update.occurred_at), ten_thousandths(update.progress))


def _difficulties(said: list[Update]) -> Iterator[tuple[date, date]]:
    answers = [one for one in said if isinstance(one, DifficultyAnswered)]
    for update in said:
        if isinstance(update, DifficultyRaised):
            ends = [one for one in answers if one.difficulty == update.difficulty]
            until = local_day(ends[0].occurred_at) if ends else date.max
            yield local_day(update.occurred_at), until
