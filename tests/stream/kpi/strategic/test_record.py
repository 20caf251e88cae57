"""What is published of a stand, and which indicators are named."""

from __future__ import annotations

from fractions import Fraction

from msgspec import structs

from schema.ladder import Rung
from schema.strategic import IndicatorNow, attained
from stream.kpi.strategic.band import Band, Seal
from stream.kpi.strategic.indicator import Stand, judge
from stream.kpi.strategic.record import furthest, kept, record, tier
from stream.kpi.strategic.way import Chance
from tests.stream.kpi.strategic.say import (
    DECEMBER,
    JUNE,
    TODAY,
    held,
    indicator,
    parts,
    reading,
    target,
)

HELD = held(parts(42, 100), goal=target(90), base=26)
C01 = indicator()
STAND = judge(C01, HELD, (), TODAY)


def stood(code: str, attainment: Fraction | None) -> Stand:
    return Stand(
        code=code, measured=STAND.measured, goal=STAND.goal, attainment=attainment, state=""
    )


def test_numbers_are_exact() -> None:
    made = record(C01, STAND, None, HELD)
    assert (made.value, made.target, made.baseline) == ((42, 1), (90, 1), (26, 1))
    assert (made.occurred, made.target_on) == (TODAY, DECEMBER)
    assert made.path == ((JUNE, (26, 1)), (DECEMBER, (90, 1)))
    assert made.readings == ((TODAY, (42, 1)),)


def test_what_a_close_keeps_is_what_was_published() -> None:
    assert kept(STAND) == attained(record(C01, STAND, None, HELD))
    assert kept(STAND).attainment == (1, 2)
    assert kept(stood("C02", None)).attainment is None


def test_the_chance_to_hit_or_why_there_is_none() -> None:
    few = record(C01, STAND, None, HELD)
    assert (few.p_hit, few.p_hit_state) == (None, "too_few")
    likely = structs.replace(STAND, chance=Chance(6_000))
    made = record(C01, likely, None, HELD)
    assert (made.p_hit, made.p_hit_state) == (6_000, "")


def test_the_colour_is_the_one_sealed_last_raw_before_the_first() -> None:
    assert record(C01, STAND, None, HELD).band == STAND.band.value
    sealed = record(C01, STAND, Seal(band=Band.GREEN), HELD)
    assert (sealed.band, sealed.sign) == ("green", "on_track")


def test_too_old_is_silent_and_never_reported_is_none() -> None:
    late = TODAY.replace(year=2027)
    assert record(C01, judge(C01, HELD, (), late), None, HELD).sign == "silent"
    assert record(C01, judge(C01, held(), (), TODAY), None, held()).sign == "none"


def test_stale_and_provisional_are_told() -> None:
    stock = indicator(kind="stock", max_age=5)
    old = held(reading(3, JUNE), reading(4, TODAY.replace(day=20)), goal=target(9))
    made = record(stock, judge(stock, old, (), TODAY), None, old)
    assert made.stale and made.provisional


def test_the_six_furthest_from_their_path_in_that_order() -> None:
    stands = {f"I{n}": stood(f"I{n}", Fraction(n, 10)) for n in range(9)}
    stands["I9"] = stood("I9", Fraction(-1))
    assert furthest(stands) == ["I9", "I0", "I1", "I2", "I3", "I4"]


def test_without_attainment_they_come_last_and_without_a_value_not_at_all() -> None:
    stands = {"A": stood("A", None), "B": stood("B", Fraction(3)), "C": Stand(code="C")}
    stands |= {"D": stood("D", None), "E": Stand(code="E", goal=STAND.goal)}
    stands |= {"F": Stand(code="F", measured=STAND.measured)}
    assert furthest(stands) == ["B", "A", "D"]


def test_a_tier_counts_what_it_judged() -> None:
    rung = Rung(value=Fraction(1, 2), coverage=Fraction(1, 3))
    made = tier(rung, {"A": stood("A", None), "B": stood("B", Fraction(1, 2))}, (), TODAY)
    assert (made.index, made.coverage, made.indicators, made.judged) == ((1, 2), (1, 3), 2, 1)
    assert made.day == TODAY


def test_all_of_a_record() -> None:
    """Half way on the last day of September, told that day; three of six months are left."""
    stock = indicator(kind="stock", measure="trạm", name_vi="Trạm", name_en="Stations")
    facts = held(reading(42, TODAY, update="u1"), goal=target(90), base=26)
    made = record(stock, judge(stock, facts, (), TODAY), None, facts)
    assert made == IndicatorNow(
        code="C01", name_vi="Trạm", name_en="Stations", measure="trạm", kind="stock",
        direction="up", value=(42, 1), occurred=TODAY, baseline=(26, 1), baseline_on=JUNE,
        target=(90, 1), target_on=DECEMBER, asked=(58, 1), attainment=(1, 2), pace=(16, 1),
        p_hit_state="too_few", band="red", sign="behind", update="u1",
        path=((JUNE, (26, 1)), (DECEMBER, (90, 1))), readings=((TODAY, (42, 1)),),
    )  # fmt: skip


def test_marks_of_a_record() -> None:
    stock = indicator(kind="stock", measure="trạm")
    some = [held(reading(5), goal=target(9), base=0), held(goal=target(9), base=0)]
    half = record(stock, judge(stock, held(), some, TODAY), None, held())
    assert (half.rolled, half.coverage, half.update) == (True, (1, 2), None)
    over = held(reading(85, DECEMBER), goal=target(90), base=95)
    new_year = DECEMBER.replace(year=2026, month=1)
    late = record(stock, judge(stock, over, (), new_year), None, over)
    assert late.flagged and late.missed and not late.met and late.sign == "overdue"
    there = held(reading(90), goal=target(90), base=26)
    met = record(stock, judge(stock, there, (), TODAY), None, there)
    assert (met.met, met.pace, met.flagged) == (True, (0, 1), False)
    empty = record(stock, judge(stock, held(), (), TODAY), None, held())
    assert (empty.coverage, empty.state, empty.rolled, empty.baseline_on) == (
        (0, 1), "no_data", False, None,
    )  # fmt: skip
