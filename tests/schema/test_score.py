"""The score: by hand from the text, each Q apart; docs/method-ranking.md tells the same example."""

from __future__ import annotations

from datetime import date
from fractions import Fraction as F

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema.kpi import Operational
from schema.measures import MEASURES
from schema.quality import Quality, dq
from schema.score import (
    FEW_DUE,
    LITTLE_KNOWN,
    NOTHING_DUE,
    Entrant,
    Parameters,
    band,
    entrant,
    mean,
    parts,
    published,
    weigh,
    why_not,
)

BY = Parameters()
A = Entrant(unit="a", on_time=8, due=10, late=F(99, 10))
B = Entrant(unit="b", on_time=20, due=20, late=F(0))
C = Entrant(unit="c", on_time=1, due=2, late=F(45, 2))


def counts(**given: int) -> dict[str, int]:
    return dict.fromkeys(MEASURES, 0) | given


def score(of: Entrant, *league: Entrant) -> F | None:
    return weigh(parts(of, mean(league), BY), BY)[0]


def test_the_mean_is_pooled_and_small_units_are_in_it() -> None:
    """Q70: (8 + 20 + 1) / (10 + 20 + 2), not a mean of rates."""
    assert mean([A, B, C]) == F(29, 32)
    assert mean([]) == 0


def test_the_rate_is_shrunk_towards_it() -> None:
    """Q72: (8 + 10 · 29/32) / (10 + 10)."""
    assert parts(A, F(29, 32), BY).on_time == F(853125, 1000000)
    assert parts(Entrant(unit="x"), F(29, 32), BY).on_time is None


def test_the_score_of_the_example() -> None:
    """(0.5 · 0.853125 + 0.15 · 0.89) / 0.65 = 0.86163…"""
    assert score(A, A, B, C) == F(5600625, 6500000)
    assert published(F(5600625, 6500000)) == 8616
    assert published(score(B, A, B, C) or F(0)) == 9760


def test_a_part_that_is_not_known_drops_out_and_the_rest_is_rescaled() -> None:
    """Q75: with SPI(t) = 0.8, (0.5600625 + 0.2 · 0.8) / 0.85."""
    with_spi = Entrant(unit="a", on_time=8, due=10, late=F(99, 10), spi_t=F(4, 5))
    assert score(with_spi, A, B, C) == F(7200625, 8500000)
    assert weigh(parts(with_spi, F(1), BY), BY)[1] == F(17, 20)
    assert weigh(parts(Entrant(unit="x"), F(1), BY), BY) == (None, F(0))


def test_all_four_parts() -> None:
    """SPI(t) counts 1 at most (Q74): 0.5 · 0.853125 + 0.2 + 0.15 · 0.6 + 0.15 · 0.89."""
    whole = Entrant(unit="a", on_time=8, due=10, late=F(99, 10), spi_t=F(3), quality=F(3, 5))
    assert score(whole, A, B, C) == F(8500625, 10000000)


def test_lateness_by_weight_of_what_was_due() -> None:
    """Q71: weights 1 and 3 due, the second 9 days late: 27/4 days."""
    seen = entrant(
        "a",
        counts(
            done_on_time=1, overdue=1, weight=9_000, weight_due=4_000, weight_days_late=27_000,
            days_late_capped=9,
        ),
    )  # fmt: skip
    assert seen.late == F(27, 4)
    assert parts(seen, F(1), BY).lateness == 1 - F(27, 4) / 90


def test_weights_that_are_all_none_are_equal() -> None:
    """Q44: 9 days over 2 tasks due."""
    assert entrant("a", counts(done_on_time=1, overdue=1, days_late_capped=9)).late == F(9, 2)


def test_no_weight_due_among_real_weights_is_no_lateness() -> None:
    assert entrant("a", counts(done_on_time=1, weight=5_000)).late is None
    assert entrant("a", counts()).late is None
    assert entrant("a", None) == Entrant(unit="a")


