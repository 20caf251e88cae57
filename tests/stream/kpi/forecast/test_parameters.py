"""The constants meet the bars of calibration on seeds they were not found on (Q90).

A slice of what `make calibrate` judges.
"""

from __future__ import annotations

from functools import cache
from itertools import combinations

import pytest

from deploy.places import REPO
from stream.kpi.forecast.parameters import PARAMETERS
from tests.calibration import seeds
from tests.calibration.calibrate import alike, answers, bars, strange, tuned
from tests.calibration.habits import lives
from tests.calibration.processes import PROCESSES, STRANGERS
from tests.calibration.scores import Judged, gain, hits, reliability
from tests.calibration.tables import constants

POOLS = (
    seeds.TUNING,
    seeds.COMPARED,
    seeds.CHECKED,
    seeds.REPORTED,
    seeds.REPORTED_INDICATORS,
)


@cache
def judged() -> tuple[Judged, ...]:
    return tuple(answers(tuned(seeds.CHECKED, units=20)))


@pytest.mark.parametrize(("some", "others"), tuple(combinations(POOLS, 2)))
def test_no_seed_serves_twice(some: tuple[int, ...], others: tuple[int, ...]) -> None:
    assert not set(some) & set(others)
    assert len(set(some)) == len(some)


def test_three_processes_and_a_stranger_at_least() -> None:
    assert len(PROCESSES) >= 3
    assert STRANGERS and not set(STRANGERS) & set(PROCESSES)


@pytest.mark.parametrize("process", [*PROCESSES, *STRANGERS])
def test_a_seed_tells_the_same_lives_and_another_seed_others(process: str) -> None:
    first = list(lives(1, process, 2))
    assert first == list(lives(1, process, 2))
    assert first != list(lives(2, process, 2))
    assert all(life.finish is not None and life.finish >= life.start for life in first)


@pytest.mark.parametrize("number", range(3), ids=["hit rate", "brier", "warnings"])
def test_the_bars_hold(number: int) -> None:
    one = bars(judged())[number]
    assert one.found.n > 200, one
    assert one.holds, one


@pytest.mark.parametrize("process", PROCESSES)
def test_no_process_is_worse_than_its_base_rate_or_far_off(process: str) -> None:
    held = [one for one in judged() if one.case.process == process]
    better, hit = gain(held).value, hits(held).value
    assert better is not None and better > 0.02
    assert hit is not None and 0.75 <= hit <= 0.9


def test_nor_is_one_nothing_was_found_on_nor_a_country_whose_units_are_alike() -> None:
    for asked in (strange(seeds.CHECKED, units=15), alike(seeds.CHECKED[:1], units=15)):
        found = answers(asked)
        better, hit = gain(found).value, hits(found).value
        assert better is not None and better > 0.0
        assert hit is not None and 0.75 <= hit <= 0.9


def test_what_is_said_often_comes_often() -> None:
    """Tenths with many cases: said and came differ by less than 12 points."""
    for said, came, count in reliability(judged()):
        assert count < 400 or abs(said - came) < 0.12, (said, came, count)


def test_the_method_page_shows_the_constants_in_force() -> None:
    page = (REPO / "docs" / "method-forecast.md").read_text("utf-8")
    assert "\n".join(constants()) in page, "expected `python -m tests.calibration write` to be run"


def test_lateness_cannot_fall_with_a_nearer_due_date_only_if_being_behind_counts_against() -> None:
    assert PARAMETERS.hold >= 0.0
    assert 0.0 <= PARAMETERS.trust <= 1.0
    assert PARAMETERS.grace > 0.0
