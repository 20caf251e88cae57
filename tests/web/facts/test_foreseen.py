"""What is left, done by day."""

from __future__ import annotations

from datetime import date, timedelta

from web.facts.foreseen import BEYOND, MOST, fan, grid

TODAY, LAST = date(2026, 6, 1), date(2026, 6, 11)


Row = tuple[int, date, int, int, int, int]


def row(chance: int, days: int, left: int = 1_000, count: int = 1, unborne: int = 0) -> Row:
    """What is left of `count` tasks that end in so many days."""
    return (chance, TODAY + timedelta(days=days), left, left // 10, count, unborne)


ROWS = [row(10, 5), row(50, 10, 600, 2, 1), row(50, 20, 400), row(90, 40)]


def test_each_task_goes_on_evenly_to_its_end() -> None:
    found = fan(ROWS, False, TODAY, LAST)
    assert found is not None
    by_day = {(each.day - TODAY).days: each for each in found.days}
    assert (by_day[0].early, by_day[0].middle, by_day[0].late) == (0, 0, 0)
    assert (by_day[5].early, by_day[5].middle, by_day[5].late) == (1_000, 300 + 100, 125)
    assert (by_day[10].early, by_day[10].middle, by_day[10].late) == (1_000, 600 + 200, 250)
    assert (found.tasks, found.untold) == (3, 1)


def test_where_each_task_counts_alike_so_does_what_is_left() -> None:
    found = fan(ROWS, True, TODAY, LAST)
    assert found is not None and found.days[-1].early == 100


def test_an_end_that_has_passed_is_reached_at_once() -> None:
    found = fan([row(10, -1), row(50, 0), row(90, 3)], False, TODAY, LAST)
    assert found is not None
    assert (found.days[0].early, found.days[0].middle, found.days[0].late) == (1_000, 1_000, 0)


def test_a_plan_that_is_over_is_looked_beyond() -> None:
    found = fan(ROWS, False, TODAY, TODAY)
    assert found is not None and found.days[-1].day == TODAY + BEYOND


def test_nothing_open_is_no_fan() -> None:
    assert fan([], False, TODAY, LAST) is None


def test_few_days_are_drawn_and_the_last_one_is_among_them() -> None:
    for length in (1, 10, 23, 24, 400, 4_000):
        days = list(grid(length))
        assert len(days) <= MOST + 1 and (days[0], days[-1]) == (0, length)
        assert days == sorted(set(days))


def test_the_edges_hold_the_middle() -> None:
    found = fan(ROWS, False, TODAY, LAST)
    assert found is not None
    assert all(each.late <= each.middle <= each.early for each in found.days)
