"""Stage 5, notify: the deliveries that go to the outbox with the change itself. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID, uuid5

from msgspec.structs import replace

from alerts.alert import Alert
from alerts.case import Case, Delivery
from alerts.payload import payload
from alerts.reason import News, Reason

INBOX, WEBHOOK = "inbox", "webhook"


def notify(case: Case) -> Case:
    """The case with one delivery for each receiver."""
    if case.news is News.NONE:
        return case
    return replace(case, deliveries=tuple(_deliveries(case)))


def _deliveries(case: Case) -> Iterator[Delivery]:
    alert = case.after
    assert alert is not None
    body = payload(alert, case.rule, case.room.rules, at=case.at)
    for channel, target in _receivers(case, alert):
        key = delivery_id(alert, channel, target)
        yield Delivery(id=key, channel=channel, target=target, payload=body)


def _receivers(case: Case, alert: Alert) -> Iterator[tuple[str, str]]:
    left = () if case.before is None or case.reason is not Reason.MOVED else case.before.audience
    for unit in dict.fromkeys((*alert.audience, *left)):
        yield INBOX, unit
    if case.news is News.TELL:
        for unit in alert.audience:
            yield from ((WEBHOOK, str(hook)) for hook in case.room.webhooks.get(unit, ()))


def delivery_id(alert: Alert, channel: str, target: str) -> UUID:
    """The idempotency key: one per change of the alert and receiver, however often it is made."""
    change = f"{alert.standing_version}/{alert.reason}/{alert.step}"
    return uuid5(alert.id, f"{change}/{channel}/{target}")
