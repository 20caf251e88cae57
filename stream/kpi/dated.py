"""Facts of open tasks that carry a day: what is overdue since when, what falls due when, who waits.

They are no measures, but they are counts, so they add up along the same tree: one bag of
(fact → number) per scope. A lead's facts are replaced as a whole whenever one of its leaves moved.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Literal, NamedTuple

from stream.kpi.cut import Cut
from stream.kpi.leaf import Group, Key

What = Literal["overdue", "open", "at_risk", "awaiting", "waits"]
"""overdue; open: in time, due soon or not started; at risk or behind, of these; awaiting
verification; waits for an answer to a difficulty."""


class Fact(NamedTuple):
    """Something of a day: `unit` leads what is overdue since then, or waits for `body` since then.

    What is open, at risk or awaiting is counted by its due day alone.
    """

    what: What
    day: date
    unit: str = ""
    body: str = ""


Bag = dict[Fact, int]
ByGroup = dict[Group, Bag]
"""The facts of one lead unit."""
_NOTHING: Mapping[Fact, int] = {}


class Dated:
    """The dated facts of every scope."""

    __slots__ = ("_bags", "_cut", "leads")

    def __init__(self, cut: Cut, leads: Mapping[str, ByGroup] | None = None) -> None:
        self._cut = cut
        self._bags: dict[tuple[Key, What], Bag] = {}
        self.leads: dict[str, ByGroup] = {}
        for lead, facts in (leads or {}).items():
            self.replace(lead, facts)

    def replace(self, lead: str, facts: ByGroup) -> set[Key]:
        """From now on these are all facts of `lead`; returns the scopes in which any changed."""
        before = self.leads.pop(lead, {})
        if facts:
            self.leads[lead] = facts
        if before == facts:
            return set()
        touched: set[Key] = set()
        for group in before.keys() | facts.keys():
            touched |= self._move(group, before.get(group, _NOTHING), facts.get(group, _NOTHING))
        return touched

    def of(self, key: Key, what: What) -> Mapping[Fact, int]:
        """The facts of one sort in a scope, each with its number (at least 1)."""
        return self._bags.get((key, what), _NOTHING)

    def recut(self, cut: Cut) -> Dated:
        """The same facts under another tree."""
        return Dated(cut, self.leads)

    def _move(
        self, group: Group, before: Mapping[Fact, int], after: Mapping[Fact, int]
    ) -> set[Key]:
        moved = [
            (fact, after.get(fact, 0) - before.get(fact, 0))
            for fact in before.keys() | after.keys()
            if before.get(fact) != after.get(fact)
        ]
        keys = {count.key for count in self._cut.counts(group)} if moved else set()
        for key in keys:
            for fact, by in moved:
                self._add(key, fact, by)
        return keys

    def _add(self, key: Key, fact: Fact, by: int) -> None:
        bag = self._bags.setdefault((key, fact.what), {})
        number = bag.get(fact, 0) + by
        if number:
            bag[fact] = number
        else:
            del bag[fact]


def gather(rows: Iterable[tuple[Group, Fact, int]]) -> dict[str, ByGroup]:
    """Rows as they come from SQL, by lead unit."""
    leads: dict[str, ByGroup] = {}
    for group, fact, number in rows:
        bag = leads.setdefault(group.lead, {}).setdefault(group, {})
        bag[fact] = bag.get(fact, 0) + number
    return leads
