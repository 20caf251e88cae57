"""The facts of one scope, found in the tree: what `stream.kpi.headline` makes a sentence from.

What a rule will not use is not looked for: few of thousands of scopes hold twenty overdue tasks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from msgspec import Struct

from schema.measures import INDEX, Counts
from schema.period import Period
from schema.states import PARTITION
from schema.workdays import WorkCalendar
from stream.kpi.cut import Cut
from stream.kpi.dated import Dated, Fact, What
from stream.kpi.facts import AtRisk, Facts, Held, Missing, Oldest, Spread, Waiting
from stream.kpi.headline import FEW_OVERDUE
from stream.kpi.holders import few
from stream.kpi.leaf import Key

SOON = timedelta(days=7)
_WHOLE = tuple(INDEX[state.value] for state in PARTITION)
_DONE = (INDEX["done_on_time"], INDEX["done_late"])
_OVERDUE = INDEX["overdue"]
_AT_RISK = (INDEX["at_risk"], INDEX["behind"])
KINDS = ("province", "central_body", "commune")
"""Kinds of units a headline calls by name, in its order."""


class _Dates(Struct, frozen=True, kw_only=True):
    """What the dated facts of a scope say on one day."""

    next_due: date | None
    within_7: int
    at_risk_within_7: int
    awaiting: int
    waiting: Waiting | None


class Finder:
    """Finds facts on one local day; remembers what it found in dates until told to forget it."""

    def __init__(self, cut: Cut, dated: Dated, calendar: WorkCalendar, today: date) -> None:
        self._cut = cut
        self._dated = dated
        self._calendar = calendar
        self._dates: dict[Key, _Dates] = {}
        self._kinds = {code: unit.kind for code, unit in cut.units.items() if unit.kind in KINDS}
        self.today = today

    def forget(self, keys: Iterable[Key]) -> None:
        """The dated facts of these scopes changed."""
        for key in keys:
            self._dates.pop(key, None)

    def facts(
        self,
        key: Key,
        now: Counts,
        week_ago: Counts | None,
        held: Mapping[str, int],
        period: Period,
    ) -> Facts:
        """The facts of a scope worth `now`, whose overdue tasks are `held` by these units."""
        overdue = now[_OVERDUE]
        many, some = overdue >= FEW_OVERDUE, 0 < overdue < FEW_OVERDUE
        found = self._held(held) if many else None
        dates = self._dates.get(key) or self._find_dates(key)
        return Facts(
            scope=key[0],
            programme=key[1],
            total=sum([now[i] for i in _WHOLE]),
            due=sum([now[i] for i in _DONE]) + overdue,
            overdue=overdue,
            held=found,
            spread=self._spread(key[0], held) if many and found is None else (),
            oldest=self._oldest(key) if some else None,
            next_due=dates.next_due,
            within_7=dates.within_7,
            awaiting=0 if overdue else dates.awaiting,
            week_change=None if week_ago is None else overdue - week_ago[_OVERDUE],
            waiting=dates.waiting,
            at_risk=AtRisk(total=sum([now[i] for i in _AT_RISK]), within_7=dates.at_risk_within_7),
            missing=_missing(period),
        )

    def _held(self, held: Mapping[str, int]) -> Held | None:
        found = few(held)
        if found is None:
            return None
        kinds = {self._kinds.get(unit, "") for unit in found.units}
        kind = kinds.pop() if len(kinds) == 1 else ""
        return Held(units=found.units, kind=kind, overdue=found.held)

    def _spread(self, scope: str, held: Mapping[str, int]) -> tuple[Spread, ...]:
        kinds = [self._kinds.get(unit, "") for unit in held]
        return tuple(
            Spread(kind=kind, units=number, of=self._cut.members(scope, kind))
            for kind in (*KINDS, "")
            if (number := kinds.count(kind))
        )

    def _oldest(self, key: Key) -> Oldest | None:
        facts = self._dated.of(key, "overdue")
        if not facts:
            return None
        first = min(facts)
        late = max(0, self._calendar.between(first.day, self.today))
        return Oldest(due=first.day, days_late=late, lead=first.unit)

    def _find_dates(self, key: Key) -> _Dates:
        awaiting = self._dated.of(key, "awaiting").items()
        found = self._dates[key] = _Dates(
            next_due=self._next(key),
            within_7=self._soon(key, "open"),
            at_risk_within_7=self._soon(key, "at_risk"),
            awaiting=sum(number for fact, number in awaiting if fact.day < self.today),
            waiting=self._waiting(key),
        )
        return found

    def _next(self, key: Key) -> date | None:
        days = [fact.day for fact in self._dated.of(key, "open") if fact.day >= self.today]
        return min(days, default=None)

    def _soon(self, key: Key, what: What) -> int:
        first, last = self.today, self.today + SOON
        facts = self._dated.of(key, what).items()
        return sum([number for fact, number in facts if first <= fact.day <= last])

    def _waiting(self, key: Key) -> Waiting | None:
        by_body: dict[str, list[Fact]] = {}
        for fact in self._dated.of(key, "waits"):
            by_body.setdefault(fact.body, []).append(fact)
        if not by_body:
            return None
        return min((self._wait(body, facts) for body, facts in by_body.items()), key=_most_waited)

    def _wait(self, body: str, facts: list[Fact]) -> Waiting:
        since = min(fact.day for fact in facts)
        units = len({fact.unit for fact in facts})
        return Waiting(body=body, units=units, days=max(0, (self.today - since).days))


def _missing(period: Period) -> Missing | None:
    """None where nothing was to be reported."""
    if not period.reports:
        return None
    return Missing(
        units=period.units_missing,
        expected=period.units,
        reports=period.reports_missing,
        reports_expected=period.reports,
    )


def _most_waited(waiting: Waiting) -> tuple[int, int, str]:
    return -waiting.units, -waiting.days, waiting.body
