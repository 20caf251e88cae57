"""The book of one batch: what is known of its subjects, and what is to be written. Pure.

Who calls: ``alerts.ledger``, which fills it from SQL and writes it back in the same transaction.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from alerts.alert import Alert
from alerts.case import Case, Delivery, Room
from alerts.pipeline import run
from alerts.reason import LEAVING, Reason
from schema.alert import Standing


class Event(Struct, frozen=True, kw_only=True):
    """One line of an alert's history."""

    alert: UUID
    at: datetime
    reason: Reason
    detail: dict[str, object]


class Book:
    """Alerts by (rule, subject), versions seen by subject, and every change made to them."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.changed: dict[UUID, Alert] = {}
        self.events: list[Event] = []
        self.deliveries: dict[UUID, list[Delivery]] = {}
        self.seen: dict[str, int] = {}
        self._newest: dict[tuple[str, str], Alert] = {}
        self._known: dict[str, int] = {}

    def know(self, alerts: list[Alert], versions: dict[str, int]) -> None:
        """What SQL knows of the subjects of this batch."""
        self._newest = {(alert.rule, alert.subject): alert for alert in alerts}
        self._known = versions

    def judge(self, standing: Standing, published_at: datetime) -> None:
        """A standing meets every rule; one whose version was seen before meets none."""
        subject, version = standing.subject, standing.version
        if version <= self.seen.get(subject, self._known.get(subject, -1)):
            return
        self.seen[subject] = version
        for rule in self.room.rules.rule:
            self._enter(
                run(
                    Case(
                        room=self.room,
                        rule=rule,
                        before=self._newest.get((rule.name, subject)),
                        standing=standing,
                        published_at=published_at,
                    )
                )
            )

    def tick(self, alert: Alert) -> None:
        """An alert meets the clock."""
        self._enter(run(Case(room=self.room, rule=self.room.rules.named(alert.rule), before=alert)))

    @property
    def resolved(self) -> list[UUID]:
        """Alerts that ended in this batch: what was not sent of them yet is overtaken."""
        return [event.alert for event in self.events if event.reason in LEAVING]

    def _enter(self, case: Case) -> None:
        if case.after is None or case.after == case.before:
            return
        self.changed[case.after.id] = case.after
        self._newest[(case.after.rule, case.after.subject)] = case.after
        if case.reason is not Reason.UNCHANGED:
            self.events.append(_event(case, case.after))
        if case.reason in LEAVING:
            self.deliveries.pop(case.after.id, None)
        if case.deliveries:
            self.deliveries.setdefault(case.after.id, []).extend(case.deliveries)


def _event(case: Case, alert: Alert) -> Event:
    detail: dict[str, object] = {
        "step": alert.step,
        "owner": alert.owner,
        "severity": alert.severity,
        "due": alert.due,
        "news": case.news,
    }
    if case.muted is not None:
        detail["muted"] = case.muted
    if case.standing is not None:
        detail |= {"version": case.standing.version, "cause": case.standing.cause}
        detail |= {"update": case.standing.update} if case.standing.update else {}
    return Event(alert=alert.id, at=case.at, reason=case.reason, detail=detail)
