"""The table of a board's children, in the order asked."""

import pytest

from tests.web.country import nation
from web.compose.board import board_view
from web.compose.units import COLUMNS, ORDERS, in_order, rows

VIEW = board_view(nation(), "vi")
AB = {"a": 0, "b": 1, "c": 2}


@pytest.mark.parametrize("order", ORDERS)
def test_every_child_stands_in_it_once_whatever_the_order(order: str) -> None:
    found = rows(VIEW, order)
    assert {row["code"] for row in found} == set(VIEW.twin["map"])
    assert all(name in found[0] for name in COLUMNS)


def row(code: str, value: float | None) -> dict[str, object]:
    return {"code": code, "value": value, "on_time_rate": value}


def test_the_worst_first_and_the_unknown_last() -> None:
    given = [row("a", None), row("b", 1), row("c", 5)]
    assert [each["code"] for each in in_order(given, "worst", AB)] == ["c", "b", "a"]
    assert [each["code"] for each in in_order(given, "on_time_rate", AB)] == ["b", "c", "a"]


def test_ties_and_names_go_by_the_alphabet() -> None:
    given = [row("c", 1), row("a", 1), row("b", 1)]
    assert [each["code"] for each in in_order(given, "value", AB)] == ["a", "b", "c"]
    assert [each["code"] for each in in_order([*given[:1], row("a", 9)], "name", AB)] == ["a", "c"]


def test_zero_is_known() -> None:
    given = [row("a", None), row("b", 0)]
    assert [each["code"] for each in in_order(given, "value", AB)] == ["b", "a"]
