"""The order of a league: ties, bands, the listed; and the seal."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction as F
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from schema.ranking import quarter, row, seal_of, table
from schema.score import FEW_DUE, LITTLE_KNOWN, NOTHING_DUE, Entrant, Parameters, mean, published

BY = Parameters()


def unit(code: str, on_time: int, due: int, volume: int | None = None) -> Entrant:
    return Entrant(unit=code, on_time=on_time, due=due, late=F(due - on_time), volume=volume)


def ranks(*entrants: Entrant) -> list[tuple[str, int | None]]:
    return [(each.entrant.unit, each.rank) for each in table(entrants, BY)]


def test_ties_share_a_rank_and_the_next_skips() -> None:
    """Q73: 1, 1, 3."""
    given = [unit("d", 5, 10), unit("b", 10, 10), unit("a", 10, 10), unit("c", 9, 10)]
    assert ranks(*given) == [("a", 1), ("b", 1), ("c", 3), ("d", 4)]


def test_equal_as_published_is_a_tie() -> None:
    """Q73: the scores differ in the seventh decimal."""
    one, nearly = unit("a", 9, 9), Entrant(unit="b", on_time=9, due=9, late=F(1, 10**4))
    first, second = table([one, nearly], BY)
    assert first.score != second.score
    assert ranks(one, nearly) == [("a", 1), ("b", 1)]


def test_each_band_has_its_own_ranks_the_largest_first() -> None:
    """Q77."""
    given = [unit("a", 9, 10, 7), unit("b", 9, 10, 90), unit("c", 8, 10, 95), unit("d", 5, 10, 8)]
    assert ranks(*given) == [("b", 1), ("c", 2), ("a", 1), ("d", 2)]


def test_listed_after_the_ranked_by_code_with_the_reason() -> None:
    """Q75, Q79."""
    little = Entrant(unit="y", on_time=9, due=9)
    given = [little, unit("z", 4, 4), unit("k", 0, 0), unit("m", 1, 9)]
    found = [(each.entrant.unit, each.rank, each.reason) for each in table(given, BY)]
    assert found == [
        ("m", 1, None),
        ("k", None, NOTHING_DUE),
        ("y", None, LITTLE_KNOWN),
        ("z", None, FEW_DUE),
    ]
    assert all(each.score is None for each in table(given, BY) if each.reason)


def test_an_empty_league_is_an_empty_table() -> None:
    assert table([], BY) == ()


def test_a_row_is_published_in_fractions_of_one() -> None:
    league = [unit("a", 8, 10, 30), unit("b", 20, 20, 31)]
    found = row(table(league, BY)[1], mean(league))
    assert (found["unit"], found["band"], found["volume"], found["rank"]) == ("a", 20, 30, 2)
    assert (found["on_time"], found["due"], found["on_time_rate"]) == (8, 10, 0.8)
    assert found["league_mean"] == float(F(28, 30))
    assert found["score"] == published(table(league, BY)[1].score or F(0)) / 10_000
    assert found["parts"]["spi_t"] is None and found["present"] == 0.65


def test_a_listed_row_has_no_score_and_its_reason() -> None:
    found = row(table([unit("a", 1, 2)], BY)[0], F(1, 2))
    assert (found["score"], found["rank"], found["reason"]) == (None, None, FEW_DUE)


def test_the_seal_is_over_league_day_method_and_rows() -> None:
    day, rows = date(2026, 11, 21), [{"b": 1, "a": "Huế"}]
    seal = seal_of("provinces", day, 1, rows)
    assert seal == seal_of("provinces", day, 1, json.loads(json.dumps(rows)))
    others = [
        seal_of("central", day, 1, rows),
        seal_of("provinces", date(2026, 11, 20), 1, rows),
        seal_of("provinces", day, 2, rows),
        seal_of("provinces", day, 1, []),
    ]
    assert len(seal) == 64 and seal not in others


def test_quarters() -> None:
    days = [date(2026, 1, 1), date(2026, 3, 31), date(2026, 11, 22)]
    assert [quarter(day) for day in days] == [date(2026, 1, 1)] * 2 + [date(2026, 10, 1)]


numbers = st.lists(
    st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(0, 120)), max_size=12
)


@given(numbers, st.randoms())
def test_the_order_of_arrival_is_of_no_account(
    given: list[tuple[int, int, int]], luck: Random
) -> None:
    league = [unit(f"u{n:02d}", x, x + y, v) for n, (x, y, v) in enumerate(given)]
    mixed = list(league)
    luck.shuffle(mixed)
    assert table(mixed, BY) == table(league, BY)


@given(numbers)
def test_ranks_say_how_many_of_the_band_are_better(given: list[tuple[int, int, int]]) -> None:
    league = [unit(f"u{n:02d}", x, x + y, v) for n, (x, y, v) in enumerate(given)]
    ranked = [each for each in table(league, BY) if each.score is not None]
    assert len(ranked) == sum(1 for each in league if each.due >= 5)
    for each in ranked:
        points = [published(r.score) for r in ranked if r.band == each.band and r.score is not None]
        assert each.score is not None
        assert each.rank == 1 + sum(1 for other in points if other > published(each.score))
