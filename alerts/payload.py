"""What a receiver reads: the same words on every channel, in Vietnamese and in English. Pure.

The body of a webhook is ``{"type": "alert.<reason>", "timestamp": …, "data": {…}}`` (Standard
Webhooks). The title of a secret task is withheld: the message leaves the house.
"""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from alerts.alert import Alert, Facts
from alerts.reason import LEAVING, Reason
from alerts.rules import Rule, Rules, Words
from schema.states import P_LATE_AMBER

WITHHELD = Words(vi="(nội dung không công khai)", en="(title withheld)")


def payload(alert: Alert, rule: Rule, rules: Rules, *, at: datetime) -> dict[str, object]:
    """The body of a message about this change of an alert, as plain JSON values."""
    built = msgspec.to_builtins(
        {
            "type": f"alert.{kind(alert.reason)}",
            "timestamp": at,
            "data": {
                "alert": alert.id,
                "rule": alert.rule,
                "severity": alert.severity,
                "state": alert.state,
                "reason": alert.reason,
                "step": alert.step,
                "version": alert.standing_version,
                "subject": alert.subject,
                "unit": alert.unit,
                "owner": alert.owner,
                "opened_at": alert.opened_at,
                "facts": _public(alert),
                "text": text(alert, rule, rules),
                "url": f"/tasks/{alert.subject}",
            },
        }
    )
    assert isinstance(built, dict)
    return built


def kind(reason: Reason) -> str:
    """The event a receiver subscribes to: opened, step, changed or resolved."""
    if reason in LEAVING:
        return "resolved"
    return {Reason.STEP: "step", Reason.REDATED: "changed"}.get(reason, "opened")


def text(alert: Alert, rule: Rule, rules: Rules) -> Words:
    """One sentence in both languages: what the rule says, or how the alert ended."""
    return Words(vi=_text(alert, rule, rules, "vi"), en=_text(alert, rule, rules, "en"))


def _text(alert: Alert, rule: Rule, rules: Rules, language: str) -> str:
    title = alert.facts.title if _is_public(alert) else getattr(WITHHELD, language)
    if alert.reason in LEAVING:
        return f"{title}: {getattr(rules.resolved[alert.reason], language)}"
    template: str = getattr(rule.text, language)
    return template.format(
        title=title,
        unit=alert.unit,
        due=_day(alert.due),
        days_late=alert.facts.days_late,
        days_left="—" if alert.facts.days_left is None else max(alert.facts.days_left, 0),
        because=_because(alert.facts, rules, language),
    )


def _because(facts: Facts, rules: Rules, language: str) -> str:
    """What an early warning stands on: the forecast, or that nobody has reported."""
    if facts.p_late is None or facts.p_late < P_LATE_AMBER:
        return str(getattr(rules.because.silence, language))
    template: str = getattr(rules.because.forecast, language)
    return template.format(
        chance=f"{(facts.p_late + 50) // 100}%",
        finish=_day(facts.finish_p50),
        foreseen=_day(facts.foreseen),
        reports=facts.reports,
        reported=_day(facts.reported_on),
    )


def _public(alert: Alert) -> object:
    if _is_public(alert):
        return alert.facts
    return msgspec.structs.replace(alert.facts, title="")


def _is_public(alert: Alert) -> bool:
    return alert.facts.secrecy == "none"


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day is not None else "—"
