"""What a task is, written from the texts and not from the code: for `test_life_cycle`.

The list of what happened is read whole for each question: mission §4.3 and clarifications Q5, Q9,
Q15–23, Q28, Q31, Q40–43. Working days are counted one by one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

DAY = timedelta(days=1)


STEPS = {"m1": 1, "m2": 3}


OFF = {date(2026, 8, 31), date(2026, 9, 1), date(2026, 9, 2)}


WORKED = {date(2026, 8, 22)}


def works(day: date) -> bool:
    """State offices in June to December 2026."""
    return (day.weekday() < 5 and day not in OFF) or day in WORKED


def working_days(a: date, b: date) -> int:
    """W(a, b), counted on the fingers."""
    if b < a:
        return -working_days(b, a)
    return sum(works(a + n * DAY) for n in range(1, (b - a).days + 1))


@dataclass
class Fact:
    """Something that happened: what, the day it occurred and the day it was told."""

    what: str
    occurred: date
    told: date
    id: str = ""
    of: str | None = None
    step: str | None = None
    accepted: bool = True
    new_due: date | None = None
    share: float | None = None


@dataclass
class Oracle:
    """The task as the texts would have it: everything is read again for each question."""

    start: date
    due_0: date
    steps: bool
    facts: list[Fact] = field(default_factory=list)

    def due(self) -> date:
        """Q20, Q21, Q23: approved and asked for while the date in force had not passed."""
        due = self.due_0
        asked: dict[date | None, date] = {}
        for fact in self.facts:
            assert fact.new_due is not None or fact.what not in ("asked", "granted")
            if fact.what == "asked":
                asked.setdefault(fact.new_due, self.counts_from(fact))
            elif fact.what == "denied":
                asked.pop(fact.new_due, None)
            elif fact.what == "granted" and fact.new_due is not None:
                if asked.pop(fact.new_due, fact.occurred) <= due:
                    due = fact.new_due
        return due

    @staticmethod
    def counts_from(fact: Fact) -> date:
        """Q15, Q21: as it occurred if told within three working days, else as told."""
        near = working_days(fact.occurred, fact.told) <= 3
        return fact.occurred if near else fact.told

    def standing(self, step: str | None = None) -> tuple[Fact | None, date | None]:
        """The claim that waits, and the day c of the one verified (Q9, Q15, Q17, Q31)."""
        claim: Fact | None = None
        verified: Fact | None = None
        done: date | None = None
        for fact in (one for one in self.facts if one.step == step):
            if fact.what == "claimed" and done is None:
                claim = fact
            elif fact.what == "verified" and claim is not None and fact.of in (None, claim.id):
                done = self.counts_from(claim) if fact.accepted else claim.told
                verified, claim = claim, None
            elif fact.what == "returned" and claim is not None and fact.of in (None, claim.id):
                claim = None
            elif fact.what == "reopened" and fact.of in (None, (verified or claim or fact).id):
                claim = verified = done = None
        return claim, done

    def withdrawn(self) -> str | None:
        """Q28: the last of the three stands."""
        last = [f.what for f in self.facts if f.what in ("suspended", "cancelled", "resumed")]
        return last[-1] if last and last[-1] != "resumed" else None

    def state(self, today: date, due: date) -> str:
        """The one state, first that holds."""
        claim, done = self.standing()
        if self.withdrawn():
            return str(self.withdrawn())
        if done is not None:
            return "done_on_time" if done <= due else "done_late"
        if claim is not None:
            return "awaiting" if self.counts_from(claim) <= due else "overdue"
        if today > due:
            return "overdue"
        if today < self.start:
            return "not_started"
        return "due_soon" if working_days(today, due) <= 7 else "in_time"

    def days_late(self, today: date) -> int | None:
        """Q27; None where nothing is late."""
        state, due = self.state(today, self.due()), self.due()
        end = {"overdue": today, "done_late": self.standing()[1]}.get(state)
        return None if end is None else max(0, working_days(due, end))

    def progress(self, today: date) -> float | None:
        """Q40, Q42, Q43; None: never reported."""
        claim, done = self.standing()
        if done is not None:
            return 1.0
        if self.steps:
            whole = sum(STEPS.values())
            return sum(w for code, w in STEPS.items() if self.standing(code)[1]) / whole
        if claim is not None:
            return 1.0
        said = [fact.share for fact in self.facts if fact.share is not None]
        return said[-1] if said else 0.0 if today < self.start else None
