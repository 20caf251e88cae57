"""How SQL finds the tasks of a scope: by their leads, by their field, or by the post in charge.

The same rule by which roll adds them up (``schema.lines``): a list is as long as its figure.
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from schema.unit import ROOT

FIELD, POST = "f.", "m."
"""How the codes of scopes begin that are no units."""


class Reach(Struct, frozen=True, kw_only=True):
    """What a task must have to count to a scope; several conditions hold together."""

    unit: str = ROOT
    """Its lead stands under this unit; the root for fields and posts."""
    leads: tuple[str, ...] | None = None
    """Its lead is one of these, those that have ended included; None: any."""
    field: str = ""
    posts: tuple[str, ...] = ()
    """Its post in charge is one of these; () for any."""

    @property
    def given(self) -> dict[str, Any]:
        """As the statements of `pages.sql` and `web.sql` name it."""
        leads = None if self.leads is None else list(self.leads)
        return {"unit": self.unit, "leads": leads, "field": self.field, "posts": list(self.posts)}


def is_unit(scope: str) -> bool:
    """Whether a scope is a unit by its code, not a field or a post."""
    return not scope.startswith((FIELD, POST))


def of_field(scope: str) -> Reach:
    """Tasks of the field ``f.<field>``."""
    return Reach(field=scope.removeprefix(FIELD))


def of_post(scope: str) -> Reach:
    """Tasks in charge of the post ``m.<post>``, which a task may name without its prefix."""
    return Reach(posts=(scope, scope.removeprefix(POST)))
