"""Which figures of which units the public does not see, so that no small cell is told (Q38).

A cell is the number of tasks of a unit, with all below it, in one of the eight parts or of the two
withdrawn states. A unit publishes its eight parts together or not at all; so the four groups that
they make up (done, within the deadline, overdue, recurring), their total, the withdrawn states.
That is more than the cells that are small, and it makes the rule safe and short: what follows from
all that is published are sums over the withheld units that hang together under a published one,
and none of these may be small. Small counts only where it may hold a secret task: in a unit that
leads one, whatever its state, or in a sum of which such a unit is a part.
The argument, and what was weighed against it: docs/decisions/021-small-cells.md. Pure; the attacker
is in the test.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from msgspec import Struct

from schema.states import PARTITION, WITHDRAWN, State

CELLS = (*PARTITION, *WITHDRAWN)
"""The cells of a unit, in this order wherever they stand without names."""
GROUPS: tuple[tuple[State, ...], ...] = (
    (State.DONE_ON_TIME, State.DONE_LATE),
    (State.AWAITING, State.IN_TIME, State.DUE_SOON, State.NOT_STARTED),
    (State.OVERDUE,),
    (State.RECURRING,),
)
"""As the parts are published together (``web.compose.planning``)."""
K = 5
"""A cell of fewer tasks is small; the method's parameter `withheld_cell` may say otherwise."""
Cells = tuple[int, ...]


class Held(Struct, frozen=True, kw_only=True):
    """A unit: the numbers of tasks it holds with all below it, in the order of CELLS."""

    parent: str | None  # None: the root
    cells: Cells
    secret: bool = False
    """Whether it leads a secret task itself."""


class Withheld(Struct, frozen=True, kw_only=True):
    """Units by what the public does not see of them."""

    cells: frozenset[str] = frozenset()
    """The eight parts and all that follows from them alone."""
    groups: frozenset[str] = frozenset()
    """The four groups; whoever withholds them withholds the parts."""
    totals: frozenset[str] = frozenset()
    """The sum; whoever withholds it withholds the groups."""
    withdrawn: frozenset[str] = frozenset()
    secret: frozenset[str] = frozenset()
    """Units with a secret task, their own or below them; most of them withhold nothing."""


def withheld(country: Mapping[str, Held], k: int = K) -> Withheld:
    """What is not published of these units, all seen at one instant; the tree must be whole."""
    nodes = _nodes(country)
    totals = _Closing(nodes, _total, k).close(set())
    groups = _Closing(nodes, _groups, k).close(totals)
    return Withheld(
        cells=_units(_Closing(nodes, _parts, k).close(groups)),
        groups=_units(groups),
        totals=_units(totals),
        withdrawn=_units(_Closing(nodes, _withdrawn, k).close(set())),
        secret=_units(node for node in nodes if node.holds),
    )


def total(cells: Cells) -> int:
    """The whole: the eight parts."""
    return sum(_parts(cells))


class _Node:
    """A unit, or what a unit that has others below it leads itself (`own`).

    The latter is published nowhere and known to everybody, as a unit less those below it.
    """

    __slots__ = ("above", "cells", "code", "holds", "members", "own", "secret")

    def __init__(self, code: str, cells: Cells, above: _Node | None, *, own: bool = False) -> None:
        self.code = code
        self.cells = cells
        self.above = above
        self.own = own
        self.holds = False
        """Whether a secret task is led here or below."""
        self.secret: Cells = (0,) * len(CELLS)
        """How many of each cell are led by units that lead secret tasks."""
        self.members: list[_Node] = []
        if above is not None:
            above.members.append(self)


_Values = Callable[[Cells], Cells]
"""What is withheld together of a node: its parts, groups, withdrawn states, its total alone."""


_PLACES = tuple(tuple(CELLS.index(state) for state in group) for group in GROUPS)


def _parts(cells: Cells) -> Cells:
    return cells[: len(PARTITION)]


def _groups(cells: Cells) -> Cells:
    return tuple(sum(cells[n] for n in group) for group in _PLACES)


def _withdrawn(cells: Cells) -> Cells:
    return cells[len(PARTITION) :]


def _total(cells: Cells) -> Cells:
    return (total(cells),)


