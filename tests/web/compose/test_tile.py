"""Figures take their values from the twin, and are grey where too little is known."""

from datetime import UTC, datetime

import pytest

from web.compose.tile import Tile, counted, covered, decimal, figures, resolve, shared
from web.words import words

VI = words("vi")
NOW = datetime(2026, 11, 22, tzinfo=UTC)


def test_values_come_from_the_twin() -> None:
    tile = Tile(said={"a/0/b": ("1.234", "")}, slots={"a/0/name": "x"})
    made = figures(tile, {"a": [{"b": 1234}]}, NOW)
    assert (made["a/0/b"].value, made["a/0/b"].text, made["a/0/b"].as_of) == (1234, "1.234", NOW)
    assert (made["~a/0/name"].value, made["~a/0/name"].text) == (None, "x")


def test_a_figure_without_a_value_in_the_twin_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        figures(Tile(said={"a/b": ("1", "")}), {"a": {}}, NOW)


def test_below_sixty_per_cent_coverage_a_figure_is_grey() -> None:
    tile = Tile(said={"a": ("1", "overdue"), "b": ("—", "none")}, coverage={"a": 0.59, "b": 0.1})
    made = figures(tile, {"a": 1, "b": None}, NOW)
    assert (made["a"].state, made["b"].state) == ("grey", "none")
    tile = Tile(said={"a": ("1", "overdue")}, coverage={"a": 0.6})
    assert figures(tile, {"a": 1}, NOW)["a"].state == "overdue"


def test_the_longest_prefix_gives_the_coverage() -> None:
    given = {"strategic": 0.2, "strategic/index": 0.9}
    assert covered(given, "strategic/index") == 0.9
    assert covered(given, "strategic/x") == 0.2
    assert covered(given, "strategics") == 1.0


def test_three_ways_to_print() -> None:
    assert counted(1287, VI) == ("1.287", "")
    assert counted(None, VI) == shared(None, VI) == decimal(None, VI, 2) == ("—", "none")
    assert shared(0.457, VI) == ("45,7%", "")
    assert decimal(1.005, VI, 2) == ("1,01", "")


def test_pointers() -> None:
    assert resolve({"a": [{"b": 7}]}, "a/0/b") == 7
