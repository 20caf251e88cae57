"""What a leaf of the tree is called, and which part of that decides where it counts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from schema.measures import Counts

Key = tuple[str, str]
"""(scope, programme); programme '' counts each task of all programmes once."""


class Group(NamedTuple):
    """All that decides to which scopes a leaf or a task counts."""

    lead: str
    programme: str
    field: str
    in_charge: str


class Leaf(NamedTuple):
    """The key of a row of `partial`: one partition's share of a lead unit, programme, plan …"""

    partition: int
    lead: str
    programme: str
    plan: str = ""
    objective: str = ""
    field: str = ""
    in_charge: str = ""

    @property
    def group(self) -> Group:
        """Where this leaf counts."""
        return Group(self.lead, self.programme, self.field, self.in_charge)


Changes = Mapping[Leaf, Counts]
"""What leaves are worth from now on."""
