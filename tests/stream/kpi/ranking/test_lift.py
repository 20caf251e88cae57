"""What would lift a unit: equal to what the formula says once it is done."""

from __future__ import annotations

from fractions import Fraction as F

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from schema.quality import Quality
from schema.ranking import table
from schema.score import Entrant, Parameters
from schema.states import State
from stream.core.task import Done, TaskState
from stream.kpi.ranking.held import Held, on_day
from stream.kpi.ranking.lift import Pool, completed, lifts, score
from tests.stream.kpi.ranking.tasks import CALENDAR, TODAY, held, june, task

BY = Parameters()
REST = Pool(on_time=40, due=50)
DUE = [task(f"vn.01.t{n}", 10, done=9 if n < 4 else 12) for n in range(6)]


def test_an_open_task_in_time_lifts_an_overdue_one_less() -> None:
    unit = held("vn.01", *DUE, task("vn.01.t7", 26), task("vn.01.t8", 19))
    first, second = lifts(unit, REST, BY)
    assert (first.task, first.state, first.due) == ("vn.01.t7", State.DUE_SOON, june(26))
    assert (second.task, second.state) == ("vn.01.t8", State.OVERDUE)
    assert first.gain > second.gain > 0


def test_equal_gains_go_by_due_date_then_code_three_at_most() -> None:
    open_ = [task("vn.01.t9", 25), task("vn.01.t8", 25), task("vn.01.t7", 29)]
    same = [msgspec.structs.replace(one, assignment=DUE[0].assignment) for one in open_]
    found = lifts(held("vn.01", *DUE, *same, task("vn.01.t6", 30, weight=0)), REST, BY)
    assert [each.task for each in found] == ["vn.01.t8", "vn.01.t9", "vn.01.t7"]


def test_a_claim_that_waits_counts_on_its_own_day() -> None:
    """Verified today, done on the day it was claimed for: on time."""
    waiting = task("vn.01.t7", 19, claimed=18)
    assert completed(waiting, TODAY).done == Done("c", june(18))
    assert completed(task("vn.01.t8", 26), TODAY).done == Done("", TODAY)
    (only,) = lifts(held("vn.01", *DUE, waiting), REST, BY)
    assert (only.task, only.state) == ("vn.01.t7", State.AWAITING)


def test_who_is_not_ranked_is_told_nothing() -> None:
    assert lifts(held("vn.01", *DUE[:4], task("vn.01.t7", 26)), REST, BY) == []


def test_the_mean_of_the_league_moves_along() -> None:
    assert REST.mean_with(Entrant(unit="a", on_time=5, due=10)) == F(45, 60)
    assert Pool(on_time=0, due=0).mean_with(Entrant(unit="a")) == 0


def test_the_rest_of_the_league() -> None:
    one, other = held("vn.01", *DUE).counts, held("vn.02", *DUE[:2]).counts
    league = Pool.of([one, other])
    assert league == Pool(on_time=6, due=8)
    assert league.without(other) == Pool(on_time=4, due=6)


def test_only_the_last_one_open_stops_the_clock() -> None:
    """All others done by 12/6, one claimed for 15/6: verified today, the unit was done on 15/6.

    Ten of 14 working days against 17 until today; with another one open the clock runs on.
    """
    quality = Quality(slots=8, on_time=4, share=40_000, checks=4, records=2, tasks=2, fresh=2)
    done = [task(f"vn.01.t{n}", 19, done=12) for n in range(6)]
    last, other = task("vn.01.t7", 19, claimed=15), task("vn.01.t8", 19)
    for states, spi_t in (([*done, last], F(14, 10)), ([*done, last, other], None)):
        unit = Held("vn.01", on_day(states, TODAY, CALENDAR), TODAY, CALENDAR, quality=quality)
        then = [completed(each, TODAY) if each is last else each for each in states]
        after = Held("vn.01", on_day(then, TODAY, CALENDAR), TODAY, CALENDAR, quality=quality)
        found = next(each for each in lifts(unit, REST, BY) if each.task == last.code)
        before, real = (score(each.entrant(None), REST, BY) for each in (unit, after))
        assert before is not None and real is not None and found.gain == real - before
        assert spi_t is None or after.entrant(None).spi_t == spi_t


@st.composite
def tasks(draw: st.DrawFn) -> list[TaskState]:
    """Tasks due around today, some done, some claimed."""
    return [
        task(
            f"vn.01.t{n}",
            draw(st.integers(2, 30)),
            done=draw(st.none() | st.integers(2, 24)),
            claimed=draw(st.none() | st.integers(2, 24)),
            weight=draw(st.sampled_from([None, 0, 500, 1_000, 2_500])),
        )
        for n in range(draw(st.integers(5, 12)))
    ]


@settings(max_examples=60)
@given(tasks(), st.integers(0, 30), st.integers(0, 30))
def test_what_is_promised_is_what_comes(given: list[TaskState], on_time: int, late: int) -> None:
    """The gain is the difference of the whole league's table before and after."""
    others = Entrant(unit="vn.02", on_time=on_time, due=on_time + late)
    rest = Pool(on_time=on_time, due=on_time + late)

    def real(states: list[TaskState]) -> F | None:
        league = table([held("vn.01", *states).entrant(None), others], BY)
        return next(each.score for each in league if each.entrant.unit == "vn.01")

    found = lifts(held("vn.01", *given), rest, BY)
    before = real(given)
    assert score(held("vn.01", *given).entrant(None), rest, BY) == before
    for each in found:
        after = real([completed(one, TODAY) if one.code == each.task else one for one in given])
        assert before is not None and after is not None and each.gain == after - before
    gains = [each.gain for each in found]
    assert gains == sorted(gains, reverse=True) and all(gain > 0 for gain in gains)
