"""How the country is cut into scopes: to which of them a task counts, and which exist.

A task counts to its lead unit and all above it (Q35), to its field ``f.<field>`` and its post in
charge ``m.<post>`` (Q37), each for all programmes together and for its own. A unit that has ended
counts to its successor, else to its nearest ancestor that still exists, else to the root (Q36):
nothing of the country may vanish from its total.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from schema.catalogue import Catalogue
from schema.lines import Lines, post_scope
from schema.unit import ROOT, Unit
from stream.kpi.leaf import Group, Key

REPORTERS = frozenset({"province", "commune", "central_body"})
"""Kinds of units that are expected to report."""


class Count(NamedTuple):
    """One place where a group counts, and the unit that holds what is overdue of it there."""

    key: Key
    holder: str


class Cut:
    """The scopes of one catalogue on one local day; every question is a look-up."""

    def __init__(self, catalogue: Catalogue, day: date) -> None:
        self._catalogue = catalogue
        self._tree = catalogue.tree(day)
        self._lines = Lines(catalogue, self._tree, day)
        self._counts: dict[Group, tuple[Count, ...]] = {}
        self._kinds = {code: unit.kind for code, unit in self._tree.units.items()}
        self._members = self._count_members()
        self.known: frozenset[Key] = frozenset(self._known())
        """Every scope that exists, also when nothing counts to it."""

    @property
    def units(self) -> Mapping[str, Unit]:
        """The units in force, by code."""
        return self._tree.units

    def unit(self, code: str) -> Unit | None:
        """A unit, the ended ones too; None for an unknown code."""
        return self._tree.get(code) or self._catalogue.unit_by_code.get(code)

    def line(self, lead: str) -> tuple[str, ...]:
        """The unit that answers for `lead` today and all above it, nearest first."""
        return self._lines.of(lead)

    def counts(self, group: Group) -> tuple[Count, ...]:
        """Everywhere a group counts."""
        counts = self._counts.get(group)
        if counts is None:
            counts = self._counts[group] = tuple(self._find_counts(group))
        return counts

    def kind(self, code: str) -> str:
        """The kind of a unit; "" for what is none."""
        return self._kinds.get(code, "")

    def members(self, scope: str, kind: str) -> int:
        """Units of a kind in a scope; a field or post spans the whole country."""
        members = self._members.get(scope if scope in self._tree else ROOT)
        return members[kind] if members else 0

    def reporters(self, scope: str) -> int:
        """Units of a scope that are expected to report; 0 for a field or post."""
        return sum(self._members.get(scope, {}).values())

    def _count_members(self) -> dict[str, Counter[str]]:
        members: dict[str, Counter[str]] = defaultdict(Counter)
        for code, unit in self._tree.units.items():
            if unit.kind in REPORTERS:
                for scope in self.line(code):
                    members[scope][unit.kind] += 1
        return members

    def _find_counts(self, group: Group) -> list[Count]:
        line = self.line(group.lead)
        field = (f"f.{group.field}",) if group.field else ()
        post = (post_scope(group.in_charge),) if group.in_charge else ()
        programmes = ("", group.programme) if group.programme else ("",)
        return [
            Count((scope, programme), self._holder(scope, line))
            for scope in (*line, *field, *post)
            for programme in programmes
        ]

    def _holder(self, scope: str, line: tuple[str, ...]) -> str:
        """The province or central body; below that level the unit itself."""
        if self._tree.top(scope) is not None:
            return line[0]
        return self._tree.top(line[0]) or line[0]

    def _known(self) -> list[Key]:
        scopes = [ROOT, *self._tree.units]
        scopes += [f"f.{field.code}" for field in self._catalogue.fields]
        scopes += [post.code for post in self._catalogue.posts]
        programmes = [(ROOT, programme.code) for programme in self._catalogue.programmes]
        return [(scope, "") for scope in scopes] + programmes
