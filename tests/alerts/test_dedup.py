"""Stage 3: the table of what is news, and to whom."""

import pytest
from msgspec.structs import replace

from alerts.dedup import decide, dedup
from alerts.judge import judge
from alerts.reason import LEAVING, SPOKEN_FOR, Muted, News, Reason
from schema.states import State
from tests.alerts.builders import case, opened, standing


@pytest.mark.parametrize("reason", [Reason.OPENED, Reason.REOPENED, Reason.MOVED, Reason.STEP])
@pytest.mark.parametrize("told", [True, False])
def test_what_one_must_act_on_is_told(reason: Reason, told: bool) -> None:
    assert decide(reason, None, told=told) is News.TELL


@pytest.mark.parametrize("reason", sorted(LEAVING - SPOKEN_FOR))
def test_an_end_is_news_to_those_who_knew_of_the_beginning(reason: Reason) -> None:
    assert decide(reason, None, told=True) is News.TELL
    assert decide(reason, None, told=False) is News.REFRESH


@pytest.mark.parametrize("reason", [Reason.OVERTAKEN, Reason.WORSENED])
def test_what_the_next_rule_says_is_not_said_twice(reason: Reason) -> None:
    assert decide(reason, None, told=True) is News.REFRESH


def test_a_new_date_only_refreshes_pages() -> None:
    assert decide(Reason.REDATED, None, told=True) is News.REFRESH


def test_nothing_new_is_no_news() -> None:
    assert decide(Reason.UNCHANGED, None, told=True) is News.NONE


@pytest.mark.parametrize("reason", sorted(set(Reason) - {Reason.NOTHING}))
@pytest.mark.parametrize("muted", Muted)
def test_what_is_muted_is_told_to_nobody(reason: Reason, muted: Muted) -> None:
    assert decide(reason, muted, told=True) is News.NONE


def test_an_alert_remembers_that_it_was_told() -> None:
    first = dedup(judge(case(standing()))).after
    assert first is not None and first.told
    claimed = dedup(judge(case(standing(State.AWAITING, version=2), first))).after
    assert claimed is not None and claimed.told


def test_an_alert_opened_in_silence_was_not_told() -> None:
    quiet = dedup(replace(judge(case(standing())), muted=Muted.HISTORY)).after
    assert quiet is not None and not quiet.told


def test_a_new_alert_does_not_inherit_what_was_told_of_the_old_one() -> None:
    judged = replace(judge(case(standing())), muted=Muted.HISTORY, before=opened())
    quiet = dedup(judged).after
    assert quiet is not None and not quiet.told
