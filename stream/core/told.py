"""The same fact under a second id: kind, subject, unit, value and local day are alike (Q68).

Only what was said of a task on the newest day is kept: updates come in the order of their days.
"""

from __future__ import annotations

from schema.clock import local_ordinal
from schema.update import Completed, EvidenceAdded, MilestoneDone, Progress, SlotNil, Update
from stream.core.entry import Entry
from stream.core.task import TaskState, Told

DUPLICATE = "duplicate_fact"
"""Mark on a fact that was said before under another id."""


def hear(state: TaskState, entry: Entry) -> tuple[int, tuple[Told, ...], bool]:
    """The day and the facts said on it after this one, and whether it is news."""
    update = entry.update
    day = local_ordinal(update.occurred_at)
    if type(update) is Progress:  # most facts: no search for their kind
        fact: Told | None = (entry.unit, update.progress, update.period or "")
    else:
        fact = fact_of(update, entry.unit)
    told = state.told if state.told_on == day else ()
    if fact is None:
        return day, told, True
    return (day, told, False) if fact in told else (day, (*told, fact), True)


def fact_of(update: Update, unit: str) -> Told | None:
    """What an update says, without its id and its instant; None for what is told apart by a code.

    A difficulty has a code of its own: the same code again is marked where it is judged.
    """
    match update:
        case Progress():
            return (unit, update.progress, update.period or "")
        case Completed():
            return (unit, None, f"completed {update.period or ''}")
        case EvidenceAdded():
            return (unit, None, f"evidence {sorted(one.hash for one in update.evidence)}")
        case MilestoneDone():
            return (unit, None, f"milestone {update.milestone}")
        case SlotNil():
            return (unit, None, f"nil {update.period or ''}")
        case _:
            return None
