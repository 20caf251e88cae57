"""The life of an alert: what `advance` promises for every sequence of standings."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from msgspec.structs import replace

from alerts.alert import Alert
from alerts.book import Book
from alerts.reason import LEAVING, Reason
from alerts.rules import Rule
from alerts.state import advance, sight
from schema.alert import AlertState
from schema.states import Sign, State
from tests.alerts.builders import (
    AT_RISK,
    BEHIND,
    BODY,
    COMMUNE,
    DUE_SOON,
    MONDAY,
    NOW,
    TASK,
    opened,
    room,
    standing,
)

WEEK = timedelta(days=7)
SIGNS = (Sign.ON_TRACK, Sign.AT_RISK, Sign.BEHIND, Sign.SILENT)
UNDER_WAY = (State.IN_TIME, State.DUE_SOON)


def ended(alert: Alert, *, ago: timedelta = timedelta(0)) -> Alert:
    return replace(alert, state=AlertState.RESOLVED, resolved_at=NOW - ago)


@pytest.mark.parametrize("state", State)
def test_every_state_is_seen(state: State) -> None:
    seen = sight(DUE_SOON, standing(state))
    assert (seen is None) == (state is State.DUE_SOON)
    assert seen is None or seen in LEAVING


@pytest.mark.parametrize(
    ("rule", "sign", "seen"),
    [
        (AT_RISK, Sign.AT_RISK, None),
        (AT_RISK, Sign.BEHIND, Reason.WORSENED),
        (AT_RISK, Sign.ON_TRACK, Reason.RECOVERED),
        (AT_RISK, Sign.SILENT, None),
        (BEHIND, Sign.BEHIND, None),
        (BEHIND, Sign.AT_RISK, Reason.EASED),
        (BEHIND, Sign.ON_TRACK, Reason.RECOVERED),
        (BEHIND, Sign.SILENT, None),
    ],
)
@pytest.mark.parametrize("state", UNDER_WAY)
def test_an_early_warning_goes_by_the_sign(
    rule: Rule, sign: Sign, seen: Reason | None, state: State
) -> None:
    first = standing(state, sign=sorted(rule.signs)[0])
    assert sight(rule, standing(state, sign=sign), opened(first, rule=rule)) is seen


@pytest.mark.parametrize("rule", [AT_RISK, BEHIND])
def test_silence_opens_no_early_warning_and_ends_none(rule: Rule) -> None:
    silent = standing(State.IN_TIME, sign=Sign.SILENT)
    assert sight(rule, silent) is Reason.RECOVERED
    first = standing(State.IN_TIME, sign=sorted(rule.signs)[0])
    assert sight(rule, silent, ended(opened(first, rule=rule))) is Reason.RECOVERED
    assert sight(rule, silent, opened(first, rule=rule)) is None


@pytest.mark.parametrize("rule", [AT_RISK, BEHIND])
@pytest.mark.parametrize("state", [State.OVERDUE, State.AWAITING, State.SUSPENDED])
def test_a_state_ends_an_early_warning_whatever_the_sign(rule: Rule, state: State) -> None:
    first = standing(sign=sorted(rule.signs)[0])
    left = sight(rule, standing(state, sign=first.sign), opened(first, rule=rule))
    assert left is sight(DUE_SOON, standing(state))


def test_a_new_date_that_ends_an_early_warning_is_named() -> None:
    first = opened(standing(sign=Sign.BEHIND), rule=BEHIND)
    later = standing(State.IN_TIME, due=MONDAY + timedelta(days=60))
    assert sight(BEHIND, later, first) is Reason.REVISED


def test_opens() -> None:
    assert advance(None, None, standing(), WEEK) == (AlertState.OPEN, Reason.OPENED)


def test_what_does_not_hold_and_never_did_is_nothing() -> None:
    assert advance(None, Reason.DONE, standing(), WEEK) == (None, Reason.NOTHING)


def test_stays() -> None:
    assert advance(opened(), None, standing(version=2), WEEK) == (
        AlertState.OPEN,
        Reason.UNCHANGED,
    )


def test_resolves_with_the_reason() -> None:
    assert advance(opened(), Reason.CLAIMED, standing(State.AWAITING), WEEK) == (
        AlertState.RESOLVED,
        Reason.CLAIMED,
    )


def test_resolved_stays_resolved() -> None:
    done = standing(State.DONE_ON_TIME)
    assert advance(ended(opened()), Reason.DONE, done, WEEK) == (
        AlertState.RESOLVED,
        Reason.NOTHING,
    )


@pytest.mark.parametrize(
    ("ago", "reason"),
    [(WEEK, Reason.REOPENED), (WEEK + timedelta(seconds=1), Reason.OPENED)],
)
def test_reopens_within_seven_days(ago: timedelta, reason: Reason) -> None:
    assert advance(ended(opened(), ago=ago), None, standing(), WEEK) == (AlertState.OPEN, reason)


def test_another_lead_does_not_inherit_what_was_resolved() -> None:
    moved = standing(lead=BODY)
    assert advance(ended(opened()), None, moved, WEEK) == (AlertState.OPEN, Reason.OPENED)


def test_a_new_due_date_and_a_new_lead_are_named() -> None:
    later = standing(due=MONDAY + timedelta(days=6))
    assert advance(opened(), None, later, WEEK)[1] is Reason.REDATED
    assert advance(opened(), None, standing(lead=BODY), WEEK)[1] is Reason.MOVED


def test_an_acknowledged_alert_is_not_reopened_by_what_holds_on() -> None:
    acked = replace(opened(), state=AlertState.ACKED)
    assert advance(acked, None, standing(), WEEK) == (AlertState.ACKED, Reason.UNCHANGED)
    later = standing(due=MONDAY + timedelta(days=6))
    assert advance(acked, None, later, WEEK) == (AlertState.ACKED, Reason.REDATED)
    assert advance(acked, None, standing(lead=BODY), WEEK)[0] is AlertState.OPEN


@given(st.sampled_from(State), st.sampled_from([None, AlertState.OPEN, AlertState.RESOLVED]))
def test_it_is_open_exactly_while_the_rule_holds(state: State, was: AlertState | None) -> None:
    before = None if was is None else replace(opened(), state=was, resolved_at=NOW)
    after, _ = advance(before, sight(DUE_SOON, standing(state), before), standing(state), WEEK)
    assert (after is AlertState.OPEN) == (state is State.DUE_SOON)


class Life(RuleBasedStateMachine):
    """Any task, any order of standings, duplicates and old versions included."""

    def __init__(self) -> None:
        super().__init__()
        self.book = Book(room())
        self.now, self.version = NOW, 0
        self.state, self.sign, self.lead = State.IN_TIME, Sign.ON_TRACK, COMMUNE

    @rule(
        state=st.sampled_from(State),
        sign=st.sampled_from(SIGNS),
        hours=st.integers(0, 300),
        lead=st.sampled_from([COMMUNE, BODY]),
    )
    def changes(self, state: State, sign: Sign, hours: int, lead: str) -> None:
        """The task's standing changes some time later."""
        self.now += timedelta(hours=hours)
        self.version += 1
        self.state, self.sign, self.lead = state, sign, lead
        before = len(self.book.events)
        self._judge(state, self.version)
        assert len(self.book.events) - before <= len(self.book.room.rules.rule)

    @rule(state=st.sampled_from(State), back=st.integers(0, 3))
    def comes_again(self, state: State, back: int) -> None:
        """A version seen before changes nothing, whatever it says."""
        if self.version > 0:
            before = len(self.book.events)
            self._judge(state, self.version - min(back, self.version - 1))
            assert len(self.book.events) == before

    def _judge(self, state: State, version: int) -> None:
        seen = standing(state, version=version, at=self.now, lead=self.lead, sign=self.sign)
        self.book.judge(seen, seen.at)

    @invariant()
    def at_most_one_is_open_per_rule(self) -> None:
        """One open per (rule, subject): what holds now; in silence what was foreseen before it."""
        still = [alert for alert in self.book.changed.values() if alert.is_open]
        by_state = {State.DUE_SOON: {"due_soon"}, State.OVERDUE: {"overdue"}}
        expected = set(by_state.get(self.state, ()))
        if self.state in UNDER_WAY and self.sign in (Sign.AT_RISK, Sign.BEHIND):
            expected.add(self.sign.value)
        found = [alert.rule for alert in still]
        assert len(found) == len(set(found))
        kept = set(found) - expected
        assert not kept or self._is_kept(kept)
        assert expected <= set(found)
        assert all(alert.unit == self.lead and alert.subject == TASK for alert in still)

    def _is_kept(self, rules: set[str]) -> bool:
        lost = self.state in UNDER_WAY and self.sign is Sign.SILENT
        return lost and len(rules) == 1 and rules <= {"at_risk", "behind"}

    @invariant()
    def an_end_is_dated(self) -> None:
        """Resolved alerts know when and climb no more; open ones were not resolved."""
        for alert in self.book.changed.values():
            assert alert.is_open == (alert.resolved_at is None)
            assert alert.is_open or alert.next_step_at is None
            assert alert.is_open == (alert.reason not in LEAVING)


TestLife = Life.TestCase
