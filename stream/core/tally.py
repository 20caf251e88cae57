"""Tasks and sums during one fold: a change of a task moves exactly its leaf's integers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

import msgspec

from schema.alert import Cause, Standing
from schema.clock import day_start, local_day
from schema.measures import ZERO, Counts
from schema.place import task_home
from schema.states import Sign, State
from schema.workdays import WorkCalendar
from stream.core.entry import Entry, Judged
from stream.core.judge import step
from stream.core.leaf import LeafKey, Placed, moved, place_task
from stream.core.outcome import DayClose, StandingChange
from stream.core.partition import Overlay, Partition
from stream.core.refold import sorts_last
from stream.core.task import OpenDifficulty, TaskState
from stream.core.world import World
from stream.kpi.planning import days_late


class Tally:
    """The overlay of one run, with what it changed on the way."""

    __slots__ = ("calendar", "days", "difficulties", "overlay", "standings")

    def __init__(self, base: Partition, calendar: WorkCalendar) -> None:
        self.overlay = Overlay.over(base)
        self.calendar = calendar
        self.days: list[DayClose] = []
        self.standings: list[StandingChange] = []
        self.difficulties: dict[str, tuple[OpenDifficulty, ...]] = {}

    def state(self, code: str) -> TaskState | None:
        """The state of a task as it stands now."""
        placed = self.overlay.task(code)
        return None if placed is None else placed.task

    def codes(self) -> set[str]:
        """Codes of all tasks."""
        return self.overlay.base.tasks.keys() | self.overlay.tasks.keys()

    def try_steps(
        self, code: str, group: Sequence[Entry], world: World
    ) -> tuple[TaskState, list[Judged]] | None:
        """The state after entries that each sort last, and the verdicts; None when one does not."""
        state = self.state(code) or TaskState(code=code)
        judged: list[Judged] = []
        for entry in group:
            key = sorts_last(state, entry)
            if key is None:
                return None
            stepped = step(state, entry, world, key)
            state = stepped.state
            judged.append(
                Judged(
                    entry=entry,
                    verdict=stepped.verdict,
                    reason=stepped.reason,
                    marks=stepped.marks,
                )
            )
        return state, judged

    def put(
        self, code: str, task: TaskState, at: datetime, cause: Cause, update: str | None
    ) -> None:
        """A task has a new state: its sums move, and its standing may change."""
        before = self.overlay.task(code)
        assert self.overlay.clock is not None
        today = local_day(self.overlay.clock)
        version = 0 if before is None else before.version
        after = place_task(task, today, self.calendar, version, before)
        self._settle(code, before, after, at, cause, update)

    def close_day(self, day: date, known_from: datetime) -> None:
        """Note every leaf that differs from the day before, as it stands at the end of `day`."""
        overlay = self.overlay
        for leaf, counts in {**overlay.base.totals, **overlay.totals}.items():
            if overlay.closed_value(leaf) != counts:
                overlay.closed[leaf] = counts
                self.days.append(DayClose(day=day, leaf=leaf, counts=counts, known_from=known_from))

    def begin_day(self, day: date) -> None:
        """A local day begins: tasks that time alone changes are judged anew."""
        overlay, ordinal, at = self.overlay, day.toordinal(), day_start(day)
        awake = [
            (code, placed)
            for code, placed in {**overlay.base.tasks, **overlay.tasks}.items()
            if placed.wake <= ordinal
        ]
        for code, before in awake:
            after = place_task(before.task, day, self.calendar, before.version)
            self._settle(code, before, after, at, Cause.CLOCK, None)

    def _settle(
        self,
        code: str,
        before: Placed | None,
        after: Placed,
        at: datetime,
        cause: Cause,
        update: str | None,
    ) -> None:
        if after.task.assignment is not None and _stands_differently(before, after):
            after = msgspec.structs.replace(after, version=after.version + 1)
            self._publish(code, before, after, at, cause, update)
        self.overlay.tasks[code] = after
        self._move(before, after)
        if _difficulties_differ(before, after):
            self.difficulties[code] = after.task.difficulties

    def _move(self, before: Placed | None, after: Placed) -> None:
        if before is not None and (before.leaf is after.leaf or before.leaf == after.leaf):
            if before.counts != after.counts and after.leaf is not None:
                self._add(after.leaf, before.counts, after.counts)
            return
        if before is not None and before.leaf is not None:
            self._add(before.leaf, before.counts, ZERO)
        if after.leaf is not None:
            self._add(after.leaf, ZERO, after.counts)

    def _add(self, leaf: LeafKey, before: Counts, after: Counts) -> None:
        total = self.overlay.total(leaf) or ZERO
        self.overlay.totals[leaf] = moved(total, before, after)

    def _publish(
        self,
        code: str,
        before: Placed | None,
        after: Placed,
        at: datetime,
        cause: Cause,
        update: str | None,
    ) -> None:
        assert self.overlay.clock is not None
        today = local_day(self.overlay.clock)
        standing = _standing(before, after, today, self.calendar, at=at, cause=cause, update=update)
        self.standings.append(StandingChange(key=task_home(code) or code, standing=standing))


def _stands_differently(before: Placed | None, after: Placed) -> bool:
    if before is None or before.task.assignment is None:
        return True
    assert after.task.assignment is not None
    return (
        before.state is not after.state
        or before.sign is not after.sign
        or before.task.due != after.task.due
        or before.task.assignment.lead != after.task.assignment.lead
    )


def _difficulties_differ(before: Placed | None, after: Placed) -> bool:
    if before is None:
        return bool(after.task.difficulties)
    if before.task.difficulties != after.task.difficulties:
        return True
    return bool(after.task.difficulties) and before.leaf != after.leaf


def _standing(
    before: Placed | None,
    after: Placed,
    today: date,
    calendar: WorkCalendar,
    *,
    at: datetime,
    cause: Cause,
    update: str | None,
) -> Standing:
    task = after.task
    given = task.assignment
    assert given is not None
    return Standing(
        subject=task.code,
        version=after.version,
        at=at,
        lead=given.lead,
        programme=given.programme,
        title=given.title,
        state=after.state,
        sign=after.sign,
        state_before=before.state if before else State.UNKNOWN,
        sign_before=before.sign if before else Sign.NONE,
        cause=cause,
        update=update,
        due=task.due,
        due_0=given.due_0,
        weight=given.weight or 0,
        days_late=days_late(task, after.state, today, calendar),
        days_left=None if task.due is None else (task.due - today).days,
        in_charge=given.in_charge or None,
        assigned_by=given.assigned_by,
        secrecy=given.secrecy,
    )


def changed_totals(overlay: Overlay) -> Iterable[tuple[LeafKey, Counts]]:
    """Leaves whose integers differ from what SQL holds."""
    base = overlay.base.totals
    return ((leaf, counts) for leaf, counts in overlay.totals.items() if base.get(leaf) != counts)
