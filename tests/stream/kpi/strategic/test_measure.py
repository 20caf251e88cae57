"""Q56, Q57: own values, and what units add up to."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from stream.kpi.strategic.fresh import Fresh
from stream.kpi.strategic.measure import Measured, own, rolled
from tests.stream.kpi.strategic.say import JUNE, TODAY, held, indicator, parts, reading

STOCK, FLOW = indicator(kind="stock", measure="trạm"), indicator(kind="flow", measure="suất")
RATIO = indicator()


def measured(value: int) -> Measured:
    return Measured(value=Fraction(value), fresh=Fresh.FRESH, occurred=TODAY)


def test_the_last_value_is_held_then_goes() -> None:
    once = held(reading(12, TODAY))
    for days, value, fresh in [
        (120, 12, Fresh.FRESH),
        (240, 12, Fresh.STALE),
        (241, None, Fresh.GONE),
    ]:
        found = own(STOCK, once, None, TODAY + timedelta(days=days))
        assert found is not None and (found.value, found.fresh) == (value, fresh)


def test_never_reported_is_none_and_not_zero() -> None:
    assert own(STOCK, held(), None, TODAY) is None
    assert own(STOCK, held(reading(5)), None, TODAY - timedelta(days=1)) is None


def test_a_ratio_is_its_exact_quotient_times_100_only_in_percent() -> None:
    found = own(RATIO, held(parts(1, 3)), None, TODAY)
    plain = own(indicator(measure="người"), held(parts(1, 3)), None, TODAY)
    assert found is not None and found.value == Fraction(100, 3)
    assert plain is not None and plain.value == Fraction(1, 3)


def test_a_ratio_of_nothing_falls_back_to_its_value() -> None:
    empty = reading(4.5, TODAY, num=Decimal(0), den=Decimal(0))
    found = own(RATIO, held(empty), None, TODAY)
    assert found is not None and found.value == Fraction(9, 2)


def test_a_flow_adds_up_the_periods_after_the_baseline() -> None:
    months = [
        reading(7, date(2025, 7, 1), period="2025-06"),
        reading(10, date(2025, 8, 1), period="2025-07"),
        reading(20, date(2025, 9, 1), period="2025-08"),
    ]
    found = own(FLOW, held(*months), JUNE, TODAY)
    assert found is not None and (found.value, found.update) == (Fraction(30), months[-1].update)


def test_a_flow_begins_the_day_after_its_baseline() -> None:
    """A period of a day on the baseline's day is in the baseline; all later ones count."""
    on_it, after = reading(7, JUNE), reading(10, JUNE + timedelta(days=1))
    none, one = own(FLOW, held(on_it), JUNE, TODAY), own(FLOW, held(on_it, after), JUNE, TODAY)
    first_counts = own(FLOW, held(after, reading(5, TODAY)), JUNE, TODAY)
    assert none is not None and none.value is None
    assert one is not None and one.value == 10
    assert first_counts is not None and first_counts.value == 15
    alone = own(FLOW, held(on_it), None, TODAY)
    assert alone is not None and alone.value == 7, "without a baseline the first is all there is"


def test_a_flow_without_baseline_counts_from_its_first_reading() -> None:
    june = reading(7, date(2025, 7, 1), period="2025-06")
    july = reading(10, date(2025, 8, 1), period="2025-07")
    alone, both = own(FLOW, held(june), None, TODAY), own(FLOW, held(june, july), None, TODAY)
    assert alone is not None and alone.value == 7
    assert both is not None and both.value == 10


def test_stocks_add_up_with_the_share_of_units_that_told() -> None:
    total = rolled(STOCK, [measured(3), None, measured(4), None])
    assert total is not None and total.rolled
    assert (total.value, total.coverage) == (Fraction(7), Fraction(1, 2))
    assert (total.num, total.den) == (None, None)


def test_ratios_add_up_by_num_and_den_never_by_mean() -> None:
    units = [own(RATIO, held(parts(*pair)), None, TODAY) for pair in [(1, 10), (90, 100)]]
    total = rolled(RATIO, units)
    assert total is not None and total.value == Fraction(100 * 91, 110)
    assert (total.num, total.den) == (Fraction(91), Fraction(110))


def test_a_ratio_without_its_parts_is_missing() -> None:
    units = [own(RATIO, held(one), None, TODAY) for one in (parts(1, 2), reading(99))]
    total = rolled(RATIO, units)
    assert total is not None and (total.value, total.coverage) == (Fraction(50), Fraction(1, 2))


def test_what_is_too_old_or_half_told_is_missing() -> None:
    gone = own(STOCK, held(reading(9, TODAY - timedelta(days=300))), None, TODAY)
    total = rolled(STOCK, [gone, measured(2)])
    assert total is not None and (total.value, total.coverage) == (Fraction(2), Fraction(1, 2))
    whole = Measured(value=Fraction(5), fresh=Fresh.FRESH, occurred=TODAY, den=Fraction(5))
    assert rolled(RATIO, [whole]) is None


def test_ranks_and_booleans_never_add_up() -> None:
    assert rolled(indicator(kind="rank"), [measured(1)]) is None
    assert rolled(indicator(kind="bool"), [measured(1)]) is None


def test_a_sum_is_as_old_as_its_oldest_part_and_stale_when_too_few_are_fresh() -> None:
    old = own(STOCK, held(reading(1, TODAY - timedelta(days=130))), None, TODAY)
    total = rolled(STOCK, [old, measured(2)])
    assert total is not None and total.fresh is Fresh.STALE
    assert total.occurred == TODAY - timedelta(days=130)


@given(st.lists(st.none() | st.integers(-99, 99), max_size=8))
def test_parent_is_the_sum_of_its_children_and_null_iff_none_told(
    values: list[int | None],
) -> None:
    total = rolled(STOCK, [None if value is None else measured(value) for value in values])
    there = [value for value in values if value is not None]
    assert (total is None) == (not there)
    assert total is None or total.value == sum(there)


def test_a_sum_is_fresh_when_sixty_percent_of_its_units_are() -> None:
    old = own(STOCK, held(reading(1, TODAY - timedelta(days=130))), None, TODAY)
    for fresh, kind in ((3, Fresh.FRESH), (2, Fresh.STALE)):
        total = rolled(STOCK, [*[measured(1)] * fresh, *[old] * (5 - fresh)])
        assert total is not None and total.fresh is kind