def test_a_unit_s_own_numbers() -> None:
    seen = entrant("u", counts(done_on_time=3, done_late=1, overdue=2), None, 7)
    assert (seen.unit, seen.on_time, seen.due, seen.volume) == ("u", 3, 6, 7)
    assert entrant("u", None, None, 7) == Entrant(unit="u", volume=7)
    told = Quality(slots=5, on_time=4, checks=10, severity=1, records=9, faults=1)
    assert entrant("u", counts(), quality=told).quality == dq(told) is not None
    assert seen.quality is None


def schedule(**given: int) -> Operational:
    some = {"pv": 1, "ev": 1, "whole": 2, "es_num": 3, "es_den": 2, "at": 5, "pd": 9} | given
    day = date(2026, 6, 1)
    return Operational(**some, start=day, finish=day)  # type: ignore[arg-type]


@pytest.mark.parametrize(("given", "spi_t"), [({}, F(3, 10)), ({"at": 0}, None), ({"pd": 0}, None)])
def test_the_scope_s_own_spi_t(given: dict[str, int], spi_t: F | None) -> None:
    """Q74: ES/AT of the scope; None on its first day and for a plan without duration (Q50)."""
    assert entrant("a", counts(), schedule(**given)).spi_t == spi_t


@pytest.mark.parametrize(
    ("due", "present", "reason"),
    [
        (0, F(1), NOTHING_DUE),
        (4, F(1), FEW_DUE),
        (5, F(1), None),
        (5, F(59, 100), LITTLE_KNOWN),
        (5, F(3, 5), None),
    ],
)
def test_why_a_unit_is_not_ranked(due: int, present: F, reason: str | None) -> None:
    """Q75: n ≥ 5 and at least 0.6 of the weight."""
    assert why_not(Entrant(unit="a", due=due), present, BY) == reason


@pytest.mark.parametrize(
    ("volume", "found"),
    [(None, None), (0, 5), (4, 5), (5, 5), (19, 5), (20, 20), (79, 20), (80, 80), (999, 80)],
)
def test_bands(volume: int | None, found: int | None) -> None:
    """Q77: 5–19, 20–79, 80+; who had fewer is with the smallest."""
    assert band(volume, BY) == found


@pytest.mark.parametrize(
    ("exact", "points"), [(F(12345, 100000), 1235), (F(123449, 1000000), 1234), (F(1), 10000)]
)
def test_a_score_is_published_rounded_half_up(exact: F, points: int) -> None:
    """Q73."""
    assert published(exact) == points


def test_a_catalogue_may_give_other_parameters() -> None:
    given: dict[str, float | str] = {
        "score_quality": 0.15,
        "shrink": 4.0,
        "ranking_bands": "50,10",
        "index_planning": 0.3,
    }
    by = Parameters.of(given)
    assert (by.score_quality, by.shrink, by.bands) == (F(3, 20), F(4), (10, 50))
    assert by.score_on_time == F(1, 2)


def test_weights_of_a_catalogue_need_not_sum_to_one() -> None:
    """On time 1 of 1 + 0.2 + 0.15 + 0.15 = 1.5: two thirds of the weight are known."""
    by = Parameters.of({"score_on_time": 1.0, "shrink": 0.0})
    unit = Entrant(unit="a", on_time=1, due=2)
    assert weigh(parts(unit, F(0), by), by) == (F(1, 2), F(2, 3))


def test_a_catalogue_names_bands_by_their_own_parameter_alone() -> None:
    assert Parameters.of({"bands": 3.0}) == BY


@given(st.integers(0, 40), st.integers(0, 40), st.integers(1, 40))
def test_one_more_on_time_never_lowers_a_score(on_time: int, late: int, others: int) -> None:
    rest = Entrant(unit="z", on_time=others, due=2 * others)

    def of(done: int) -> F | None:
        unit = Entrant(unit="a", on_time=done, due=on_time + late + 1, late=F(1))
        return score(unit, unit, rest)

    less, more = of(on_time), of(on_time + 1)
    assert less is not None and more is not None and less < more
