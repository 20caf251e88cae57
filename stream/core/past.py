"""A task on days that are past, as its updates tell it now, and how two such pasts differ.

On day D a task is judged from the updates that belong to D (`stream.core.belong`), with D as today.
So what is told late enters the days it speaks of, and what a unit said on a later day does not.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from operator import sub

from msgspec import Struct

from schema.measures import INDEX, ZERO, Counts, Packed, unpacked
from schema.workdays import WorkCalendar
from stream.core.belong import days_of
from stream.core.corrections import settle
from stream.core.entry import Entry
from stream.core.judge import step
from stream.core.leaf import LeafKey, Placed, place_task
from stream.core.refold import Taken, empty, walk
from stream.core.task import TaskState
from stream.core.world import World

Past = Sequence[tuple[date, TaskState]]
"""The state from each of these days on, ascending; before the first the task did not exist."""
Steps = tuple[tuple[date, Counts], ...]
"""From each of these days on, by how much a value differs; zeros end it."""
Moved = Mapping[LeafKey, Steps]
"""By leaf, by how much it differs."""
_FORESEEN = INDEX["at_risk"]
"""What was foreseen on a day stays what was foreseen: no hindsight in a forecast."""
_TWO_STATES = 2
"""Of two states, one each, it is known that they differ: looking costs more than it saves."""
_DAY = timedelta(days=1)


class Span(Struct, frozen=True):
    """Days from first to last, both included."""

    first: date
    last: date


def past_of(code: str, entries: Iterable[Entry], world: World) -> Past:
    """The states of a task from the set of its updates, by the day they count from."""
    settled = settle(list(entries), world)
    taken = list(walk(code, settled, world))
    days = days_of(taken)
    if all(a <= b for a, b in pairwise(days)):
        return list({day: one.after for day, one in zip(days, taken, strict=True)}.items())
    found: list[tuple[date, TaskState]] = []
    for day in sorted(set(days)):
        belong = [one for one, its in zip(taken, days, strict=True) if its <= day]
        found.append((day, _fold(empty(code, settled), belong, world)))
    return found


def state_on(past: Past, day: date) -> TaskState | None:
    """The state at the end of a day; None before the first."""
    at = bisect_right(past, day, key=lambda one: one[0])
    return past[at - 1][1] if at else None


def difference(
    old: Past, new: Past, calendars: tuple[WorkCalendar, WorkCalendar], span: Span
) -> Moved:
    """By how much each leaf differs on the days of a span, if this past takes the place of that.

    The last step of a leaf is zeros, at the latest on the day after the span.
    """
    found: dict[LeafKey, list[tuple[date, Counts]]] = {}
    for day, before, after in _places(old, new, calendars, span):
        for leaf in {*found, before.leaf, after.leaf} - {None}:
            assert leaf is not None
            _note(found, leaf, day, _moved(leaf, before, after))
    for leaf in found:
        _note(found, leaf, span.last + _DAY, ZERO)
    return {leaf: tuple(steps) for leaf, steps in found.items()}


def _fold(state: TaskState, taken: Iterable[Taken], world: World) -> TaskState:
    for one in taken:
        state, _ = step(state, one.judged.entry, world, one.key)
    return state


def _places(
    old: Past, new: Past, calendars: tuple[WorkCalendar, WorkCalendar], span: Span
) -> Iterator[tuple[date, Placed, Placed]]:
    """Both as they count, on every day on which they differ or one of them has moved."""
    same_days = calendars[0] is calendars[1] and len(old) + len(new) > _TWO_STATES
    for first, last in _segments(old, new, span):
        before, after = _state(old, first), _state(new, first)
        if same_days and _counts_alike(before, after):
            nothing = place_task(_NOBODY, first, calendars[0], 0)
            yield first, nothing, nothing
            continue
        day = first
        while day <= last:
            was, is_ = (
                place_task(state, day, calendar, 0)
                for state, calendar in zip((before, after), calendars, strict=True)
            )
            yield day, was, is_
            day = date.fromordinal(max(min(was.wake, is_.wake), day.toordinal() + 1))


def _segments(old: Past, new: Past, span: Span) -> Iterator[tuple[date, date]]:
    """The pieces of a span in which neither takes up another state."""
    turns = {day for past in (old, new) for day, _ in past if span.first < day <= span.last}
    begins = [span.first, *sorted(turns)]
    ends = [*(day - _DAY for day in begins[1:]), span.last]
    yield from zip(begins, ends, strict=True)


_NOBODY = TaskState(code="")


def _state(past: Past, day: date) -> TaskState:
    return state_on(past, day) or _NOBODY


def _counts_alike(one: TaskState, other: TaskState) -> bool:
    """Whether two states count alike on every day: all that `place_task` looks at."""
    return one is other or _seen(one) == _seen(other)


_BESIDE = frozenset(
    {
        *("code", "granted", "requests", "claims", "urge", "last_urged_at", "urge_answered"),
        *("sequences", "awaited", "updates", "last_key", "history", "shifted", "finished", "told"),
        "forgets",
    }
)
"""What a task counts does not depend on these; whatever else is added to its state may matter."""
_LOOKED_AT = tuple(name for name in TaskState.__struct_fields__ if name not in _BESIDE)


def _seen(state: TaskState) -> tuple[object, ...]:
    return tuple(getattr(state, name) for name in _LOOKED_AT)


def _moved(leaf: LeafKey, before: Placed, after: Placed) -> Counts:
    was: Packed = before.adds if before.leaf == leaf else 0
    is_: Packed = after.adds if after.leaf == leaf else 0
    if was == is_:
        return ZERO
    moved = list(map(sub, unpacked(is_), unpacked(was)))
    moved[_FORESEEN] = 0
    return tuple(moved)


def _note(
    found: dict[LeafKey, list[tuple[date, Counts]]], leaf: LeafKey, day: date, moved: Counts
) -> None:
    """Another step, where it differs from the one before."""
    steps = found.get(leaf)
    if steps is None:
        if moved != ZERO:
            found[leaf] = [(day, moved)]
    elif steps[-1][1] != moved:
        steps.append((day, moved))