def _nodes(country: Mapping[str, Held]) -> list[_Node]:
    """Every node, those above before those below."""
    made: dict[str, _Node] = {}
    for code in _downwards(country):
        held = country[code]
        made[code] = _Node(code, held.cells, made[held.parent] if held.parent else None)
    nodes = [*made.values(), *(_own(node) for node in list(made.values()) if node.members)]
    for node in nodes:
        if not node.members and country[node.code].secret:
            _mark(node)
    return nodes


def _downwards(country: Mapping[str, Held]) -> list[str]:
    below: dict[str | None, list[str]] = {}
    for code in sorted(country):
        below.setdefault(country[code].parent, []).append(code)
    order = list(below.get(None, ()))
    for code in order:
        order += below.get(code, ())
    return order


def _own(node: _Node) -> _Node:
    """What a unit leads itself; never negative, should those below it be newer than it is."""
    below = [sum(column) for column in zip(*(m.cells for m in node.members), strict=True)]
    cells = tuple(max(0, all_ - part) for all_, part in zip(node.cells, below, strict=True))
    return _Node(node.code, cells, node, own=True)


def _mark(leaf: _Node) -> None:
    node: _Node | None = leaf
    while node is not None:
        node.holds = True
        node.secret = tuple(a + b for a, b in zip(node.secret, leaf.cells, strict=True))
        node = node.above


def _units(nodes: Iterable[_Node]) -> frozenset[str]:
    return frozenset(node.code for node in nodes if not node.own)


class _Closing:
    """Adds to the withheld nodes until nothing small follows from the published ones."""

    def __init__(self, nodes: list[_Node], values: _Values, k: int) -> None:
        self._nodes = nodes
        self._values = values
        self._k = k
        self._hidden: set[_Node] = set()

    def close(self, begin: set[_Node]) -> set[_Node]:
        """`begin`, what is small, and what has to go with it; the lowest units are settled first.

        To settle a unit withholds units below it, or itself: none that was settled changes.
        """
        small = {n for n in self._nodes if self._small(self._of(n), self._values(n.secret))}
        self._hidden = begin | small
        if self._hidden:
            for top in reversed(self._nodes):
                while top.members and top not in self._hidden and (more := self._more(top)):
                    self._hidden.update(more)
        return self._hidden

    def _of(self, node: _Node) -> Cells:
        return self._values(node.cells)

    def _small(self, values: Cells, secret: Cells) -> list[int]:
        """Which of these numbers are small and may hold a secret task."""
        pairs = enumerate(zip(values, secret, strict=True))
        return [n for n, (value, some) in pairs if some and 0 < value < self._k]

    def _more(self, top: _Node) -> list[_Node]:
        """What must be withheld besides, under `top` or itself; nothing if no small sum is left."""
        leaves, shown = self._region(top)
        if not leaves:
            return []
        small = self._small(
            _sums(map(self._of, leaves)), _sums(self._values(n.secret) for n in leaves)
        )
        if not small:
            return []
        return self._way_down([n for n in shown if self._of(n)[small[0]]], small[0]) or [top]

    def _region(self, top: _Node) -> tuple[list[_Node], list[_Node]]:
        """The withheld that hang together under `top`: the lowest of them; what is shown beside."""
        leaves, shown, ahead = [], [], [top]
        while ahead:
            for node in ahead.pop().members:
                if node not in self._hidden:
                    shown.append(node)
                elif node.members:
                    ahead.append(node)
                else:
                    leaves.append(node)
        return leaves, shown

    def _way_down(self, candidates: list[_Node], n: int) -> list[_Node]:
        """The one whose loss costs least, and one below it, to the lowest: that widens a sum."""
        way: list[_Node] = []
        while candidates:
            way.append(min(candidates, key=_cost))
            below = (m for m in way[-1].members if m not in self._hidden)
            candidates = [member for member in below if self._of(member)[n]]
        return way


def _cost(node: _Node) -> tuple[bool, bool, int, str]:
    """What is published nowhere anyhow, then units with none below them, then the fewest tasks."""
    return not node.own, bool(node.members), sum(node.cells), node.code


def _sums(rows: Iterable[Cells]) -> Cells:
    return tuple(sum(column) for column in zip(*rows, strict=True))
