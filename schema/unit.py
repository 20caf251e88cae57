"""Units and the tree they form: pure, immutable, every question a dictionary look-up.

A *unit* reports and is judged: a commune, a province, a central body. Codes are public
(``vn.15.04465``); parents come from the membership table, never from the text of a code: ``tw`` is
a child of ``vn``. Where units and memberships come from: ``schema.catalogue``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Literal

from msgspec import Struct

UnitKind = Literal[
    "root",
    "central_group",
    "central_body",
    "province",
    "commune",
    "organisation_group",
    "organisation",
]
ROOT = "vn"
"""The scope of everything: provinces and central bodies."""
CENTRAL = "tw"
"""The group of central bodies, a child of the root."""
TOP_KINDS = frozenset({"province", "central_body"})
"""Kinds at which the nation board counts: a commune counts to its province."""


class Unit(Struct, frozen=True, kw_only=True):
    """One unit on one day: `parent` is the one in force then.

    `valid_from` is its first local day and `valid_to` the first it no longer exists (None: it
    does). `sort_key` orders names, byte by byte, as the Vietnamese alphabet does
    (``schema.alphabet``).
    """

    code: str
    kind: UnitKind
    name_vi: str
    name_en: str
    short_vi: str
    parent: str | None
    valid_from: date
    valid_to: date | None = None
    league: str | None = None
    sort_key: str = ""

    def exists_on(self, day: date) -> bool:
        """Whether the unit exists on a local day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


class Tree:
    """Units under their parents. Unknown codes have no ancestors, no children, no top."""

    __slots__ = ("_ancestors", "_children", "_tops", "units")

    def __init__(self, units: Iterable[Unit]) -> None:
        """Build the tree; a parent that is not among `units` is no ancestor of anyone."""
        self.units: Mapping[str, Unit] = MappingProxyType({unit.code: unit for unit in units})
        self._children = _children(self.units)
        self._ancestors = {code: _ancestors(code, self.units) for code in self.units}
        self._tops = {code: self._find_top(code) for code in self.units}

    def __contains__(self, code: object) -> bool:
        """Whether the tree holds a unit of this code."""
        return code in self.units

    def get(self, code: str) -> Unit | None:
        """The unit of a code, or None."""
        return self.units.get(code)

    def ancestors(self, code: str) -> tuple[str, ...]:
        """The units above `code`, nearest first; the unit itself is not among them."""
        return self._ancestors.get(code, ())

    def children(self, code: str) -> tuple[str, ...]:
        """The units right under `code`, in the order of their names."""
        return self._children.get(code, ())

    def is_inside(self, code: str, ancestor: str) -> bool:
        """Whether `code` is `ancestor` or lies under it; False for an unknown code."""
        return code in self.units and (code == ancestor or ancestor in self._ancestors[code])

    def top(self, code: str) -> str | None:
        """The province or central body a unit is or belongs to; None above that level."""
        return self._tops.get(code)

    def subtree(self, code: str) -> tuple[str, ...]:
        """`code` and everything under it, parents before children; empty for an unknown code."""
        if code not in self.units:
            return ()
        found = [code]
        for unit in found:
            found.extend(self._children.get(unit, ()))
        return tuple(found)

    def _find_top(self, code: str) -> str | None:
        line = (code, *self._ancestors[code])
        return next((unit for unit in line if self.units[unit].kind in TOP_KINDS), None)


def _children(units: Mapping[str, Unit]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[Unit]] = {}
    for unit in units.values():
        if unit.parent is not None:
            found.setdefault(unit.parent, []).append(unit)
    return {
        parent: tuple(u.code for u in sorted(below, key=lambda u: (u.sort_key, u.code)))
        for parent, below in found.items()
    }


def _ancestors(code: str, units: Mapping[str, Unit]) -> tuple[str, ...]:
    """Follow parents up; stop at a parent that is unknown or already passed (a cycle)."""
    line: list[str] = []
    parent = units[code].parent
    while parent is not None and parent in units and parent not in line and parent != code:
        line.append(parent)
        parent = units[parent].parent
    return tuple(line)
