"""Shares of all that is planned, by day."""

from datetime import date, timedelta

import msgspec

from schema.workdays import state_offices
from tests.web.around import SCHEDULE
from tests.web.country import empty, nation
from tests.web.states import TODAY
from web.compose.lines import earned, earned_now, gap, planned, reached_on

FACTS = nation()


def test_the_plan_runs_from_nothing_to_all() -> None:
    line = planned(FACTS)
    assert line[0] == (SCHEDULE.start, 0.0)
    assert line[-1] == (SCHEDULE.finish, 1.0)


def test_what_is_earned_ends_with_now() -> None:
    line = earned(FACTS)
    assert line[-1] == (TODAY, 0.7)
    assert line[-2][0] == TODAY - timedelta(days=1)
    assert [day for day, _ in line] == sorted({day for day, _ in line})


def test_a_close_of_the_day_itself_gives_way_to_what_is_known_now() -> None:
    """The web's clock may be a day ahead of the log's."""
    assert FACTS.state is not None and FACTS.state.clock is not None
    before = msgspec.structs.replace(FACTS.state, clock=FACTS.state.clock - timedelta(days=1))
    line = earned(msgspec.structs.replace(FACTS, state=before))
    assert line[-1] == (TODAY - timedelta(days=1), 0.7)
    assert line[-2][0] == TODAY - timedelta(days=2)


def test_without_a_plan_there_are_no_lines() -> None:
    assert (planned(empty()), earned(empty()), earned_now(empty())) == ((), (), None)
    unstated = msgspec.structs.replace(FACTS, state=None)
    assert earned(unstated) == ()


def test_the_gap_lies_between_the_plan_and_today() -> None:
    found = gap(FACTS)
    assert found is not None
    begin, end, share = found
    assert begin < end == TODAY
    assert share == 0.7
    assert gap(empty()) is gap(msgspec.structs.replace(FACTS, state=None)) is None


def test_once_all_is_done_the_gap_begins_with_the_last_completion() -> None:
    """Q48: done 20 working days after the start, long before the end of the plan."""
    assert FACTS.state is not None
    done = msgspec.structs.replace(SCHEDULE, ev=SCHEDULE.whole, at=20)
    state = msgspec.structs.replace(FACTS.state, operational=done)
    found = gap(msgspec.structs.replace(FACTS, state=state))
    assert found is not None and found[0] == SCHEDULE.finish
    assert state_offices().between(SCHEDULE.start, found[1]) == 20


LINE = ((date(2026, 6, 1), 0.0), (date(2026, 6, 11), 0.5), (date(2026, 6, 21), 0.5))


def test_the_gap_begins_where_the_plan_had_come_as_far() -> None:
    assert reached_on(LINE, 0.25) == date(2026, 6, 6)
    assert reached_on(LINE, 0.5) == reached_on(LINE, 0.9) == date(2026, 6, 21), "to its end"
    assert reached_on(LINE[1:], 0.1) == date(2026, 6, 11), "not before its beginning"
