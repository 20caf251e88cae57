"""The book of a batch: versions seen, changes in order, nothing said twice."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from alerts.reason import News, Reason
from schema.alert import Standing
from schema.states import Sign, State
from tests.alerts.builders import BODY, BORN, HOOK, MONDAY, NOW, book, opened, overdue, standing


def reasons(*standings: Standing) -> list[Reason]:
    return [event.reason for event in book(*standings).events]


def test_from_due_soon_to_overdue_to_done() -> None:
    made = book(
        standing(version=1),
        overdue(version=2),
        standing(State.DONE_LATE, version=3),
    )
    said = [(event.reason, event.alert) for event in made.events]
    first, second = made.changed
    assert said == [
        (Reason.OPENED, first),
        (Reason.OVERTAKEN, first),
        (Reason.OPENED, second),
        (Reason.DONE, second),
    ]
    assert made.resolved == [first, second]


def test_each_change_of_the_sign_is_told_once() -> None:
    """At risk, behind, silent, at risk again, on track: one word each time, to all who knew."""
    signs = (Sign.AT_RISK, Sign.BEHIND, Sign.SILENT, Sign.AT_RISK, Sign.ON_TRACK)
    story = [
        standing(State.IN_TIME, version=n, sign=sign, due=MONDAY + timedelta(days=20))
        for n, sign in enumerate(signs, start=1)
    ]
    made = book(*story)
    risk, behind = made.changed
    assert [(event.reason, event.alert) for event in made.events] == [
        (Reason.OPENED, risk),
        (Reason.WORSENED, risk),
        (Reason.OPENED, behind),
        (Reason.REOPENED, risk),
        (Reason.EASED, behind),
        (Reason.RECOVERED, risk),
    ]
    assert [event.detail["news"] for event in made.events] == [
        *(News.TELL, News.REFRESH, News.TELL, News.TELL, News.TELL, News.TELL)
    ]
    assert made.resolved == [risk, behind, risk]


def test_a_version_seen_before_is_passed_over() -> None:
    again = standing(State.DONE_ON_TIME, version=1)
    assert reasons(standing(version=1), again) == [Reason.OPENED]


def test_versions_known_to_sql_are_passed_over() -> None:
    made = book()
    made.know([], {standing().subject: 5})
    made.judge(standing(version=5), NOW)
    assert (made.changed, made.seen) == ({}, {})
    made.judge(standing(version=6), NOW)
    assert made.seen == {standing().subject: 6}


def test_alerts_known_to_sql_go_on() -> None:
    made = book()
    made.know([opened()], {standing().subject: 1})
    made.judge(standing(State.SUSPENDED, version=2), NOW)
    assert [event.reason for event in made.events] == [Reason.SUSPENDED]


def test_what_is_resolved_before_it_was_sent_is_not_sent() -> None:
    made = book(standing(version=1), standing(State.AWAITING, version=2))
    (deliveries,) = made.deliveries.values()
    assert [delivery.payload["type"] for delivery in deliveries] == ["alert.resolved"]


def test_history_is_written_and_says_why_nobody_was_told() -> None:
    made = book(standing(at=BORN - timedelta(days=1)))
    assert [event.detail["muted"] for event in made.events] == ["history"]
    assert made.deliveries == {}


def test_an_event_names_what_caused_it() -> None:
    update = "0198f0c2-0000-7000-8000-000000000002"
    (event,) = book(standing(update=update)).events
    assert (event.detail["update"], event.detail["version"]) == (update, 1)


def test_a_tick_climbs() -> None:
    made = book(now=NOW + timedelta(days=60))
    made.tick(opened(overdue()))
    (event,) = made.events
    assert (event.reason, event.detail["step"]) == (Reason.STEP, 4)


def test_an_unmoved_alert_is_not_written() -> None:
    made = book()
    made.tick(opened(overdue()))
    assert (made.changed, made.events) == ({}, [])


Lives = list[tuple[State, Sign, int, str]]
LIVES = st.lists(
    st.tuples(
        st.sampled_from(State),
        st.sampled_from(Sign),
        st.integers(0, 400),
        st.sampled_from(["vn.15.04465", BODY]),
    ),
    max_size=12,
)


def told(lives: Lives) -> list[Standing]:
    """The standings of one task: state and sign, hours after the one before, and its lead."""
    at, story = NOW, []
    for version, (state, sign, hours, lead) in enumerate(lives, start=1):
        at += timedelta(hours=hours)
        story.append(standing(state, version=version, at=at, lead=lead, sign=sign))
    return story


@given(LIVES)
def test_duplicates_change_nothing(lives: Lives) -> None:
    """Relayed at least once, in order: what comes a second time leaves no trace."""
    story = told(lives)
    doubled = [one for n, seen in enumerate(story) for one in story[max(0, n - 3) : n + 1]]
    assert book(*doubled).events == book(*story).events
    assert book(*doubled).changed == book(*story).changed


@given(LIVES, st.integers(0, 12))
def test_batches_may_be_cut_anywhere(lives: Lives, cut: int) -> None:
    """One book, or two with SQL in between: the same alerts and the same history."""
    story = told(lives)
    whole, first, second = book(*story), book(*story[:cut]), book()
    newest = {alert.rule: alert for alert in first.changed.values()}
    second.know(list(newest.values()), dict(first.seen))
    for one in story[cut:]:
        second.judge(one, one.at)
    assert first.events + second.events == whole.events
    assert first.changed | second.changed == whole.changed


def test_a_room_without_webhooks_still_fills_inboxes() -> None:
    assert [d.channel for ds in book(standing()).deliveries.values() for d in ds] == ["inbox"]
    hooked = book(standing(), webhooks={"vn.15.04465": (HOOK,)})
    assert [d.channel for ds in hooked.deliveries.values() for d in ds] == ["inbox", "webhook"]
