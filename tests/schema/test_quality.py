"""The formula of data quality: each part, nulls, exponents; an example by hand (Q62–67)."""

from __future__ import annotations

from fractions import Fraction

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema.quality import (
    EXPONENTS,
    PARTS,
    Quality,
    accurate,
    clean,
    complete,
    dq,
    live,
    timeliness,
    twin,
)

COMMUNE = Quality(
    slots=12,
    on_time=9,
    late=1,
    share=95_000,
    checks=40,
    severity=3,
    records=50,
    faults=2,
    tasks=6,
    fresh=5,
    weight=8_000,
    weight_fresh=6_000,
)
"""The example of docs/method-quality.md."""
F = Fraction


def test_the_example_by_hand() -> None:
    """0.9625^0.35 · 0.791666…^0.25 · 0.96^0.15 · 0.75^0.25 = 0.86086…"""
    assert (accurate(COMMUNE), complete(COMMUNE)) == (F(77, 80), F(19, 24))
    assert (clean(COMMUNE), live(COMMUNE)) == (F(24, 25), F(3, 4))
    assert timeliness(COMMUNE) == F(3, 4)
    score = dq(COMMUNE)
    assert score is not None
    by_floats = 0.9625**0.35 * (19 / 24) ** 0.25 * 0.96**0.15 * 0.75**0.25
    assert float(score) == pytest.approx(by_floats, rel=1e-14)
    assert round(float(score), 4) == 0.8609


def test_exponents_sum_to_one() -> None:
    assert sum(EXPONENTS.values()) == 100 and EXPONENTS.keys() == PARTS.keys()


def test_complete_is_slots_filled_by_how_well_they_are_filled() -> None:
    """(on_time + late)/E × mean fill, as mission §4.6 has it, is fields brought of those asked."""
    filled, fill = F(9 + 1, 12), F(95_000, 10_000 * 10)
    assert complete(COMMUNE) == filled * fill
    empty = Quality(slots=6, checks=1, records=1, tasks=1, fresh=1)
    assert complete(empty) == 0 and dq(empty) == 0, "nothing filled"


def test_too_few_slots_are_no_score() -> None:
    few = msgspec.structs.replace(COMMUNE, slots=4, on_time=4, late=0, share=40_000)
    assert dq(few) is None and dq(None) is None
    assert twin(few)["dq"] is None and twin(few)["dq_state"] == "too_few"
    assert twin(few)["complete"] == 1.0
    five = msgspec.structs.replace(few, slots=5)
    assert dq(five) is not None and "dq_state" not in twin(five)


def test_parts_without_a_denominator_drop_out_and_exponents_are_rescaled() -> None:
    """Only complete 0.5 and live 0.5 are known: 0.5 whatever their exponents."""
    half = Quality(slots=10, on_time=5, share=50_000, tasks=2, fresh=1)
    assert (accurate(half), clean(half)) == (None, None)
    assert float(dq(half) or 0) == pytest.approx(0.5, abs=1e-20)
    said = twin(half)
    assert (said["accurate_state"], said["clean_state"]) == ("no_data", "no_data")
    assert twin(None)["complete_state"] == "nothing_due"


def test_a_part_of_nothing_makes_it_nothing() -> None:
    assert dq(msgspec.structs.replace(COMMUNE, severity=80)) == 0
    assert dq(msgspec.structs.replace(COMMUNE, weight_fresh=0)) == 0


def test_all_right_is_one_exactly() -> None:
    best = Quality(slots=5, on_time=5, share=50_000, checks=1, records=1, tasks=1, fresh=1)
    assert dq(best) == 1


def test_faults_of_before_never_make_it_negative() -> None:
    assert clean(Quality(records=1, faults=3)) == 0
    assert accurate(Quality(checks=1, severity=9)) == 0


def test_weights_all_nothing_are_equal() -> None:
    """Q44: a weight of 0 counts 0 among real ones."""
    assert live(Quality(tasks=4, fresh=3)) == F(3, 4)
    assert live(Quality(tasks=4, fresh=3, weight=1_000, weight_fresh=0)) == 0
    assert live(Quality()) is None


QUALITIES = st.builds(
    Quality,
    slots=st.integers(5, 40),
    share=st.integers(1, 50_000),
    checks=st.integers(10, 50),
    severity=st.integers(0, 19),
    records=st.integers(10, 50),
    faults=st.integers(0, 9),
    tasks=st.integers(5, 9),
    fresh=st.integers(1, 5),
)


@given(QUALITIES, st.sampled_from(["share", "fresh"]))
def test_it_lies_between_its_worst_and_best_part_and_grows_with_each(
    of: Quality, grows: str
) -> None:
    parts = [part for each in PARTS.values() if (part := each(of)) is not None]
    score = dq(of)
    assert score is not None and float(min(parts)) - 1e-12 <= score <= float(max(parts)) + 1e-12
    more = msgspec.structs.replace(of, **{grows: getattr(of, grows) + 1})
    assert (dq(more) or 0) > score


def test_the_twin_says_what_it_is_made_of() -> None:
    said = twin(COMMUNE)
    assert (said["slots"], said["slots_missing"], said["severity"]) == (12, 2, 1.5)
    assert (said["records"], said["faults"], said["heard_of"], said["fresh"]) == (50, 2, 6, 5)
    assert said["live"] == 0.75
