"""Tasks that hold updates of later days than the one that closes: what each counts without them.

The log's clock may lag behind its reports: by seconds around midnight, by months where a backlog
comes before its midnights. A day then closes with what counts from it or from an earlier day. The
past of such a task is made once and kept until something is told of it again, and what it shows is
judged anew only on days on which that may change: a midnight costs what changes that day.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from schema.clock import day_end
from schema.measures import Packed
from schema.workdays import WorkCalendar
from stream.core.leaf import LeafKey, Placed, place_task
from stream.core.past import Past, state_on
from stream.core.task import TaskState


class Ahead(Struct, frozen=True, gc=False):
    """A task that is ahead of the log's clock, as it counts on the days that close."""

    task: TaskState
    """The state it is ahead with: another one has another past."""
    past: Past
    likely: int | None
    """p_late of the forecast in force, 1/10,000."""
    shown: Placed
    until: int
    """Ordinal of the first day on which it may count otherwise."""


def ahead_of(placed: Iterable[Placed], day: date) -> list[str]:
    """Codes of the tasks that hold an update which counts from a later day than `day`."""
    end = day_end(day)
    return sorted(
        one.task.code
        for one in placed
        if (one.task.last_key is not None and one.task.last_key[0] >= end)
        or (one.task.shifted is not None and one.task.shifted > day)
    )


def shown_on(
    task: TaskState, past: Past, likely: int | None, day: date, calendar: WorkCalendar
) -> Ahead:
    """A task that is ahead, as it counts on a day."""
    state = state_on(past, day) or TaskState(code=task.code)
    shown = place_task(state, day, calendar, 0, None, likely)
    turn = next((begin for begin, _ in past if begin > day), date.max)
    return Ahead(task, past, likely, shown, min(shown.wake, turn.toordinal()))


def still_shows(held: Ahead, likely: int | None, day: date) -> bool:
    """Whether on this day too it counts as it did."""
    return held.likely == likely and day.toordinal() < held.until


def take_apart(apart: dict[LeafKey, Packed], placed: Placed, shown: Placed) -> None:
    """Put what a task shows in the place of what it counts in the sums now."""
    if placed.leaf is not None:
        apart[placed.leaf] = apart.get(placed.leaf, 0) - placed.adds
    if shown.leaf is not None:
        apart[shown.leaf] = apart.get(shown.leaf, 0) + shown.adds
