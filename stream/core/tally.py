"""Tasks and sums during one fold: a change of a task moves exactly its leaf's integers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

import msgspec

from schema.alert import Cause, Standing
from schema.clock import day_start
from schema.measures import Packed, unpacked
from schema.place import task_home
from schema.states import Sign, State
from schema.workdays import WorkCalendar
from stream.core.flow import Flows
from stream.core.leaf import LeafKey, Placed, place_task
from stream.core.outcome import DayClose, Restated, StandingChange
from stream.core.outlook import NO_RECORD, Outlook, Record, foresee, has_outlook, records
from stream.core.partition import Overlay, Partition
from stream.core.task import OpenDifficulty, TaskState
from stream.core.task_flows import may_move, move


class Tally:
    """The overlay of one run, with what it changed on the way."""

    __slots__ = (
        "_records",
        "calendar",
        "days",
        "difficulties",
        "flows",
        "overlay",
        "restated",
        "standings",
    )

    def __init__(self, base: Partition, calendar: WorkCalendar) -> None:
        self.overlay = Overlay.over(base)
        self.calendar = calendar
        self.days: list[DayClose] = []
        self.restated: list[Restated] = []
        self.standings: list[StandingChange] = []
        self.difficulties: dict[str, tuple[OpenDifficulty, ...]] = {}
        self._records: dict[str, Record] | None = None
        self.flows = Flows()

    def codes(self) -> set[str]:
        """Codes of all tasks."""
        return self.overlay.base.tasks.keys() | self.overlay.tasks.keys()

    def tasks(self) -> Iterable[Placed]:
        """All tasks as they stand now."""
        return {**self.overlay.base.tasks, **self.overlay.tasks}.values()

    def put(
        self, before: Placed | None, task: TaskState, at: datetime, cause: Cause, update: str | None
    ) -> None:
        """A task has a new state: its sums move, and its standing may change."""
        overlay = self.overlay
        version = 0 if before is None else before.version
        outlook = overlay.outlook(task.code)
        likely = None if outlook is None else outlook.likely
        after = place_task(task, overlay.today, self.calendar, version, before, likely)
        if before is None or may_move(before, after):
            move(self.flows, None if before is None else before.task, task)
            self._settle(before, after, at, cause, update)
        elif before.sign is not after.sign:
            self._settle(before, after, at, cause, update)
        else:  # most: its integers at most are others
            overlay.tasks[task.code] = after
            self._move(before, after)
        if outlook is not None and not has_outlook(task, after.state):
            self.overlay.outlooks[task.code] = None

    def close_day(self, day: date, known_from: datetime, apart: Mapping[LeafKey, Packed]) -> None:
        """Note every leaf that differs from the day before, as it stands at the end of `day`.

        `apart` is by how much it is another one than now, without what belongs to later days.
        """
        overlay = self.overlay
        for leaf in apart:
            overlay.add(leaf, 0)  # it may be one that no task counts in now: it has a close to end
        totals = {**overlay.base.totals, **overlay.totals}
        for leaf, moved in apart.items():
            totals[leaf] += moved
        for leaf, total in totals.items():
            if (overlay.closed_value(leaf) or 0) != total:
                self._records = None
                overlay.closed[leaf] = total
                close = DayClose(day=day, leaf=leaf, counts=unpacked(total), known_from=known_from)
                self.days.append(close)

    def begin_day(self, day: date) -> None:
        """A local day begins: tasks that time alone changes are judged anew."""
        ordinal, at = day.toordinal(), day_start(day)
        awake = [placed for placed in self.tasks() if placed.wake <= ordinal]
        for before in awake:
            outlook = self.overlay.outlook(before.task.code)
            likely = None if outlook is None else outlook.likely
            after = place_task(before.task, day, self.calendar, before.version, None, likely)
            self._settle(before, after, at, Cause.CLOCK, None)

    def evaluate(self, day: date, codes: Iterable[str]) -> None:
        """Forecasts of these tasks are evaluated, unless `day` is not the log's day any more."""
        if day != self.overlay.today:
            return
        if self._records is None:
            closed = {**self.overlay.base.closed, **self.overlay.closed}
            self._records = records((leaf.lead, total) for leaf, total in closed.items())
        for code in codes:
            before = self.overlay.task(code)
            if before is not None and has_outlook(before.task, before.state):
                self._foresee(before, self._records)

    def _foresee(self, before: Placed, known: Mapping[str, Record]) -> None:
        task, overlay = before.task, self.overlay
        assert task.assignment is not None and overlay.clock is not None
        record = known.get(task.assignment.lead, NO_RECORD)
        outlook = foresee(task, overlay.today, record, self.calendar)
        if outlook == overlay.outlook(task.code):
            return
        overlay.outlooks[task.code] = outlook
        version = before.version
        after = place_task(task, overlay.today, self.calendar, version, before, outlook.likely)
        if after.sign is not before.sign:
            known_at = overlay.clock if task.last_key is None else task.last_key[1]
            self._settle(before, after, max(overlay.clock, known_at), Cause.FORECAST, None)

    def _settle(
        self, before: Placed | None, after: Placed, at: datetime, cause: Cause, update: str | None
    ) -> None:
        if after.task.assignment is not None and _stands_differently(before, after):
            after = msgspec.structs.replace(after, version=after.version + 1)
            self._publish(before, after, at, cause, update)
        self.overlay.tasks[after.task.code] = after
        self._move(before, after)
        if _difficulties_differ(before, after):
            self.difficulties[after.task.code] = after.task.difficulties

    def _move(self, before: Placed | None, after: Placed) -> None:
        if before is not None and before.leaf is not None:
            if before.leaf == after.leaf:
                if before.adds != after.adds:
                    self.overlay.add(before.leaf, after.adds - before.adds)
                return
            self.overlay.add(before.leaf, -before.adds)
        if after.leaf is not None:
            self.overlay.add(after.leaf, after.adds)

    def _publish(
        self, before: Placed | None, after: Placed, at: datetime, cause: Cause, update: str | None
    ) -> None:
        code, today = after.task.code, self.overlay.today
        outlook = self.overlay.outlook(code) if has_outlook(after.task, after.state) else None
        standing = _standing(before, after, outlook, today, at=at, cause=cause, update=update)
        self.standings.append(StandingChange(key=task_home(code) or code, standing=standing))


