"""A scope's integers: pooled, exact, the same whichever way they are counted (Q62)."""

from __future__ import annotations

from collections.abc import Iterable

from schema.flows import FLOW, FLOW_WIDTH
from schema.measures import INDEX, WIDTH
from schema.quality import Quality
from stream.kpi.quality.indicators import Heard
from stream.kpi.quality.pool import pool


def lanes(width: int, places: dict[str, int], **given: int) -> list[int]:
    found = [0] * width
    for name, number in given.items():
        found[places[name]] = number
    return found


def of_tasks(**given: int) -> list[int]:
    return lanes(WIDTH, INDEX, **given)


def of_days(**given: int) -> list[int]:
    return lanes(FLOW_WIDTH, FLOW, **given)


def test_records_are_those_of_every_channel_and_those_not_in_force() -> None:
    window = of_days(updates_connector=5, updates_form=3, updates_file=2, updates_on_behalf=1,
                     records_other=4, faults=2, held=3, checks=9, severity=1)  # fmt: skip
    found = pool(of_tasks(), window, of_days(held=1))
    assert found == Quality(records=15, faults=3, checks=9, severity=1)


def test_what_is_held_for_less_than_eight_days_is_no_fault() -> None:
    window = of_days(records_other=3, held=3)
    assert pool(of_tasks(), window, None).faults == 0
    assert pool(of_tasks(), window, of_days(held=3)).faults == 3


def test_slots_and_freshness_come_from_leaves_and_indicators() -> None:
    open_tasks = {"live_tasks": 3, "live_fresh": 1, "live_weight": 3_000, "live_weight_fresh": 500}
    counts = of_tasks(slots=7, slots_on_time=4, slots_late=2, slots_share=55_000, **open_tasks)
    found = pool(counts, None, None, Heard(2, 1, 4_000, 1_000))
    assert found == Quality(slots=7, on_time=4, late=2, share=55_000,
                            tasks=5, fresh=2, weight=7_000, weight_fresh=1_500)  # fmt: skip


def test_a_parent_is_the_sum_of_its_children() -> None:
    def summed(rows: Iterable[list[int]]) -> list[int]:
        return [sum(column) for column in zip(*rows, strict=True)]

    tasks = [of_tasks(slots=3, slots_on_time=1), of_tasks(slots=2, slots_late=2)]
    days = [of_days(checks=4, updates_form=2), of_days(checks=1, severity=2, records_other=1)]
    parts = [pool(*pair, None) for pair in zip(tasks, days, strict=True)]
    whole = pool(summed(tasks), summed(days), None)
    for name in Quality.__struct_fields__:
        assert getattr(whole, name) == sum(getattr(part, name) for part in parts)
