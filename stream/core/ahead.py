"""Tasks that hold updates of later days than the one that closes: what each counts without them.

The log's clock may lag behind its reports: by seconds around midnight, by months where a backlog
comes before its midnights. A day then closes with what counts from it or from an earlier day. The
past of such a task is made and its next states are kept, until they are used up or something is
told of it again; what it shows is judged anew only on days on which that may change. A midnight
costs what is judged anew that day, and what is kept does not grow with the backlog.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from schema.clock import day_end
from schema.measures import Packed
from schema.workdays import WorkCalendar
from stream.core.leaf import LeafKey, Placed, place_task
from stream.core.past import Past, state_on
from stream.core.task import TaskState

STATES = 32
"""So many states of a past are kept, some 20 KB; after the last of them the past is made again."""


class Ahead(Struct, frozen=True, gc=False):
    """A task that is ahead of the log's clock, as it counts on the days that close."""

    task: TaskState
    """The state it is ahead with: another one has another past."""
    past: Past
    """Its states from the day shown on, and the next ones."""
    ends: date
    """The first day that these states do not reach."""
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
    task: TaskState,
    past: Past,
    likely: int | None,
    day: date,
    calendar: WorkCalendar,
    ends: date = date.max,
) -> Ahead:
    """A task that is ahead, as it counts on a day; `ends` where its past reaches no further."""
    shown = place_task(
        state_on(past, day) or TaskState(code=task.code), day, calendar, 0, None, likely
    )
    at = max(bisect_right(past, day, key=lambda one: one[0]) - 1, 0)
    kept, later = past[at : at + STATES], past[at + STATES :]
    ends = later[0][0] if later else ends
    turn = next((begin for begin, _ in kept if begin > day), ends)
    return Ahead(task, kept, ends, likely, shown, min(shown.wake, turn.toordinal()))


def still_shows(held: Ahead, likely: int | None, day: date) -> bool:
    """Whether on this day too it counts as it did."""
    return held.likely == likely and day.toordinal() < held.until


def take_apart(apart: dict[LeafKey, Packed], placed: Placed, shown: Placed) -> None:
    """Put what a task shows in the place of what it counts in the sums now."""
    if placed.leaf is not None:
        apart[placed.leaf] = apart.get(placed.leaf, 0) - placed.adds
    if shown.leaf is not None:
        apart[shown.leaf] = apart.get(shown.leaf, 0) + shown.adds
