"""What the feed knows of the country: open tasks and questions, as its units know them. Pure.

It is read from SQL now and then (`stream.sample.look`); between two looks a move made is noted
here, so that nobody claims a task twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from msgspec import Struct

from schema.states import State

_WORKED_ON = frozenset({State.IN_TIME, State.DUE_SOON, State.OVERDUE})


class Known(Struct, frozen=True, kw_only=True):
    """A task as it stands. `progress` 0..1, None when never reported."""

    code: str
    lead: str
    assigned_by: str
    state: State
    due: date | None
    progress: float | None


class Question(Struct, frozen=True, kw_only=True):
    """A difficulty that waits for an answer."""

    task: str
    difficulty: str
    asked_of: str


class View:
    """Tasks by what may be done with them; lists so that a draw is quick and repeatable."""

    def __init__(
        self,
        tasks: Iterable[Known],
        questions: Iterable[Question],
        highest: Mapping[str, int],
        provinces: Mapping[str, str],
    ) -> None:
        """`highest`: the largest task number of each home unit; `provinces`: names by code."""
        everything = list(tasks)
        self.working = [task for task in everything if task.state in _WORKED_ON]
        self.awaiting = [task for task in everything if task.state is State.AWAITING]
        self.recurring = [task for task in everything if task.state is State.RECURRING]
        self.done = [task for task in everything if task.state.startswith("done")]
        self.questions = list(questions)
        self.provinces = dict(provinces)
        self._highest = dict(highest)
        self._by_lead: dict[str, list[Known]] = {}
        for task in self.working:
            self._by_lead.setdefault(task.lead, []).append(task)

    @property
    def empty(self) -> bool:
        """Whether nobody has anything to report on."""
        return not self.working and not self.recurring

    def of_lead(self, lead: str) -> list[Known]:
        """What a unit works on."""
        return self._by_lead.get(lead, [])

    def take(self, tasks: list[Known], task: Known) -> None:
        """Take a task out of a list (and of its lead's): something final was said of it."""
        tasks.remove(task)
        held = self._by_lead.get(task.lead, [])
        if task in held:
            held.remove(task)

    def next_code(self, home: str) -> str:
        """The code of a new task of a unit."""
        self._highest[home] = self._highest.get(home, 0) + 1
        return f"{home}.t{self._highest[home]:04d}"


def kind_of(unit: str) -> str:
    """The kind of a unit, by its code (codes of the sample country say it)."""
    if unit.startswith("tw."):
        return "central_body"
    return "commune" if unit.count(".") == 2 else "province"
