"""How far the copy is behind, also under a load that never pauses."""

from __future__ import annotations

from stream.mirror.behind import Behind


def test_before_the_first_look_only_the_time_is_known() -> None:
    behind = Behind(100.0)
    assert behind.lag is None and behind.seconds(130.0) == 30.0


def test_one_that_has_everything_is_as_old_as_the_look() -> None:
    behind = Behind(100.0)
    behind.look(130.0, {0: 5, 1: 0}, {0: 5, 1: 0})
    assert behind.lag == 0 and behind.seconds(130.5) == 0.5


def test_a_load_that_never_pauses_is_no_delay() -> None:
    behind = Behind(0.0)
    for second in range(200):
        behind.look(float(second), {0: 1_000 * second + 9}, {0: 1_000 * second})
    assert behind.lag == 9 and behind.seconds(200.0) <= 2.0


def test_a_copy_that_stands_still_gets_older_with_each_look() -> None:
    behind = Behind(0.0)
    for second in range(1, 90):
        behind.look(float(second), {0: 10 * second}, {0: 5})
    assert behind.lag == 885 and behind.seconds(90.0) >= 89.0


def test_one_partition_that_stands_still_is_enough() -> None:
    behind = Behind(0.0)
    for second in range(1, 90):
        behind.look(float(second), {0: second, 1: 9}, {0: second, 1: 8})
    assert behind.lag == 1 and behind.seconds(90.0) >= 89.0


def test_a_copy_that_comes_nearer_is_as_old_as_what_it_has_reached() -> None:
    behind = Behind(0.0)
    behind.look(10.0, {0: 100}, {0: 0})
    behind.look(20.0, {0: 200}, {0: 99})
    assert behind.seconds(20.0) == 20.0
    behind.look(30.0, {0: 300}, {0: 150})
    assert behind.seconds(30.0) == 20.0
