"""The life of an alert: open → (acked) → resolved, reopened when it holds again soon after. Pure.

`advance` decides; the stage ``alerts.judge`` applies what it decides. One alert is open per (rule,
subject): an open one never opens again.
"""

from __future__ import annotations

from datetime import timedelta

from alerts.alert import Alert
from alerts.reason import LEAVING, Reason
from alerts.rules import Rule
from schema.alert import AlertState, Standing
from schema.states import Sign, State

Sight = Reason | None
"""What a rule makes of a standing: None while it holds, else the reason it does not."""

_LEFT = {
    State.DONE_ON_TIME: Reason.DONE,
    State.DONE_LATE: Reason.DONE,
    State.AWAITING: Reason.CLAIMED,
    State.SUSPENDED: Reason.SUSPENDED,
    State.CANCELLED: Reason.CANCELLED,
    State.OVERDUE: Reason.OVERTAKEN,
    State.IN_TIME: Reason.REVISED,
    State.DUE_SOON: Reason.REVISED,
    State.NOT_STARTED: Reason.REVISED,
    State.RECURRING: Reason.RECURRING,
    State.UNKNOWN: Reason.UNASSIGNED,
}

_LEFT_BY_SIGN = {Sign.AT_RISK: Reason.EASED, Sign.BEHIND: Reason.WORSENED}


def sight(rule: Rule, standing: Standing, before: Alert | None = None) -> Sight:
    """Whether a rule holds in this standing, or why it does not; `before` is its newest alert."""
    if standing.state not in rule.states:
        return _LEFT[standing.state]
    if not rule.signs or standing.sign in rule.signs:
        return None
    if before is None or not before.is_open:
        return Reason.RECOVERED
    if standing.sign in rule.keeps:
        return None
    return _LEFT_BY_SIGN.get(standing.sign, _recovered(before, standing))


def _recovered(before: Alert, standing: Standing) -> Reason:
    """Out of danger: given a new date, or by itself."""
    return Reason.RECOVERED if before.due == standing.due else Reason.REVISED


def advance(
    before: Alert | None, seen: Sight, standing: Standing, reopen_within: timedelta
) -> tuple[AlertState | None, Reason]:
    """The state after this standing, and the named reason.

    `before` is the newest alert of this rule and subject; None when there never was one. The state
    is None while there is none.
    """
    if seen is not None:
        assert seen in LEAVING
        if before is not None and before.is_open:
            return AlertState.RESOLVED, seen
        return (before.state if before else None), Reason.NOTHING
    if before is None or not before.is_open:
        return AlertState.OPEN, _opening(before, standing, reopen_within)
    if before.unit != standing.lead:
        return AlertState.OPEN, Reason.MOVED
    if before.due != standing.due:
        return before.state, Reason.REDATED
    return before.state, Reason.UNCHANGED


def _opening(before: Alert | None, standing: Standing, reopen_within: timedelta) -> Reason:
    if before is None or before.resolved_at is None or before.unit != standing.lead:
        return Reason.OPENED
    soon = standing.at - before.resolved_at <= reopen_within
    return Reason.REOPENED if soon else Reason.OPENED
