"""The table of a league: the formula of schema.ranking, said with its denominators."""

from __future__ import annotations

from schema.kpi import KpiState
from schema.score import FEW_DUE, NOTHING_DUE, Parameters
from tests.web.states import NO_TASKS, place, state
from web.compose.facts import Place
from web.compose.ranking import Standing, entry, kept, live, tile
from web.words import words

BY = Parameters()
Member = tuple[Place, KpiState | None]


def member(code: str, on_time: int, late: int = 0, overdue: int = 0) -> Member:
    counts = NO_TASKS | {"done_on_time": on_time, "done_late": late, "overdue": overdue}
    return place(code, f"Tỉnh {code}"), state(code, counts)


def standings(*members: Member, volumes: dict[str, int] | None = None) -> tuple[Standing, ...]:
    return live(members, BY, volumes or {}, {})


def ranks(*members: Member, volumes: dict[str, int] | None = None) -> list[tuple[str, int | None]]:
    return [(e.place.code, e.row["rank"]) for e in standings(*members, volumes=volumes)]


def test_ties_share_a_rank_and_the_next_skips() -> None:
    given = [member("a", 9, 1), member("b", 9, 1), member("c", 10), member("d", 5, 5)]
    assert ranks(*given) == [("c", 1), ("a", 2), ("b", 2), ("d", 4)]


def test_bands_are_those_of_the_quarter() -> None:
    given = [member("a", 9, 1), member("b", 8, 2), member("c", 10)]
    assert ranks(*given, volumes={"b": 80, "c": 30}) == [("b", 1), ("c", 1), ("a", 1)]
    assert all(each.row["band"] is None for each in standings(*given))


def test_the_listed_come_after_with_the_reason() -> None:
    found = standings(member("z", 4), member("m", 1, 4), (place("k", "K"), None))
    assert [(each.place.code, each.row["reason"]) for each in found] == [
        ("m", None),
        ("k", NOTHING_DUE),
        ("z", FEW_DUE),
    ]
    assert found[1].total is None and found[1].overdue is None


def test_late_is_not_on_time_and_awaiting_is_not_due() -> None:
    counts = NO_TASKS | {"done_on_time": 6, "done_late": 2, "overdue": 2, "awaiting": 90}
    (only,) = standings((place("a", "A"), state("a", counts)))
    assert (only.row["on_time_rate"], only.row["on_time"], only.row["due"]) == (0.6, 6, 10)
    assert (only.overdue, only.total) == (2, 100)


def test_a_row_is_printed_with_its_denominator_and_its_parts() -> None:
    made = tile(standings(member("a", 9, 1)), BY, words("vi"))
    assert made.said["rows/0/rate"] == ("90,0%", "")
    assert (made.said["rows/0/on_time"][0], made.said["rows/0/due"][0]) == ("9", "10")
    assert made.said["rows/0/parts/on_time"] == ("90,00", "")
    assert made.said["rows/0/parts/spi_t"] == ("—", "none")
    assert made.said["rows/0/score"] == ("92,31", ""), "(0.5 · 0.9 + 0.15) / 0.65"
    row = made.twin["rows"][0]
    assert (row["on_time_rate"], row["score"], row["present"]) == (0.9, 0.9231, 0.65)
    assert (made.twin["size"], made.twin["ranked"], made.twin["mean"]) == (1, 1, 0.9)


def test_who_is_not_ranked_has_no_score() -> None:
    made = tile(standings(member("a", 1, 1)), BY, words("en"))
    assert made.said["rows/0/score"] == ("—", "none")
    assert made.twin["rows"][0]["score"] is None and made.page["rows"][0]["span"] is None


def test_a_sealed_table_stays_as_it_was_kept() -> None:
    rows = [entry(each) for each in standings(member("a", 9, 1), member("b", 8, 2))]
    bounds = {"score_low": 0.85, "score_high": 0.95, "rank_low": 1, "rank_high": 2}
    sealed = [{**row, **bounds} for row in reversed(rows)]
    places = {code: place(code, f"Tỉnh {code}") for code in "ab"}
    made = tile(kept(sealed, places), BY, words("vi"))
    assert [row["unit"] for row in made.twin["rows"]] == ["b", "a"]
    assert made.said["rows/0/score_low"] == ("85,00", "")
    assert made.said["rows/0/rank_high"] == ("2", "")
    strip = made.page["rows"][0]["span"]
    assert 0 <= strip["score_low"] <= strip["score"] <= strip["score_high"] <= 1


def test_a_live_row_tells_its_sealed_rank_and_draws_the_interval_of_the_seal() -> None:
    kept_row = {"rank": 7, "score_low": 0.85, "score_high": 0.95}
    (only,) = live([member("a", 9, 1)], BY, {}, {"a": kept_row})
    made = tile([only], BY, words("vi"))
    assert made.said["rows/0/sealed"] == ("7", "") and made.twin["rows"][0]["sealed"] == 7
    span = made.page["rows"][0]["span"]
    assert [round(span[key], 2) for key in ("score_low", "score", "score_high")] == [
        0.25, 0.62, 0.75
    ]  # fmt: skip
    assert made.twin["rows"][0]["score_low"] is None, "it is no interval of this score"


def test_how_bands_are_said() -> None:
    given = [member(code, 9, 1) for code in "abc"]
    rows = tile(standings(*given, volumes={"a": 9, "b": 20, "c": 99}), BY, words("vi")).page["rows"]
    assert [(row["band_key"], row["band_high"]) for row in rows] == [
        ("rank.band_last", None),
        ("rank.band", 79),
        ("rank.band_first", 20),
    ]


def test_an_empty_league() -> None:
    made = tile((), BY, words("vi"))
    assert (made.twin["rows"], made.twin["mean"], made.said["mean"][0]) == ([], None, "—")
