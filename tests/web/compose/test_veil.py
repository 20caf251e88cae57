"""What is withheld is null in the twin and says so; on the glass it is *."""

from web.compose.tile import Tile
from web.compose.veil import WITHHELD, veil

TILE = Tile(
    twin={"a": {"b": 3, "c": 4}, "rows": [{"n": 1}, {"n": 2}], "empty": None},
    said={"a/b": ("3", ""), "a/c": ("4", ""), "rows/1/n": ("2", "late")},
)


def test_the_number_goes_and_its_neighbours_stay() -> None:
    made = veil(TILE, ["a/b", "rows/1/n"])
    assert made.twin == {
        "a": {"b": None, "b_state": "withheld", "c": 4},
        "rows": [{"n": 1}, {"n": None, "n_state": "withheld"}],
        "empty": None,
    }
    assert made.said == {"a/b": WITHHELD, "a/c": ("4", ""), "rows/1/n": WITHHELD}


def test_the_tile_it_came_from_is_as_it_was() -> None:
    veil(TILE, ["a/b"])
    assert TILE.twin["a"] == {"b": 3, "c": 4}


def test_what_a_tile_does_not_have_needs_no_veil() -> None:
    assert veil(TILE, ["a/x", "empty/x", "none/x"]) == TILE
