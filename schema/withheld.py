"""Small cells with a secret task among them are withheld, and no difference shows them (Q38).

A cell is a number of tasks that is published: a part of the partition, a child of a scope. Parts
stand beside their total: what is not shown can be had as the total less what is shown, so that
remainder is a cell like any other. Secret tasks stay counted in every total that may be shown.
This is the rule alone: no page, twin or list asks it yet, all show every count to everybody.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

FEW = 5
"""A cell of fewer tasks, one of them secret, is withheld."""


class Cell(NamedTuple):
    """A number of tasks, and how many of them are secret."""

    tasks: int
    secret: int = 0


class Withheld(NamedTuple):
    """Which parts must not be shown, and whether their total must not."""

    parts: frozenset[str]
    total: bool


def shows(cell: Cell, few: int = FEW) -> bool:
    """Whether publishing a cell would show a secret task."""
    return 0 < cell.tasks < few and cell.secret > 0


def withheld(total: Cell, parts: Mapping[str, Cell], few: int = FEW) -> Withheld:
    """What to leave out of some parts and their total.

    Parts may leave a rest (a province's own tasks beside its communes'). First go the cells that
    show something; then, while the rest does, the smallest of the others, in the order of names
    where they are equal; at last the total.
    """
    hidden = {name for name, cell in parts.items() if shows(cell, few)}
    others = [name for name, cell in parts.items() if cell.tasks and name not in hidden]
    others.sort(key=lambda name: (parts[name].tasks, name), reverse=True)
    while shows(_rest(total, parts, hidden), few) and others:
        hidden.add(others.pop())
    return Withheld(frozenset(hidden), shows(_rest(total, parts, hidden), few))


def _rest(total: Cell, parts: Mapping[str, Cell], hidden: set[str]) -> Cell:
    """The total less what is shown."""
    shown = [cell for name, cell in parts.items() if name not in hidden]
    return Cell(
        total.tasks - sum(cell.tasks for cell in shown),
        total.secret - sum(cell.secret for cell in shown),
    )
