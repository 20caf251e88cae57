"""Forecasts of the last two weeks of the history, and what the fold makes of them."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from schema.states import Sign
from schema.wire import ClockTo, Evaluate
from stream.core.outlook import has_outlook
from stream.sample.foreseen import MOST, SINCE, Foreseen
from tests.builders import PROVINCE, assigned, completed, report, returned
from tests.stream.sample.small import DAY0, days, folded, messages


def test_what_is_claimed_is_not_foreseen_until_it_is_returned() -> None:
    codes = [f"vn.15.04465.t{n:04d}" for n in range(2 * MOST + 1)]
    foreseen = Foreseen()
    foreseen.learn(3, report(*(assigned(code) for code in codes), unit=PROVINCE))
    foreseen.learn(3, report(assigned("vn.15.04465.r1", task_kind="recurring", due=None)))
    claim = completed(subject=codes[0])
    foreseen.learn(3, report(claim))
    assert [len(one.tasks) for one in foreseen.after(3, 0, days())] == [MOST, MOST]
    foreseen.learn(3, report(returned(subject=codes[0]), unit=PROVINCE))
    last = list(foreseen.after(3, SINCE, days()))
    assert [len(one.tasks) for one in last] == [MOST, MOST, 1]
    assert {one.day for one in last} == {DAY0 + timedelta(days=SINCE)}
    assert not list(foreseen.after(3, SINCE - 1, days())) and not list(foreseen.after(2, 0, days()))


def test_fourteen_days_of_the_history_have_forecasts_after_their_midnight() -> None:
    told = [e.message for e in messages() if isinstance(e.message, Evaluate)]
    assert len({one.day for one in told}) == 14
    for before, entry in zip(messages(), messages()[1:], strict=False):
        if isinstance(entry.message, Evaluate):
            assert isinstance(before.message, ClockTo | Evaluate) and before.at == entry.at


def test_open_tasks_of_the_country_have_a_forecast_on_day_0() -> None:
    """All but those of which a claim was refused: the owner of the partition finds them."""
    partition = folded().partition
    open_ = {code for code, one in partition.tasks.items() if has_outlook(one.task, one.state)}
    told = {code for code, one in partition.outlooks.items() if one.day == DAY0}
    assert partition.outlooks.keys() <= open_
    assert len(open_ - told) <= len(open_) // 100
    signs = Counter(one.sign for one in partition.tasks.values())
    assert signs[Sign.BEHIND] and signs[Sign.AT_RISK], "a country has both"
