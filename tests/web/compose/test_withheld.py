"""Small cells: the rule by examples, and an attacker who tries everything that is published (Q38).

The attacker knows the country, every published cell and total, and that no number is negative. It
has three tools: elimination over all equations at once; exchanges of single tasks between withheld
cells, which show that a number is not the only one possible; and every difference of one published
number and others below it.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from web.compose.withheld import CELLS, Cells, Held, K, Withheld, total, withheld

PARTS = 8
Var = tuple[str, int]  # a node and a cell, or a node and TOTAL
TOTAL = len(CELLS)
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


BIG = cells(done_on_time=40, in_time=30, overdue=10)


def test_a_country_without_secrets_publishes_every_cell() -> None:
    assert withheld(country(vn=(None, cells(), False), a=("vn", cells(overdue=1), False))) == (
        Withheld()
    )


def test_a_secret_among_many_is_published() -> None:
    given = country(vn=(None, cells(), False), a=("vn", BIG, True), b=("vn", BIG, False))
    assert withheld(given) == Withheld(secret=frozenset({"vn", "a"}))


def test_a_small_cell_takes_a_second_unit_along() -> None:
    small = cells(done_on_time=9, overdue=3)
    given = country(
        vn=(None, cells(), False), a=("vn", small, True), b=("vn", BIG, False), c=("vn", BIG, False)
    )
    assert withheld(given).cells == {"a", "b"}, "the second: the fewest tasks, then by code"
    assert not withheld(given).totals


def test_what_a_unit_leads_itself_is_the_second_at_no_cost() -> None:
    small = cells(done_on_time=9, overdue=3)
    given = country(vn=(None, BIG, False), a=("vn", small, True), b=("vn", BIG, False))
    assert withheld(given).cells == {"a"}


def test_of_fewer_than_five_tasks_the_total_is_withheld_too() -> None:
    given = country(
        vn=(None, cells(), False), a=("vn", cells(overdue=2), True), b=("vn", BIG, False)
    )
    assert withheld(given).totals == {"a", "b"}


def test_two_small_totals_need_a_third() -> None:
    two = cells(overdue=2)
    given = country(
        vn=(None, cells(), False),
        a=("vn", two, True),
        b=("vn", two, False),
        c=("vn", BIG, False),
    )
    assert withheld(given).totals == {"a", "b", "c"}


def test_where_nothing_else_can_be_withheld_the_unit_above_is() -> None:
    given = country(
        vn=(None, cells(), False),
        p=("vn", cells(), False),
        a=("p", cells(done_on_time=9, overdue=3), True),
        q=("vn", BIG, False),
    )
    assert withheld(given).cells == {"p", "a", "q"}


def test_a_withheld_unit_is_not_the_sum_of_published_ones() -> None:
    small = cells(done_on_time=9, overdue=3)
    given = country(
        vn=(None, cells(), False),
        a=("vn", small, True),
        b=("vn", cells(), False),
        b1=("b", BIG, False),
        b2=("b", BIG, False),
    )
    assert withheld(given).cells == {"a", "b", "b1"}


def test_a_secret_own_task_is_not_what_is_left_of_the_whole() -> None:
    given = country(vn=(None, cells(overdue=1), True), a=("vn", BIG, False), b=("vn", BIG, False))
    assert withheld(given).cells == {"a"}
    assert withheld(given).totals == {"a"}


def test_the_root_withheld_needs_something_withheld_below_it() -> None:
    given = country(vn=(None, cells(), False), a=("vn", cells(overdue=2, in_time=9), True))
    assert withheld(given) == Withheld(
        cells=frozenset({"vn", "a"}), secret=frozenset({"vn", "a"}), totals=frozenset()
    )


def test_withdrawn_tasks_are_withheld_by_themselves() -> None:
    few = cells(done_on_time=40, overdue=10, suspended=1)
    given = country(
        vn=(None, cells(), False),
        a=("vn", few, True),
        b=("vn", cells(done_on_time=8, cancelled=3), False),
        c=("vn", cells(overdue=9, suspended=4), False),
    )
    assert withheld(given) == Withheld(
        withdrawn=frozenset({"a", "c"}), secret=frozenset({"vn", "a"})
    )


def test_k_is_a_parameter() -> None:
    given = country(
        vn=(None, cells(), False), a=("vn", cells(overdue=5), True), b=("vn", BIG, False)
    )
    assert not withheld(given).cells
    assert withheld(given, 6).cells == {"a", "b"}


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
        units = set(given)
        self.known = {(u, n) for u in units - found.cells for n in range(PARTS)}
        self.known |= {(u, n) for u in units - found.withdrawn for n in range(PARTS, TOTAL)}
        self.known |= {(u, TOTAL) for u in units - found.totals}
        self.secret = {(f"{code}*" if code in self.members else code, n) for code, n in secrets}

    def equations(self) -> Iterator[dict[Var, int]]:
        """Each is a sum of ±numbers that is zero."""
        for node, below in self.members.items():
            for n in range(TOTAL + 1):
                yield {(node, n): 1} | {(each, n): -1 for each in below}
        for leaf in self.leaves:
            yield {(leaf, n): 1 for n in range(PARTS)} | {(leaf, TOTAL): -1}

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

    def only_ones(self) -> set[Var]:
        """Unknown numbers that cannot be another one without some number below zero.

        Each unknown stands in two equations with opposite signs, as an edge between them: another
        solution is a way round, in which edges taken backwards lose a task.
        """
        ends = {var: self._ends(var) for var in self.x if var not in self.known}
        found = set()
        for var, (begin, end) in ends.items():
            more = _way(ends, self.x, end, begin, without=var)
            fewer = self.x[var] > 0 and _way(ends, self.x, begin, end, without=var)
            if not more and not fewer:
                found.add(var)
        return found

    def _ends(self, var: Var) -> tuple[str, str]:
        """The equation that gains by one more task here, and the one that loses."""
        node, n = var
        above = next((p for p, below in self.members.items() if node in below), None)
        withdrawn = PARTS <= n < TOTAL  # outside the total: nothing ties those of a unit together
        up = f"{above}/{n}" if above else "free" if withdrawn else "whole"
        down = f"{node}/{n}"
        if node in self.leaves:
            down = "free" if withdrawn else f"{node}/row"
        return (up, down) if n == TOTAL else (down, up)

    def differences(self) -> Iterator[tuple[Var, set[str]]]:
        """A published number less published ones below it: what it is of, and of whom."""
        for node in self.members:
            for n in range(TOTAL + 1):
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


def _way(
    ends: dict[Var, tuple[str, str]], x: dict[Var, int], begin: str, end: str, *, without: Var
) -> bool:
    ways: dict[str, set[str]] = defaultdict(set)
    for var, (low, high) in ends.items():
        if var != without:
            ways[low].add(high)
            if x[var]:
                ways[high].add(low)
    seen, ahead = {begin}, deque([begin])
    while ahead:
        here = ahead.popleft()
        ahead += (new := ways[here] - seen)
        seen |= new
    return end in seen


@settings(max_examples=300)
@given(countries())
def test_no_small_cell_that_may_hold_a_secret_is_found_out(
    given: tuple[dict[str, Held], dict[Var, int]],
) -> None:
    """Also where it is a sum: the rule goes by who leads secrets, not by where they stand."""
    units, secrets = given
    attacker = Attacker(units, withheld(units), secrets)
    small = {
        (unit, n)
        for unit, n in attacker.x
        if 0 < attacker.x[unit, n] < K and may(attacker, unit, n)
    }
    assert not small & attacker.known
    assert not small & attacker.determined()
    assert not small & attacker.only_ones()


def may(attacker: Attacker, node: str, n: int) -> bool:
    """Whether some of it is led by one that leads secret tasks."""
    if node not in attacker.leaves:
        return any(may(attacker, below, n) for below in attacker.members[node])
    return bool(attacker.x[node, n]) and any(leaf == node for leaf, _ in attacker.secret)


@settings(max_examples=200)
@given(countries())
def test_no_small_sum_with_a_secret_is_a_difference_of_what_is_published(
    given: tuple[dict[str, Held], dict[Var, int]],
) -> None:
    units, secrets = given
    attacker = Attacker(units, withheld(units), secrets)
    for (_, n), rest in attacker.differences():
        inside = {m for leaf, m in attacker.secret if leaf in rest}
        if n in inside or (n == TOTAL and any(m < PARTS for m in inside)):
            assert sum(attacker.x[leaf, n] for leaf in rest) >= K


@given(countries())
def test_a_unit_without_secrets_around_publishes_everything(
    given: tuple[dict[str, Held], dict[Var, int]],
) -> None:
    units, _ = given
    open_ = {code: Held(parent=held.parent, cells=held.cells) for code, held in units.items()}
    assert withheld(open_) == Withheld()


@given(countries())
def test_what_is_withheld_is_withheld_whole(
    given: tuple[dict[str, Held], dict[Var, int]],
) -> None:
    found = withheld(given[0])
    assert found.totals <= found.cells
    assert found == withheld(dict(reversed(given[0].items()))), "in whatever order units come"
