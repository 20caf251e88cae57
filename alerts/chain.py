"""Who holds each office of a ladder, for one task on the day its alert opens. Pure.

*lead* and *head* share the lead unit's inbox. *parent* is the nearest office above: groups of units
("Việt Nam", "cơ quan Trung ương") have none, there the unit that assigned the task is spoken to.
*in_charge* is the committee member's post, else again the unit that assigned. Who is nobody is left
to the Standing Office.
"""

from __future__ import annotations

from alerts.rules import Office
from schema.alert import Standing
from schema.unit import Tree

GROUPS = frozenset({"root", "central_group", "organisation_group"})
"""Kinds of units that are no office."""


def chain_of(standing: Standing, tree: Tree, standing_office: str) -> dict[Office, str]:
    """The chain of a task, frozen from here on."""
    lead, last = standing.lead, standing_office
    assigner = _office(standing.assigned_by, tree) or last
    parent = next((up for up in tree.ancestors(lead) if _office(up, tree)), assigner)
    return {
        Office.LEAD: lead,
        Office.HEAD: lead,
        Office.PARENT: parent if parent != lead else last,
        Office.IN_CHARGE: standing.in_charge or (assigner if assigner != lead else last),
        Office.STANDING_OFFICE: last,
    }


def _office(code: str | None, tree: Tree) -> str | None:
    unit = tree.get(code) if code else None
    return unit.code if unit is not None and unit.kind not in GROUPS else None
