"""Leagues: denominators, ties, a minimum n."""

from hypothesis import given
from hypothesis import strategies as st

from schema.kpi import KpiState
from tests.web.country import NO_TASKS, place, state
from web.compose.facts import Place
from web.compose.ranking import MINIMUM, league, tile
from web.words import words

Member = tuple[Place, KpiState | None]


def member(code: str, on_time: int, late: int = 0, overdue: int = 0) -> Member:
    counts = NO_TASKS | {"done_on_time": on_time, "done_late": late, "overdue": overdue}
    return place(code, f"Tỉnh {code}"), state(code, counts)


def ranks(*members: Member) -> dict[str, int | None]:
    return {each.place.code: each.rank for each in league(members)}


def test_ties_share_a_rank_and_the_next_skips() -> None:
    found = ranks(member("a", 9, 1), member("b", 18, 2), member("c", 10), member("d", 5, 5))
    assert found == {"c": 1, "a": 2, "b": 2, "d": 4}


def test_equal_as_published_is_equal() -> None:
    """Q73: rounded half up to 4 decimals."""
    assert ranks(member("a", 9_999, 1), member("b", 9_998, 2)) == {"a": 1, "b": 2}
    assert ranks(member("a", 999_999, 1), member("b", 999_998, 2)) == {"a": 1, "b": 1}


def test_too_few_due_are_listed_by_code_and_not_ranked() -> None:
    found = league([member("z", 4), member("a", 3, 1), member("m", 1, 4), (place("k", "K"), None)])
    assert [(each.place.code, each.rank) for each in found] == [
        ("m", 1),
        ("a", None),
        ("k", None),
        ("z", None),
    ]


def test_late_is_not_on_time_and_awaiting_is_not_due() -> None:
    counts = NO_TASKS | {"done_on_time": 6, "done_late": 2, "overdue": 2, "awaiting": 90}
    (only,) = league([(place("a", "A"), state("a", counts))])
    assert (only.rate, only.on_time, only.due) == (0.6, 6, 10)


def test_a_row_is_printed_with_its_denominator() -> None:
    made = tile(league([member("a", 9, 1)]), words("vi"))
    assert made.said["rows/0/rate"] == ("90,0%", "")
    assert (made.said["rows/0/on_time"][0], made.said["rows/0/due"][0]) == ("9", "10")
    assert made.twin["rows"][0]["on_time_rate"] == 0.9


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=12))
def test_ranks_follow_rates(numbers: list[tuple[int, int]]) -> None:
    found = league(member(f"u{n:02d}", on, late) for n, (on, late) in enumerate(numbers))
    ranked = [each for each in found if each.rank is not None]
    assert all((each.due or 0) >= MINIMUM for each in ranked)
    assert [each.rank for each in ranked] == sorted(each.rank or 0 for each in ranked)
    assert [each.rate for each in ranked] == sorted(
        (each.rate or 0 for each in ranked), reverse=True
    )
