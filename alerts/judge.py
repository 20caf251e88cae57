"""Stage 1, judge: does the rule hold, and what becomes of its alert? Pure."""

from __future__ import annotations

from msgspec.structs import replace

from alerts.alert import Alert, alert_id, facts_of
from alerts.case import Case
from alerts.reason import Reason
from alerts.state import advance, sight
from schema.alert import AlertState, Standing


def judge(case: Case) -> Case:
    """The case with its reason and the alert as it is now, its ladder not yet climbed."""
    return _by_time(case) if case.standing is None else _by_standing(case, case.standing)


def _by_time(case: Case) -> Case:
    alert = case.before
    if alert is None or alert.state is not AlertState.OPEN or alert.next_step_at is None:
        return case
    if alert.next_step_at > case.room.now:
        return case
    after = replace(alert, reason=Reason.STEP, changed_at=case.at)
    return replace(case, after=after, reason=Reason.STEP)


def _by_standing(case: Case, standing: Standing) -> Case:
    seen = sight(case.rule, standing, case.before)
    window = case.room.parameters.reopen_within
    state, reason = advance(case.before, seen, standing, window)
    if state is None or reason is Reason.NOTHING:
        return case
    return replace(case, reason=reason, after=_after(case, standing, state, reason))


def _after(case: Case, standing: Standing, state: AlertState, reason: Reason) -> Alert:
    facts, version = facts_of(standing), standing.version
    if case.before is None or reason is Reason.OPENED:
        return _opened(case, standing)
    alert = replace(case.before, state=state, facts=facts, standing_version=version)
    if reason is Reason.UNCHANGED:
        return alert
    resolved_at = standing.at if state is AlertState.RESOLVED else None
    alert = replace(alert, reason=reason, changed_at=standing.at, resolved_at=resolved_at)
    if state is AlertState.RESOLVED:
        return replace(alert, next_step_at=None)
    return replace(alert, due=standing.due, unit=standing.lead)


def _opened(case: Case, standing: Standing) -> Alert:
    return Alert(
        id=alert_id(case.rule.name, standing),
        rule=case.rule.name,
        subject=standing.subject,
        unit=standing.lead,
        severity=case.rule.steps[0].severity,
        state=AlertState.OPEN,
        reason=Reason.OPENED,
        opened_at=standing.at,
        changed_at=standing.at,
        standing_version=standing.version,
        facts=facts_of(standing),
        due=standing.due,
    )
