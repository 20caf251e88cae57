"""Stage 4, escalate: which step of the ladder, whose is it, when does the next one go out? Pure.

The chain is frozen when the alert opens or moves to another lead. Each step goes out once; those
that were due before the alert opened are not made up for: it opens on the last of them.
"""

from __future__ import annotations

from msgspec.structs import replace

from alerts.alert import Alert
from alerts.case import Case
from alerts.chain import chain_of
from alerts.ladder import reached, step_at
from alerts.reason import CLIMBING, Reason
from schema.clock import local_day


def escalate(case: Case) -> Case:
    """The case with its alert on the right step of its ladder."""
    assert case.after is not None
    if case.reason not in CLIMBING:
        return case
    return replace(case, after=_climb(case, _chained(case, case.after)))


def _chained(case: Case, alert: Alert) -> Alert:
    if case.standing is None or case.reason not in (Reason.OPENED, Reason.MOVED):
        return alert
    chain = chain_of(case.standing, case.room.tree, case.room.parameters.standing_office)
    return replace(alert, chain=chain, step=0, audience=())


def _climb(case: Case, alert: Alert) -> Alert:
    step = max(alert.step, 1) if case.reason is Reason.REDATED else _step(case, alert)
    on = case.rule.steps[min(step, len(case.rule.steps)) - 1]
    heard = [alert.chain.get(one.to, alert.unit) for one in case.rule.steps[:step]]
    alert = replace(
        alert,
        step=step,
        severity=on.severity,
        owner=alert.chain.get(on.to, alert.unit),
        audience=tuple(dict.fromkeys((alert.unit, *alert.audience, *heard))),
    )
    return _dated(case, alert)


def _step(case: Case, alert: Alert) -> int:
    """The step now due; at least the first, at most the last, never one below."""
    if alert.due is None:
        return max(alert.step, 1)
    room = case.room
    due = reached(case.rule, alert.due, room.now, room.calendar, room.parameters.step_hour)
    return max(alert.step, due, 1)


def _dated(case: Case, alert: Alert) -> Alert:
    """The alert with the instant of its next step and the days late and left of today."""
    room, later = case.room, case.rule.steps[alert.step :]
    if alert.due is None:
        return replace(alert, next_step_at=None)
    hour = room.parameters.step_hour
    at = step_at(later[0], alert.due, room.calendar, hour) if later else None
    today = local_day(room.now)
    late, left = max(room.calendar.between(alert.due, today), 0), (alert.due - today).days
    facts = replace(alert.facts, days_late=late, days_left=left)
    return replace(alert, next_step_at=at, facts=facts)
