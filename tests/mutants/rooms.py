"""Which modules are mutated, and by which tests the mutants are to be killed."""

from __future__ import annotations

from msgspec import Struct


class Room(Struct, frozen=True):
    """Modules that are mutated in one run, and the tests that judge them; glob patterns."""

    modules: tuple[str, ...]
    tests: tuple[str, ...]
    slow: tuple[str, ...] = ()
    """Tests left out: each survivor would wait for them, and others ask the same."""


ROOMS: dict[str, Room] = {
    "schema": Room(
        ("schema/workdays.py", "schema/score.py", "schema/figures*.py"),
        (
            "tests/schema/test_workdays.py",
            "tests/schema/test_score.py",
            "tests/schema/test_figures*.py",
        ),
    ),
    "core": Room(
        (
            "stream/core/judge*.py",
            "stream/core/leaf.py",
            "stream/core/numbers.py",
            "stream/core/verdict.py",
            "stream/core/authority.py",
        ),
        ("tests/stream/core",),
        (
            "tests/stream/core/test_life_cycle.py",
            "tests/stream/core/test_fold.py::test_any_arrival_of_the_same_set_gives_the_same_state",
            "tests/stream/core/test_outlook.py",
        ),
    ),
    "kpi": Room(
        (
            "stream/kpi/planning.py",
            "stream/kpi/progress.py",
            "stream/kpi/standing.py",
            "stream/kpi/plausible.py",
            "stream/kpi/sums.py",
            "stream/kpi/windows.py",
            "stream/kpi/headline.py",
        ),
        (
            "tests/stream/kpi/test_*.py",
            "tests/stream/core/test_golden.py",
            "tests/stream/core/test_leaf.py",
        ),
    ),
    "operational": Room(
        ("stream/kpi/operational/*.py", "schema/earned/*.py"),
        ("tests/stream/kpi/operational", "tests/schema/earned"),
    ),
    "strategic": Room(
        ("stream/kpi/strategic/*.py", "schema/attain.py", "schema/ladder.py"),
        (
            "tests/stream/kpi/strategic",
            "tests/schema/test_attain.py",
            "tests/schema/test_ladder.py",
        ),
    ),
    "ranking": Room(
        ("stream/kpi/ranking/*.py",),
        ("tests/stream/kpi/ranking",),
    ),
    "forecast": Room(
        ("stream/kpi/forecast/*.py",),
        ("tests/stream/kpi/forecast",),
    ),
}
"""By the word after ONLY=. Modules that only phrase (words, names, numerals) are not here."""
