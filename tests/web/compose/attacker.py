"""An attacker of what the public is told, and random countries to attack (Q38).

The attacker knows the country, every published cell and total, and that no number is negative. It
has three tools: elimination over all equations at once; the search for another country in which a
few tasks stand elsewhere and everything published is the same, without which a number is the only
one possible; and every difference of one published number and others below it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import permutations, product

from hypothesis import strategies as st

from web.compose.withheld import CELLS, GROUPS, Cells, Held, Withheld, total

PARTS = 8
Var = tuple[str, int]  # a node and a cell, its TOTAL, or one of its groups
TOTAL = len(CELLS)
GROUP = {TOTAL + 1 + n: [CELLS.index(part) for part in group] for n, group in enumerate(GROUPS)}
ALL = TOTAL + 1 + len(GROUP)
PRIME = 2**61 - 1


def cells(**given: int) -> Cells:
    return tuple(given.get(name, 0) for name in map(str, CELLS))


def country(**units: tuple[str | None, Cells, bool]) -> dict[str, Held]:
    """Units by code: what is above, what they lead themselves, whether some of it is secret."""
    own = {code: list(given[1]) for code, given in units.items()}
    whole = {code: list(cells_) for code, cells_ in own.items()}
    for code in units:
        above = units[code][0]
        while above is not None:
            whole[above] = [a + b for a, b in zip(whole[above], own[code], strict=True)]
            above = units[above][0]
    return {
        code: Held(parent=units[code][0], cells=tuple(whole[code]), secret=units[code][2])
        for code in units
    }


small_numbers = st.sampled_from((0, 0, 0, 0, 1, 1, 2, 3, 5, 9))


@st.composite
def countries(draw: st.DrawFn) -> tuple[dict[str, Held], dict[Var, int]]:
    """A country of three levels, and its secret tasks by leaf and cell."""
    parents: dict[str, str | None] = {"r": None}
    for code in "abc"[: draw(st.integers(1, 3))]:
        parents[code] = "r"
        for n in range(draw(st.integers(0, 3))):
            parents[f"{code}{n}"] = code
    units: dict[str, tuple[str | None, Cells, bool]] = {}
    secrets: dict[Var, int] = {}
    for code, parent in parents.items():
        columns = draw(st.lists(st.integers(0, TOTAL - 1), min_size=0, max_size=4))
        numbers = {n: draw(small_numbers) for n in columns}
        held = [n for n, number in numbers.items() if number]
        if held and draw(st.integers(0, 3)) == 0:
            secrets[code, draw(st.sampled_from(held))] = 1
        own = tuple(numbers.get(n, 0) for n in range(TOTAL))
        units[code] = (parent, own, any(at == code for at, _ in secrets))
    return country(**units), secrets


class Attacker:
    """All numbers there are, those among them that were published, what ties them together."""

    def __init__(self, given: dict[str, Held], found: Withheld, secrets: dict[Var, int]) -> None:
        self.members: dict[str, list[str]] = defaultdict(list)
        for code, held in given.items():
            if held.parent is not None:
                self.members[held.parent].append(code)
        values = {code: held.cells for code, held in given.items()}
        for code in list(self.members):
            below = [values[each] for each in self.members[code]]
            own = [v - sum(c) for v, c in zip(values[code], zip(*below, strict=True), strict=True)]
            values[f"{code}*"] = tuple(own)
            self.members[code].append(f"{code}*")
        self.leaves = [node for node in values if node not in self.members]
        self.x: dict[Var, int] = {}
        for node, numbers in values.items():
            self.x |= {(node, n): number for n, number in enumerate(numbers)}
            self.x[node, TOTAL] = total(numbers)
            self.x |= {(node, n): sum(numbers[p] for p in of) for n, of in GROUP.items()}
        units = set(given)
        self.known = {(u, n) for u in units - found.cells for n in range(PARTS)}
        self.known |= {(u, n) for u in units - found.withdrawn for n in range(PARTS, TOTAL)}
        self.known |= {(u, TOTAL) for u in units - found.totals}
        self.known |= {(u, n) for u in units - found.groups for n in GROUP}
        self.above = {m: node for node, below in self.members.items() for m in below}
        self.secret = {(f"{code}*" if code in self.members else code, n) for code, n in secrets}

    def equations(self) -> Iterator[dict[Var, int]]:
        """Each is a sum of ±numbers that is zero."""
        for node, below in self.members.items():
            for n in range(ALL):
                yield {(node, n): 1} | {(each, n): -1 for each in below}
        for leaf in self.leaves:
            yield {(leaf, n): 1 for n in GROUP} | {(leaf, TOTAL): -1}
            for group, of in GROUP.items():
                yield {(leaf, n): 1 for n in of} | {(leaf, group): -1}

    def determined(self) -> set[Var]:
        """Unknown numbers that elimination leaves alone in a row."""
        rows: list[dict[Var, int]] = []
        for equation in self.equations():
            row = {var: sign for var, sign in equation.items() if var not in self.known}
            for other in rows:
                _eliminate(row, other)
            if row:
                pivot = next(iter(row))
                inverse = pow(row[pivot], -1, PRIME)
                row = {var: value * inverse % PRIME for var, value in row.items()}
                for other in rows:
                    _eliminate(other, row)
                rows.append(row)
        return {next(iter(row)) for row in rows if len(row) == 1}

    def only_ones(self, asked: set[Var]) -> set[Var]:
        """Those of `asked` that are the same in every country found to look like this one."""
        left = set(asked)
        for moves in (self._one(), self._two(), self._three()):
            for move in moves if left else ():
                left -= self._unseen(move)
        return left

    def _unseen(self, move: dict[Var, int]) -> set[Var]:
        """The numbers that are others after a move; none if it shows or is impossible."""
        if any(self.x[var] + by < 0 for var, by in move.items()):
            return set()
        changed: Counter[Var] = Counter()
        for (leaf, n), by in move.items():
            node: str | None = leaf
            while node is not None:
                for kind in (n, *sums_of(n)):
                    changed[node, kind] += by
                node = self.above.get(node)
        found = {var for var, by in changed.items() if by}
        return set() if found & self.known else found

    def _hidden(self) -> tuple[list[str], list[int]]:
        """Lowest units that withhold something, and the cells that are not all zero there."""
        leaves = [a for a in self.leaves if any((a, n) not in self.known for n in range(TOTAL))]
        return leaves, [n for n in range(TOTAL) if any(self.x[leaf, n] for leaf in leaves)]

    def _one(self) -> Iterator[dict[Var, int]]:
        """A task stands at b instead of a; or, where nobody knows a sum, a has one more."""
        leaves, cells = self._hidden()
        for p in cells:
            yield from ({(a, p): 1} for a in leaves)
            yield from ({(a, p): -1, (b, p): 1} for a, b in permutations(leaves, 2))

    def _two(self) -> Iterator[dict[Var, int]]:
        """A task of a stands in another cell, one of b the other way round; or only that of a."""
        leaves, cells = self._hidden()
        for p, q in permutations(cells, 2):
            yield from ({(a, p): -1, (a, q): 1} for a in leaves)
            for a, b in permutations(leaves, 2):
                yield {(a, p): -1, (a, q): 1, (b, p): 1, (b, q): -1}

    def _three(self) -> Iterator[dict[Var, int]]:
        """As before in a ring of three, of units and of cells."""
        leaves, cells = self._hidden()
        for (a, b, c), (p, q, r) in product(permutations(leaves, 3), permutations(cells, 3)):
            ring = {(a, p): 1, (a, q): -1, (b, r): -1, (b, q): 1, (c, p): -1, (c, r): 1}
            yield ring
            yield {var: -by for var, by in ring.items()}

    def differences(self) -> Iterator[tuple[Var, set[str]]]:
        """A published number less published ones below it: what it is of, and of whom."""
        for node in self.members:
            for n in range(ALL):
                if (node, n) in self.known:
                    for rest in self._rests(node, n, first=True):
                        yield (node, n), rest

    def _rests(self, node: str, n: int, *, first: bool = False) -> Iterator[set[str]]:
        if not first and (node, n) in self.known:
            yield set()
        if node in self.leaves:
            yield {node}
            return
        for each in product(*(list(self._rests(below, n)) for below in self.members[node])):
            yield set().union(*each)


def _eliminate(row: dict[Var, int], by: dict[Var, int]) -> None:
    factor = row.get(next(iter(by)), 0)
    if factor:
        for var, value in by.items():
            left = (row.get(var, 0) - factor * value) % PRIME
            if left:
                row[var] = left
            else:
                row.pop(var, None)


def sums_of(cell: int) -> tuple[int, ...]:
    """The group and the total a cell is a part of; a withdrawn task is in neither."""
    return (*(group for group, of in GROUP.items() if cell in of), TOTAL) if cell < PARTS else ()


def may(attacker: Attacker, node: str, n: int) -> bool:
    """Whether some of it is led by one that leads secret tasks."""
    if node not in attacker.leaves:
        return any(may(attacker, below, n) for below in attacker.members[node])
    return bool(attacker.x[node, n]) and any(leaf == node for leaf, _ in attacker.secret)
