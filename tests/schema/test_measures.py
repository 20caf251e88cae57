"""The order of the leaf integers: what SQL holds is read by it for ever."""

from __future__ import annotations

import pytest

from schema.measures import INDEX, MEASURES, WIDTH, ZERO, named, widen

FIRST = (
    "done_on_time", "done_late", "awaiting", "in_time", "due_soon", "overdue", "not_started",
    "recurring", "suspended", "cancelled", "done_on_time_0", "done_late_0", "overdue_0",
    "days_late", "weight", "weight_reported", "weight_progress", "tasks_reported",
    "tasks_counted", "weight_zero", "progress_plain", "weight_due", "weight_overdue", "at_risk",
    "silent", "difficulties_open", "weight_days_late", "days_late_capped", "behind",
)  # fmt: skip


def test_the_order_of_what_is_stored_never_changes() -> None:
    assert MEASURES[: len(FIRST)] == FIRST


def test_names_are_unique_and_indexed() -> None:
    assert len(set(MEASURES)) == WIDTH == len(ZERO)
    assert [MEASURES[INDEX[name]] for name in MEASURES] == list(MEASURES)


def test_counts_by_name() -> None:
    counts = named(tuple(range(WIDTH)))
    assert counts["done_on_time"] == 0 and counts["difficulties_open"] == 25
    with pytest.raises(ValueError, match="shorter"):
        named((1, 2))


def test_rows_written_before_a_measure_existed_are_filled_with_zeros() -> None:
    assert widen([1, 2]) == (1, 2) + (0,) * (WIDTH - 2)
    assert widen([]) == ZERO
    assert widen(list(range(WIDTH))) == tuple(range(WIDTH))
