"""Moves of the assigning side: new tasks, verdicts on claims. Shape as in `moves_unit`. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from schema.clock import local_day
from schema.report import Report
from schema.update import Reopened, Returned, TaskAssigned, Verified
from stream.sample.hand import Hand
from stream.sample.tasks import POSTS, STANDING_OFFICE
from stream.sample.view import View

_URGENT_DAYS = 3


def verified(view: View, hand: Hand, now: datetime) -> Report | None:
    """A claim is accepted."""
    task = hand.one(view.awaiting)
    if task is None:
        return None
    view.take(view.awaiting, task)
    return hand.report(task.assigned_by, now, hand.update(Verified, now, subject=task.code))


def returned(view: View, hand: Hand, now: datetime) -> Report | None:
    """A claim is sent back; a task whose due date has passed is overdue at once."""
    today = local_day(now)
    passed = [task for task in view.awaiting if task.due is not None and task.due < today]
    task = hand.one(passed or view.awaiting)
    if task is None:
        return None
    view.take(view.awaiting, task)
    reason = hand.rng.choice(hand.content.reasons["returned"])
    said = hand.update(Returned, now, subject=task.code, reason=reason)
    return hand.report(task.assigned_by, now, said)


def reopened(view: View, hand: Hand, now: datetime) -> Report | None:
    """A task that was done is opened again."""
    task = hand.one(view.done)
    if task is None:
        return None
    view.take(view.done, task)
    reason = hand.rng.choice(hand.content.reasons["reopened"])
    said = hand.update(Reopened, now, subject=task.code, reason=reason, progress=0.8)
    return hand.report(task.assigned_by, now, said)


def assigned(view: View, hand: Hand, now: datetime) -> Report | None:
    """A province gets a new task."""
    return _assign(view, hand, now, hand.rng.randint(30, 120))


def alarm(view: View, hand: Hand, now: datetime) -> Report | None:
    """An urgent task, due in three days: its lead is warned at once."""
    return _assign(view, hand, now, _URGENT_DAYS)


def _assign(view: View, hand: Hand, now: datetime, days: int) -> Report | None:
    province = hand.one(list(view.provinces))
    if province is None:
        return None
    template = hand.rng.choice(hand.content.each["province"])
    today = local_day(now)
    said = hand.update(
        TaskAssigned,
        now,
        subject=view.next_code(province),
        lead=province,
        assigned_by=STANDING_OFFICE,
        coordinators=[code for code in template.coordinators if code != province],
        programme=template.programme,
        plan="kh02",
        objective=template.field.lower(),
        field=template.field,
        title=template.title.replace("{unit}", view.provinces[province]),
        start=today,
        due=today + timedelta(days=days),
        weight=2.0,
        in_charge=POSTS[template.field],
        origin=template.source,
    )
    return hand.report(STANDING_OFFICE, now, said)
