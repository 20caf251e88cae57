"""Stage 4: the right step of the ladder."""

from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from alerts.alert import Alert
from alerts.case import Case
from alerts.pipeline import run
from schema.alert import Severity
from schema.states import State
from tests.alerts.builders import (
    BODY,
    COMMUNE,
    MONDAY,
    NOW,
    OFFICE,
    OVERDUE,
    PROVINCE,
    case,
    opened,
    overdue,
    room,
    standing,
)


def climbed(alert: Alert, now: datetime) -> Alert:
    """The alert after a tick at `now`."""
    rule = OVERDUE if alert.rule == "overdue" else case().rule
    after = run(Case(room=room(now=now), rule=rule, before=alert)).after
    return alert if after is None else after


def test_the_first_step_goes_out_at_once() -> None:
    alert = opened(standing(due=MONDAY + timedelta(days=9)))  # T-9: before the first step's day
    assert (alert.step, alert.severity, alert.owner) == (1, Severity.REMINDER, COMMUNE)
    assert alert.next_step_at == datetime(2026, 11, 30, 1, tzinfo=UTC)  # T-3 is a Sunday


def test_it_opens_on_the_last_step_that_was_due() -> None:
    alert = opened(overdue(days=21))  # 15 working days late
    assert (alert.step, alert.severity) == (3, Severity.CRITICAL)
    assert alert.audience == (COMMUNE, PROVINCE)
    assert alert.facts.days_late == 15


def test_an_overdue_alert_climbs_to_its_top() -> None:
    alert = opened(overdue(in_charge="m.a"))
    owners = [alert.owner]
    while alert.next_step_at is not None:
        assert climbed(alert, alert.next_step_at - timedelta(seconds=1)) == alert
        alert = climbed(alert, alert.next_step_at)
        owners.append(alert.owner)
    assert owners == [COMMUNE, PROVINCE, "m.a", OFFICE]
    assert alert.audience == (COMMUNE, PROVINCE, "m.a", OFFICE)
    assert (alert.severity, alert.facts.days_late) == (Severity.CRITICAL, 30)


def test_a_scheduler_that_slept_makes_one_step_of_many() -> None:
    alert = climbed(opened(overdue()), NOW + timedelta(days=60))
    assert (alert.step, alert.next_step_at) == (4, None)


def test_the_chain_is_frozen_when_it_opens() -> None:
    alert = opened(overdue(assigned_by=None))
    seen = overdue(version=2, assigned_by=BODY, in_charge="m.b")
    after = run(case(seen, alert)).after
    assert after is not None
    assert after.chain == alert.chain


def test_a_new_lead_begins_at_the_bottom() -> None:
    alert = climbed(opened(overdue()), NOW + timedelta(days=60))
    after = run(case(overdue(version=2, lead=BODY), alert)).after
    assert after is not None
    assert (after.step, after.owner, after.audience) == (1, BODY, (BODY,))


def test_a_new_due_date_moves_the_next_step_and_takes_none_back() -> None:
    alert = opened(overdue(days=11))
    assert alert.step == 2
    after = run(case(overdue(days=1, version=2), alert)).after
    assert after is not None
    assert (after.step, after.severity) == (2, Severity.CRITICAL)
    assert alert.next_step_at is not None and after.next_step_at is not None
    assert after.next_step_at > alert.next_step_at


def test_a_reopened_alert_stays_on_its_step() -> None:
    alert = opened(overdue(days=11))
    done = run(case(standing(State.DONE_LATE, version=2), alert, rule=OVERDUE)).after
    again = run(case(overdue(days=11, version=3), done)).after
    assert again is not None
    assert (again.id, again.step) == (alert.id, 2)
    assert again.next_step_at == alert.next_step_at


def test_without_a_due_date_there_is_one_step() -> None:
    alert = opened(standing(due=None))
    assert (alert.step, alert.next_step_at) == (1, None)


def test_a_shorter_ladder_than_when_it_opened_does_no_harm() -> None:
    alert = replace(opened(overdue()), step=9, next_step_at=NOW)
    assert climbed(alert, NOW).next_step_at is None
