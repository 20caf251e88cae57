"""Stage 5: one delivery for each receiver."""

from datetime import timedelta

from alerts.case import Case
from alerts.notify import delivery_id
from alerts.pipeline import run
from schema.states import State
from tests.alerts.builders import (
    BODY,
    BORN,
    COMMUNE,
    HOOK,
    MONDAY,
    PROVINCE,
    case,
    opened,
    overdue,
    room,
    standing,
)

HOOKED = room(webhooks={COMMUNE: (HOOK,)})


def receivers(done: Case) -> list[tuple[str, str]]:
    return [(delivery.channel, delivery.target) for delivery in done.deliveries]


def test_the_lead_units_inbox_and_its_webhook() -> None:
    done = run(case(standing(), room=HOOKED))
    assert receivers(done) == [("inbox", COMMUNE), ("webhook", str(HOOK))]


def test_everybody_below_the_step_hears_it() -> None:
    done = run(case(overdue(days=11), room=HOOKED))
    assert receivers(done) == [("inbox", COMMUNE), ("inbox", PROVINCE), ("webhook", str(HOOK))]


def test_a_refresh_reaches_pages_only() -> None:
    later = standing(version=2, due=MONDAY + timedelta(days=6))
    assert receivers(run(case(later, opened(), room=HOOKED))) == [("inbox", COMMUNE)]


def test_the_unit_that_lost_the_task_sees_it_go() -> None:
    done = run(case(standing(version=2, lead=BODY), opened(), room=HOOKED))
    assert receivers(done) == [("inbox", BODY), ("inbox", COMMUNE)]


def test_history_reaches_nobody() -> None:
    past = standing(at=BORN - timedelta(days=1))
    assert receivers(run(case(past, room=HOOKED))) == []


def test_the_end_of_an_untold_alert_refreshes_pages_only() -> None:
    past = opened(standing(at=BORN - timedelta(days=1)))
    done = run(case(standing(State.DONE_ON_TIME, version=2), past, room=HOOKED))
    assert receivers(done) == [("inbox", COMMUNE)]


def test_one_change_and_receiver_have_one_key_however_often_it_is_made() -> None:
    once, again = run(case(standing(), room=HOOKED)), run(case(standing(), room=HOOKED))
    assert [one.id for one in once.deliveries] == [one.id for one in again.deliveries]
    assert len({one.id for one in once.deliveries}) == 2


def test_another_change_has_another_key() -> None:
    alert = opened()
    claimed = run(case(standing(State.AWAITING, version=2), alert)).after
    assert claimed is not None
    assert delivery_id(alert, "inbox", COMMUNE) != delivery_id(claimed, "inbox", COMMUNE)