def _stands_differently(before: Placed | None, after: Placed) -> bool:
    if before is None or before.leaf is None or after.leaf is None:
        return True
    if before.judgement is after.judgement:
        return before.sign is not after.sign
    return (
        before.state is not after.state
        or before.sign is not after.sign
        or before.task.due != after.task.due
        or before.leaf.lead != after.leaf.lead
    )


def _difficulties_differ(before: Placed | None, after: Placed) -> bool:
    now = after.task.difficulties
    if before is None:
        return bool(now)
    return before.task.difficulties != now or (bool(now) and before.leaf != after.leaf)


def _standing(
    before: Placed | None,
    after: Placed,
    outlook: Outlook | None,
    today: date,
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
        days_late=after.judgement.days_late,
        days_left=None if task.due is None else (task.due - today).days,
        in_charge=given.in_charge or None,
        assigned_by=given.assigned_by,
        secrecy=given.secrecy,
        p_late=outlook.likely if outlook else None,
        finish_p50=outlook.finish_p50 if outlook and outlook.reports else None,
        reports=outlook.reports if outlook and outlook.reports else None,
        reported_on=outlook.last if outlook and outlook.reports else None,
    )


def changed_totals(overlay: Overlay) -> dict[LeafKey, Packed]:
    """The sums of the leaves whose integers differ from what SQL holds."""
    base = overlay.base.totals
    return {leaf: total for leaf, total in overlay.totals.items() if base.get(leaf) != total}
