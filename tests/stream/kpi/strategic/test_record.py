"""What is published of a stand, and which indicators are named."""

from __future__ import annotations

from fractions import Fraction

from msgspec import structs

from schema.ladder import Rung
from stream.kpi.strategic.band import Band, Seal
from stream.kpi.strategic.indicator import Stand, judge
from stream.kpi.strategic.record import furthest, record, tier
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
    assert furthest(stands) == ["B", "A"]


def test_a_tier_counts_what_it_judged() -> None:
    rung = Rung(value=Fraction(1, 2), coverage=Fraction(1, 3))
    made = tier(rung, {"A": stood("A", None), "B": stood("B", Fraction(1, 2))}, (), TODAY)
    assert (made.index, made.coverage, made.indicators, made.judged) == ((1, 2), (1, 3), 2, 1)
