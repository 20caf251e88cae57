"""Stage 1: what becomes of the alert."""

from datetime import timedelta

from msgspec.structs import replace

from alerts.judge import judge
from alerts.reason import Reason
from schema.alert import AlertState
from schema.states import State
from tests.alerts.builders import BODY, MONDAY, NOW, case, opened, standing


def test_opens_an_alert() -> None:
    seen = standing()
    after = judge(case(seen)).after
    assert after is not None
    assert (after.state, after.reason) == (AlertState.OPEN, Reason.OPENED)
    assert (after.opened_at, after.unit, after.due) == (seen.at, seen.lead, seen.due)


def test_leaves_alone_what_no_rule_watches() -> None:
    judged = judge(case(standing(State.IN_TIME)))
    assert (judged.after, judged.reason) == (None, Reason.NOTHING)


def test_resolves_and_says_when() -> None:
    seen = standing(State.AWAITING, version=2, at=NOW + timedelta(hours=1))
    after = judge(case(seen, opened())).after
    assert after is not None
    assert (after.state, after.reason) == (AlertState.RESOLVED, Reason.CLAIMED)
    assert (after.resolved_at, after.next_step_at) == (seen.at, None)
    assert after.facts.state is State.AWAITING


def test_a_reopened_alert_keeps_its_id_and_its_beginning() -> None:
    first = opened()
    claimed = judge(case(standing(State.AWAITING, version=2), first)).after
    later = standing(version=3, at=NOW + timedelta(days=2))
    again = judge(case(later, claimed)).after
    assert again is not None
    assert (again.id, again.opened_at, again.reason) == (first.id, NOW, Reason.REOPENED)
    assert again.resolved_at is None


def test_after_seven_days_it_is_another_alert() -> None:
    first = opened()
    claimed = judge(case(standing(State.AWAITING, version=2), first)).after
    again = judge(case(standing(version=3, at=NOW + timedelta(days=8)), claimed)).after
    assert again is not None
    assert (again.id == first.id, again.reason) == (False, Reason.OPENED)


def test_what_holds_on_only_refreshes_its_facts() -> None:
    before = opened()
    after = judge(case(standing(version=2, at=NOW + timedelta(days=1), weight=5), before)).after
    assert after is not None
    assert (after.facts.weight, after.standing_version) == (5, 2)
    assert (after.reason, after.changed_at) == (before.reason, before.changed_at)


def test_it_follows_the_lead_and_the_due_date() -> None:
    moved = judge(case(standing(version=2, lead=BODY), opened())).after
    redated = judge(case(standing(version=2, due=MONDAY), opened())).after
    assert moved is not None and redated is not None
    assert (moved.unit, redated.due) == (BODY, MONDAY)


def test_time_alone_makes_a_step_when_it_is_due() -> None:
    alert = replace(opened(), next_step_at=NOW)
    assert judge(case(before=alert)).reason is Reason.STEP
    early = replace(alert, next_step_at=NOW + timedelta(seconds=1))
    assert judge(case(before=early)).reason is Reason.NOTHING


def test_time_alone_moves_nothing_that_is_acknowledged_or_at_the_top() -> None:
    acked = replace(opened(), state=AlertState.ACKED, next_step_at=NOW)
    assert judge(case(before=acked)).reason is Reason.NOTHING
    assert judge(case(before=replace(opened(), next_step_at=None))).reason is Reason.NOTHING
