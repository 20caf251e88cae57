"""Which modules are mutated, and by which tests the mutants are to be killed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from deploy.places import REPO


class Room(Struct, frozen=True):
    """Modules that are mutated in one run, and the tests that judge them; glob patterns."""

    modules: tuple[str, ...]
    tests: tuple[str, ...]
    slow: tuple[str, ...] = ()
    """Tests left out: each survivor would wait for them, and others ask the same."""


def _folder(name: str, slow: tuple[str, ...] = ()) -> Room:
    return Room((f"stream/kpi/{name}/*.py",), (f"tests/stream/kpi/{name}",), slow)


_RECOUNT = "tests/stream/core/test_recount.py::test_"
_CORE = Room(
    (
        "stream/core/judge*.py",
        "stream/core/counted.py",
        "stream/core/leaf.py",
        "stream/core/slots.py",
        "stream/core/instances.py",
        "stream/core/verdict.py",
        "stream/core/authority.py",
    ),
    (
        "tests/stream/core/test_judge*.py",
        "tests/stream/core/test_counted.py",
        "tests/stream/core/test_leaf.py",
        "tests/stream/core/test_slots.py",
        "tests/stream/core/test_instances.py",
        "tests/stream/core/test_verdict.py",
        "tests/stream/core/test_authority.py",
        "tests/stream/core/test_fold.py",
        "tests/stream/core/test_recount.py",
        "tests/stream/core/test_ledger.py",
        "tests/stream/core/test_tally.py",
    ),
    (
        f"{_RECOUNT}any_arrival_of_the_same_set_gives_the_same_state",
        "tests/stream/core/test_fold.py::test_time_in_steps_equals_time_in_one_leap",
        f"{_RECOUNT}sums_and_days_equal_a_recount_after_any_stream",
    ),
)

ROOMS: dict[str, Room] = {
    "schema": Room(
        ("schema/workdays.py", "schema/score.py", "schema/fraction.py", "schema/figures*.py"),
        (
            "tests/schema/test_workdays.py",
            "tests/schema/test_score.py",
            "tests/schema/test_fraction.py",
            "tests/schema/test_figures*.py",
        ),
    ),
    "core": _CORE,
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
            "tests/stream/kpi/test_planning.py",
            "tests/stream/kpi/test_progress.py",
            "tests/stream/kpi/test_standing.py",
            "tests/stream/kpi/test_plausible.py",
            "tests/stream/kpi/test_sums.py",
            "tests/stream/kpi/test_windows.py",
            "tests/stream/kpi/test_headline.py",
            "tests/stream/kpi/test_golden.py",
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
    "ranking": _folder("ranking"),
    "forecast": _folder("forecast", ("tests/stream/kpi/forecast/test_parameters.py",)),
    "quality": _folder("quality", ("tests/stream/kpi/quality/test_recount.py",)),
    "rolling": _folder("rolling"),
}
"""By the word after ONLY=. Modules that only phrase (words, names, numerals) are not here."""


def chosen(word: str, root: Path = REPO) -> Iterator[tuple[str, Room]]:
    """The runs that `word` asks for, each with a name: a room, or a module by path or by name.

    A module is judged by the same tests alone as with its room.
    """
    if word in ROOMS:
        yield word, ROOMS[word]
        return
    for name, room in ROOMS.items():
        for path in found(root, room.modules):
            if word in (path, Path(path).stem):
                yield f"{name}-{Path(path).stem}", Room((path,), room.tests, room.slow)


def found(root: Path, patterns: tuple[str, ...]) -> list[str]:
    """The files below `root` that the patterns name, without the packages' own."""
    paths = sorted({path for pattern in patterns for path in root.glob(pattern)})
    return [str(path.relative_to(root)) for path in paths if path.name != "__init__.py"]
