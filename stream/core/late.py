"""What is told late and sorts last: its effect on closed days follows from the task's state alone.

Then all the task holds had happened by the day the update counts from, so that on every closed day
from there on it stood as it stands now. Where that is not so the answer is None, and the whole set
of updates tells (`stream.core.past`). Called by `restate`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from schema.clock import local_day
from schema.states import Verdict
from stream.core.belong import day_if_last
from stream.core.entry import Entry, Judged
from stream.core.judge import VERDICTS, step
from stream.core.past import Moved, Span, difference
from stream.core.refold import sorts_last
from stream.core.task import TaskState
from stream.core.world import World


def looks_back(group: Sequence[Entry], today_from: datetime) -> bool:
    """Whether any of these may change a day before the one that began at `today_from`."""
    for entry in group:
        if entry.update.occurred_at < today_from or type(entry.update) in VERDICTS:
            return True
    return False


def quick(
    state: TaskState,
    group: Sequence[Entry],
    world: World,
    span: Span,
    stepped: tuple[TaskState, Judged] | None = None,
) -> list[tuple[Entry, Moved]] | None:
    """What each of these, applied in turn to `state`, does to the days of a span.

    None when the state alone does not tell. `stepped` is what became of it by the only one.
    """
    found: list[tuple[Entry, Moved]] = []
    for entry in group:
        key = sorts_last(state, entry)
        assert key is not None
        if stepped is None or len(group) > 1:
            after, judged = step(state, entry, world, key)
        else:
            after, judged = stepped
        if judged.verdict is Verdict.ACCEPTED:
            day = day_if_last(state, after, entry, key)
            if day is None or (day <= span.last and not _all_by(state, day)):
                return None
            if day <= span.last:
                days = Span(max(day, span.first), span.last)
                before, now = [(days.first, state)], [(days.first, after)]
                calendars = world.calendar, world.calendar
                found.append((entry, difference(before, now, calendars, days)))
        elif not (local_day(key[0]) > span.last or _all_by(state, local_day(key[0]))):
            return None  # rejected for what counts from a later day: on its own it may be accepted
        state = after
    return found


def _all_by(state: TaskState, day: date) -> bool:
    """Whether all that a state holds counts from this day or an earlier one."""
    occurred = state.last_key is None or local_day(state.last_key[0]) <= day
    return occurred and (state.shifted is None or state.shifted <= day)
