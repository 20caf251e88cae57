"""The constants meet the bars of calibration on seeds they were not found on (Q90).

A slice of what `make calibrate` judges.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from itertools import combinations

import pytest
from msgspec.structs import replace

from deploy.places import REPO
from stream.kpi.forecast.parameters import PARAMETERS
from stream.kpi.forecast.record import Point, Signals
from tests.calibration import scores, seeds
from tests.calibration.calibrate import alike, answers, bars, strange, tuned
from tests.calibration.cases import Case
from tests.calibration.course import CALENDAR
from tests.calibration.habits import lives
from tests.calibration.processes import PROCESSES, STRANGERS
from tests.calibration.rivals import RIVALS, spi_t
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


def asked_on(today: date, finish: date | None, known_until: date) -> Judged:
    """A task started on 6 January, due on 31 March, half done, and what is known of its end."""
    case = Case(
        process="one",
        unit="one",
        lead=14,
        history=(Point(date(2026, 2, 16), 5_000),),
        start=date(2026, 1, 6),
        due_0=date(2026, 3, 31),
        due=date(2026, 3, 31),
        today=today,
        signals=Signals(),
        finish=finish,
        known_until=known_until,
    )
    (found,) = scores.judged([case])
    return found


def test_whether_an_interval_is_judged_does_not_hang_on_the_end() -> None:
    today = date(2026, 3, 17)
    end = asked_on(today, None, date.max).answer.finish_p90
    for finish in (date(2026, 3, 18), date(2026, 3, 31), None):
        assert asked_on(today, finish, end - timedelta(days=1)).hit is None
        assert asked_on(today, finish, end).hit is (finish == date(2026, 3, 31))
    unknown = asked_on(today, date(2026, 3, 18), end - timedelta(days=1))
    assert scores.outside([unknown]) == (0.0, 0.0)
    assert scores.outside([asked_on(today, date(2026, 3, 18), end)]) == (1.0, 0.0)


def test_the_schedule_index_of_a_task() -> None:
    """Half of the plan is done: half of its working days, over those that have passed."""
    one = asked_on(date(2026, 2, 17), None, date.max).case
    plan, passed = (CALENDAR.between(one.start, day) for day in (one.due_0, one.today))
    assert spi_t(one) == Fraction(plan, 2 * passed)
    assert spi_t(replace(one, history=())) is None
    assert spi_t(replace(one, today=one.start)) is None


def test_the_schedule_index_warns_of_half_of_all_tasks_and_is_mostly_wrong() -> None:
    """Why it moves no sign (docs/decisions/014): beside p_late it misses the bar by far."""
    held = [(one, spi_t(one.case)) for one in scores.ahead(judged())]
    right = {
        name: [one.case.late for one, spi in held if warns(one, spi)]
        for name, warns in RIVALS.items()
    }
    either = right["p_late ≥ 0.8 or SPI(t) < 0.8"]
    assert len(either) > 0.4 * len(held)
    assert sum(either) < 0.6 * len(either)
    red = right["p_late ≥ 0.8"]
    assert sum(red) > 0.85 * len(red) > 0


def test_the_method_page_shows_the_constants_in_force() -> None:
    page = (REPO / "docs" / "method-forecast.md").read_text("utf-8")
    assert "\n".join(constants()) in page, "expected `python -m tests.calibration write` to be run"


def test_lateness_cannot_fall_with_a_nearer_due_date_only_if_being_behind_counts_against() -> None:
    assert PARAMETERS.hold >= 0.0
    assert 0.0 <= PARAMETERS.trust <= 1.0
    assert PARAMETERS.grace > 0.0
