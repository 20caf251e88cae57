"""Q61 and domain 16: clipped, weighted at each step, coverage nested."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from schema.catalogue import Catalogue, Field, Indicator, Objective, empty
from schema.ladder import NOTHING, Ladder, Part, Rung, climb, leaf

F = Fraction


def field(code: str, weight: float = 1) -> Field:
    return Field(code=code, name_vi=code, name_en=code, weight=weight)


def objective(code: str, under: str, weight: float = 1, programme: str = "p") -> Objective:
    return Objective(
        code=code, programme=programme, field=under, name_vi=code, name_en=code, weight=weight
    )


def indicator(code: str, under: str, weight: float = 1) -> Indicator:
    return Indicator(
        code=code, name_vi=code, name_en=code, measure="%", direction="up", kind="ratio",
        objective=under, source="O", weight=weight,
    )  # fmt: skip


def country(*indicators: Indicator, objectives: tuple[Objective, ...]) -> Catalogue:
    fields = tuple(field(code) for code in sorted({one.field for one in objectives}))
    return replace(empty(), fields=fields, objectives=objectives, indicators=indicators)


LADDER = Ladder(
    country(
        indicator("a1", "a", 3),
        indicator("a2", "a", 1),
        indicator("b1", "b"),
        indicator("b2", "b"),
        objectives=(objective("a", "A", 1), objective("b", "B", 1)),
    )
)


def test_by_hand() -> None:
    rung = LADDER.index({"a1": F(1), "a2": F(1, 2), "b1": F(2, 5), "b2": None})
    assert rung == Rung(value=(F(7, 8) + F(2, 5)) / 2, coverage=F(3, 4))


def test_one_live_indicator_per_objective_is_not_all_of_them() -> None:
    assert LADDER.index({"a1": None, "a2": F(1), "b1": F(1), "b2": None}).coverage == F(3, 8)


def test_clipped_before_anything_is_added() -> None:
    assert leaf(F(5)).value == F(6, 5)
    assert leaf(F(-5)).value == 0
    assert LADDER.index({"a1": F(5), "b1": F(-5)}).value == F(3, 5)


def test_a_field_alone() -> None:
    assert LADDER.index({"a1": F(1), "b1": F(1, 4)}, field="B").value == F(1, 4)


def test_another_programme_has_nothing() -> None:
    assert LADDER.index({"a1": F(1)}, programme="q") == NOTHING


def test_what_has_no_indicator_asked_is_no_step() -> None:
    assert LADDER.index({"a1": F(1), "a2": F(1)}).coverage == 1


def test_programmes_count_alike() -> None:
    two = Ladder(
        country(
            indicator("a1", "a"),
            indicator("b1", "b"),
            objectives=(objective("a", "A"), objective("b", "B", programme="q")),
        )
    )
    assert two.index({"a1": F(1), "b1": F(0)}).value == F(1, 2)


def test_all_weights_zero_are_equal_weights() -> None:
    parts = [Part(weight=F(0), rung=leaf(F(1))), Part(weight=F(0), rung=leaf(F(0)))]
    assert climb(parts) == Rung(value=F(1, 2), coverage=F(1))


A = st.none() | st.fractions(-3, 3)


@given(a1=A, a2=A, b1=A, b2=A)
def test_null_iff_nothing_is_known(
    a1: Fraction | None, a2: Fraction | None, b1: Fraction | None, b2: Fraction | None
) -> None:
    known = {"a1": a1, "a2": a2, "b1": b1, "b2": b2}
    rung = LADDER.index(known)
    assert (rung.value is None) == (rung.coverage == 0) == (set(known.values()) == {None})
    assert rung.value is None or 0 <= rung.value <= F(6, 5)
    assert 0 <= rung.coverage <= 1


@given(a1=st.fractions(-3, 3), more=st.fractions(0, 3), b1=A)
def test_a_better_indicator_never_lowers_the_index(
    a1: Fraction, more: Fraction, b1: Fraction | None
) -> None:
    before = LADDER.index({"a1": a1, "b1": b1}).value
    after = LADDER.index({"a1": a1 + more, "b1": b1}).value
    assert before is not None and after is not None and before <= after


def test_each_step_has_its_own_weights() -> None:
    """Objectives 3 : 1 within A, fields 2 : 1, a field the catalogue lacks as one of weight 1."""
    objectives = (
        objective("a", "A", 3), objective("b", "A", 1), objective("c", "B"), objective("d", "?"),
    )  # fmt: skip
    nation = replace(
        country(
            *(indicator(f"{one.code}1", one.code) for one in objectives), objectives=objectives
        ),
        fields=(field("A", 2), field("B", 1)),
    )
    rung = Ladder(nation).index({"a1": F(1), "b1": F(0), "c1": F(1, 2), "d1": F(1, 4)})
    assert rung == Rung(value=(2 * F(3, 4) + F(1, 2) + F(1, 4)) / 4, coverage=F(1))


def test_a_step_is_one_however_many_are_below_it() -> None:
    """Two objectives of a field are one field, two fields of a programme one programme."""
    objectives = (
        objective("a", "A"), objective("b", "A"), objective("c", "B"),
        objective("d", "A", programme="q"),
    )  # fmt: skip
    ladder = Ladder(
        country(*(indicator(f"{one.code}1", one.code) for one in objectives), objectives=objectives)
    )
    known = {"a1": F(1), "b1": F(1), "c1": F(0), "d1": F(0)}
    assert ladder.index(known).value == F(1, 4)
    assert ladder.index(known, programme="p").value == F(1, 2)
