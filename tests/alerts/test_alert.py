"""The record of an alert."""

import msgspec

from alerts.alert import Alert, alert_id, facts_of
from schema.alert import AlertState
from tests.alerts.builders import MONDAY, opened, standing


def test_the_same_standing_makes_the_same_id() -> None:
    assert alert_id("overdue", standing()) == alert_id("overdue", standing())


def test_another_rule_subject_or_version_makes_another_id() -> None:
    ids = {
        alert_id("overdue", standing()),
        alert_id("due_soon", standing()),
        alert_id("overdue", standing(version=2)),
        alert_id("overdue", standing(subject="vn.15.04465.t0043")),
    }
    assert len(ids) == 4


def test_facts_are_those_of_the_standing() -> None:
    seen = standing(weight=3_000, in_charge="m.a")
    facts = facts_of(seen)
    assert (facts.title, facts.due, facts.weight) == (seen.title, seen.due, 3_000)
    assert facts.in_charge == "m.a"
    assert (facts.p_late, facts.foreseen) == (None, None)


def test_facts_keep_the_forecast_and_its_day() -> None:
    seen = standing(p_late=6_000, finish_p50=MONDAY, reports=2, reported_on=MONDAY, days_left=4)
    facts = facts_of(seen)
    assert (facts.p_late, facts.finish_p50, facts.foreseen) == (6_000, MONDAY, MONDAY)
    assert (facts.reports, facts.reported_on, facts.days_left) == (2, MONDAY, 4)


def test_it_survives_json() -> None:
    alert = opened()
    assert msgspec.json.decode(msgspec.json.encode(alert), type=Alert) == alert


def test_open_until_resolved() -> None:
    alert = opened()
    assert alert.is_open
    assert msgspec.structs.replace(alert, state=AlertState.ACKED).is_open
    assert not msgspec.structs.replace(alert, state=AlertState.RESOLVED).is_open
