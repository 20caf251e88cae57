"""The public's league: rank and score as they are, numbers of a few tasks gone."""

from __future__ import annotations

from schema.score import Parameters
from tests.web.states import NO_TASKS, place, state
from web.compose.public_ranking import NUMBERS, veiled, withheld_in
from web.compose.ranking import live, tile
from web.compose.tile import Tile, resolve
from web.words import words

VI, BY = words("vi"), Parameters()
STANDINGS = live(
    [
        (place(code, code), state(code, NO_TASKS | {"done_on_time": n, "overdue": 3}))
        for code, n in (("vn.15", 20), ("vn.01", 9))
    ],
    BY,
    {"vn.15": 40, "vn.01": 3},
    {},
)
OPEN = tile(STANDINGS, BY, VI)


def shown(*withheld: str, totals: frozenset[str] = frozenset()) -> Tile:
    cells = withheld_in(STANDINGS, lambda each: each.place.code in withheld)
    secret = frozenset({"vn.01"} if withheld else ())
    return veiled(OPEN, STANDINGS, cells=cells, totals=totals, secret=secret)


def test_where_nothing_is_withheld_the_table_is_the_internal_one() -> None:
    made = shown()
    assert (made.twin, made.said) == (OPEN.twin, OPEN.said)
    assert made.page == OPEN.page | {"withheld": False}


def test_numbers_go_and_rank_and_score_stay() -> None:
    made = shown("vn.01")
    n = withheld_in(STANDINGS, lambda each: each.place.code == "vn.01")[0]
    for name in NUMBERS:
        assert resolve(made.twin, f"rows/{n}/{name}") is None, name
        assert resolve(made.twin, f"rows/{n}/{name}_state") == "withheld", name
    row = made.twin["rows"][n]
    assert (row["rank"], row["score"]) == (
        OPEN.twin["rows"][n]["rank"],
        OPEN.twin["rows"][n]["score"],
    )
    assert (row["sign"], row["volume"], row["total"]) == ("withheld", None, 12)
    assert made.page["rows"][n]["sign"] == "withheld"
    assert made.said[f"rows/{n}/due"] == ("*", "withheld")


def test_nothing_tells_them_by_subtraction() -> None:
    made = shown("vn.01")
    assert made.twin["mean"] is None and made.twin["mean_state"] == "withheld"
    for row in made.twin["rows"]:
        assert row["league_mean"] is None and row["parts"]["on_time"] is None
    assert {row["due"] for row in made.twin["rows"]} == {23, None}


def test_a_total_may_be_withheld() -> None:
    made = shown("vn.01", totals=frozenset({"vn.01"}))
    assert {row["total"] for row in made.twin["rows"]} == {23, None}
