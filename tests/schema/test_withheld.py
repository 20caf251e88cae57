"""Small cells with a secret task are withheld, also where a difference would show them (Q38)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema.withheld import Cell, Withheld, shows, withheld

NOTHING = Withheld(frozenset(), total=False)


@pytest.mark.parametrize(
    ("cell", "is_withheld"),
    [
        (Cell(4, 1), True),
        (Cell(1, 1), True),
        (Cell(5, 1), False),
        (Cell(4, 0), False),
        (Cell(0, 0), False),
    ],
)
def test_fewer_than_five_with_a_secret_one_among_them(cell: Cell, is_withheld: bool) -> None:
    assert shows(cell) is is_withheld


def test_without_a_secret_task_everything_is_shown() -> None:
    assert withheld(Cell(6), {"overdue": Cell(1), "in_time": Cell(5)}) == NOTHING


def test_a_large_cell_may_hold_a_secret_task() -> None:
    assert withheld(Cell(9, 2), {"overdue": Cell(4), "in_time": Cell(5, 2)}) == NOTHING


def test_one_part_alone_would_follow_from_the_total_so_the_smallest_other_goes_too() -> None:
    parts = {"overdue": Cell(2, 1), "in_time": Cell(30), "due_soon": Cell(3), "done": Cell(0)}
    assert withheld(Cell(35, 1), parts) == Withheld(frozenset({"overdue", "due_soon"}), total=False)


def test_equal_parts_go_in_the_order_of_their_names() -> None:
    parts = {"c": Cell(3), "b": Cell(3), "a": Cell(4, 1)}
    assert withheld(Cell(10, 1), parts).parts == {"a", "b"}


def test_where_all_is_small_the_total_goes_as_well() -> None:
    parts = {"overdue": Cell(1, 1), "in_time": Cell(2)}
    assert withheld(Cell(3, 1), parts) == Withheld(frozenset({"overdue", "in_time"}), total=True)


def test_what_children_leave_to_their_parent_is_a_cell_too() -> None:
    """A province with 12 tasks, its communes with 10: two of its own, one of them secret."""
    parts = {"vn.01.00001": Cell(4), "vn.01.00002": Cell(6)}
    assert withheld(Cell(12, 1), parts) == Withheld(frozenset({"vn.01.00001"}), total=False)


def test_others_go_until_the_rest_is_large_enough_and_the_total_stays() -> None:
    parts = {"a": Cell(1, 1), "b": Cell(1), "c": Cell(1), "d": Cell(9), "e": Cell(20)}
    assert withheld(Cell(32, 1), parts) == Withheld(frozenset("abcd"), total=False)


def test_a_rest_without_a_secret_task_shows_nothing() -> None:
    assert withheld(Cell(9, 2), {"vn.01.00001": Cell(7, 2)}) == NOTHING


PARTS = st.dictionaries(
    st.sampled_from("abcdef"),
    st.tuples(st.integers(0, 9), st.integers(0, 9)).map(lambda two: Cell(two[0], min(two))),
)
REST = st.tuples(st.integers(0, 6), st.integers(0, 6)).map(lambda two: Cell(two[0], min(two)))


@given(parts=PARTS, rest=REST)
def test_nothing_that_is_published_shows_a_secret_task(parts: dict[str, Cell], rest: Cell) -> None:
    """Neither a part that is shown, nor the total, nor the total less all that is shown."""
    cells = [*parts.values(), rest]
    total = Cell(sum(cell.tasks for cell in cells), sum(cell.secret for cell in cells))
    left_out, without = withheld(total, parts)
    shown = {name: cell for name, cell in parts.items() if name not in left_out}
    assert not any(shows(cell) for cell in shown.values())
    if without:
        return
    assert not shows(total)
    hidden = Cell(
        total.tasks - sum(cell.tasks for cell in shown.values()),
        total.secret - sum(cell.secret for cell in shown.values()),
    )
    assert not shows(hidden)


@given(parts=PARTS)
def test_no_more_is_left_out_than_needed(parts: dict[str, Cell]) -> None:
    """With the last of the others back, the rest would show something."""
    total = Cell(
        sum(cell.tasks for cell in parts.values()), sum(cell.secret for cell in parts.values())
    )
    left_out, _ = withheld(total, parts)
    beside = [name for name in left_out if not shows(parts[name])]
    if beside:
        last = max(beside, key=lambda name: (parts[name].tasks, name))
        without_it = [parts[name] for name in left_out if name != last]
        assert shows(
            Cell(sum(cell.tasks for cell in without_it), sum(cell.secret for cell in without_it))
        )
