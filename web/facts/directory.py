"""Units, programmes and names as the newest catalogue has them: who is whose child.

Pure once read; `web.facts.reader` replaces it when a new catalogue version is announced.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property

from msgspec import Struct

from schema.catalogue import Catalogue, Field, Post, Programme, empty
from schema.lines import Lines
from schema.unit import ROOT, Tree, Unit
from web.compose.facts import Place, PlaceKind
from web.facts import reach
from web.facts.reach import Reach
from web.tilemap import INSETS


class Directory(Struct, frozen=True, kw_only=True, dict=True):
    """One catalogue version, seen on one local day."""

    version: int
    catalogue: Catalogue
    day: date

    @cached_property
    def tree(self) -> Tree:
        """The units that exist on the day."""
        return self.catalogue.tree(self.day)

    @cached_property
    def lines(self) -> Lines:
        """Under whom each lead counts on the day."""
        return Lines(self.catalogue, self.tree, self.day)

    @cached_property
    def others(self) -> dict[str, Place]:
        """Scopes that are no units: fields, then posts, in the order of the catalogue."""
        fields = {reach.FIELD + each.code: each for each in self.catalogue.fields}
        posts = {each.code: each for each in self.catalogue.posts}
        return {code: _named(code, each) for code, each in (fields | posts).items()}

    @property
    def programmes(self) -> tuple[Programme, ...]:
        """In the order of the catalogue."""
        return self.catalogue.programmes

    @property
    def sample(self) -> bool:
        """Whether this country is invented."""
        return self.catalogue.sample

    def knows(self, scope: str, programme: str) -> bool:
        """Whether there can be a board of this scope and programme."""
        return (scope in self.tree or scope in self.others) and (
            not programme or programme in self.catalogue.programme_by_code
        )

    def reach(self, scope: str) -> Reach:
        """How the tasks of a scope are found; the scope must be known."""
        if scope in self.others:
            return reach.of_field(scope) if scope.startswith(reach.FIELD) else reach.of_post(scope)
        return Reach(unit=scope, leads=None if scope == ROOT else self.lines.leads(scope))

    def is_unit(self, code: str) -> bool:
        """Whether a unit of this code was ever in the catalogue."""
        return code in self.catalogue.unit_by_code

    def path(self, scope: str) -> tuple[Place, ...]:
        """From the root to the scope itself; fields and posts stand right under the root."""
        if scope in self.others:
            return (self.place(ROOT), self.others[scope])
        codes = (*reversed(self.tree.ancestors(scope)), scope)
        return tuple(self.place(code) for code in codes)

    def place(self, code: str) -> Place:
        """A unit as boards name it; one that is unknown or has ended goes by what is known."""
        unit = self.tree.get(code) or self.catalogue.unit_by_code.get(code)
        if unit is None and code in self.others:
            return self.others[code]
        return _place(unit) if unit else Place(code=code, kind="root", name_vi=code, name_en="")

    def children(self, scope: str) -> tuple[str, ...]:
        """Codes of the tiles of a board: the units under it, the nation's with its insets."""
        below = self.tree.children(scope)
        ranked = tuple(code for code in below if self.tree.units[code].kind != _UNRANKED)
        return (*ranked, *self.insets(scope))

    def insets(self, scope: str) -> tuple[str, ...]:
        """Special zones shown beside their province on the nation's map."""
        return tuple(code for code in INSETS if code in self.tree) if scope == ROOT else ()

    def parent(self, code: str) -> str | None:
        """The unit right above, if any."""
        return next(iter(self.tree.ancestors(code)), None)


_UNRANKED = "organisation_group"
"""Organisations coordinate and lead nothing (Q34): no tile."""


def unknown(day: date) -> Directory:
    """Before any catalogue was read: the root alone."""
    return Directory(version=0, catalogue=empty(), day=day)


def _named(code: str, each: Field | Post) -> Place:
    kind: PlaceKind = "field" if isinstance(each, Field) else "post"
    return Place(code=code, kind=kind, name_vi=each.name_vi, name_en=each.name_en)


def _place(unit: Unit) -> Place:
    return Place(
        code=unit.code,
        kind=unit.kind,
        name_vi=unit.name_vi,
        name_en=unit.name_en,
        short_vi=unit.short_vi,
        sort_key=unit.sort_key,
    )
