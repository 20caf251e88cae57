"""Moves of the units that do the work: progress, claims, questions, readings, and their slips.

Each is ``move(view, hand, now)``: a report, or None when nobody can make that move now. Pure.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from schema.clock import local_day
from schema.report import Report
from schema.update import (
    Completed,
    DifficultyAnswered,
    DifficultyRaised,
    EvidenceAdded,
    IndicatorReading,
    Progress,
    SlotNil,
    TaskRevised,
)
from stream.core.slots import period_name
from stream.sample.hand import Hand
from stream.sample.life import SLOW_MINISTRY
from stream.sample.readings import STATISTICS
from stream.sample.view import Known, Question, View

_MEASURED = ("C01", "D01", "D02", "D03", "E02")
_AT_ONCE = 4
"""Tasks in an everyday report."""


def progress(view: View, hand: Hand, now: datetime) -> Report | None:
    """A unit says how far some of its tasks are: never back, never quite done."""
    task = hand.one(view.working)
    if task is None:
        return None
    held = view.of_lead(task.lead)
    chosen = hand.rng.sample(held, min(len(held), hand.rng.randint(1, _AT_ONCE)))
    return hand.report(task.lead, now, *(_further(each, hand, now) for each in chosen))


def _further(task: Known, hand: Hand, now: datetime) -> Progress:
    known = task.progress or 0.0
    value = max(min(known + hand.rng.uniform(0.0, 0.05), 0.97), known)
    return hand.update(Progress, now, subject=task.code, progress=round(value, 2))


def late(view: View, hand: Hand, now: datetime) -> Report | None:
    """What happened six days ago is reported now."""
    task = hand.one(view.working)
    if task is None:
        return None
    ago = now - timedelta(days=6)
    said = hand.update(Progress, ago, subject=task.code, progress=task.progress or 0.1)
    return hand.report(task.lead, now, said)


def fell(view: View, hand: Hand, now: datetime) -> Report | None:
    """Progress falls and nobody says why."""
    task = hand.one([task for task in view.working if (task.progress or 0) > 0.3])
    if task is None or task.progress is None:
        return None
    value = round(task.progress - 0.2, 2)
    said = hand.update(Progress, now, subject=task.code, progress=value)
    return hand.report(task.lead, now, said)


def evidence(view: View, hand: Hand, now: datetime) -> Report | None:
    """A document is added to a task."""
    task = hand.one(view.working)
    if task is None:
        return None
    said = hand.update(EvidenceAdded, now, subject=task.code, evidence=[hand.document(now)])
    return hand.report(task.lead, now, said)


def nil(view: View, hand: Hand, now: datetime) -> Report | None:
    """Nothing to report this week."""
    task = hand.one(view.recurring)
    if task is None:
        return None
    name = period_name(local_day(now), "weekly")
    said = hand.update(SlotNil, now, subject=task.code, subjects=[task.code], period=name)
    return hand.report(task.lead, now, said)


def recurring(view: View, hand: Hand, now: datetime) -> Report | None:
    """This week's instance of a recurring task is done."""
    task = hand.one(view.recurring)
    if task is None:
        return None
    name = period_name(local_day(now), "weekly")
    return hand.report(task.lead, now, hand.update(Completed, now, subject=task.code, period=name))


def reading(view: View, hand: Hand, now: datetime) -> Report | None:
    """A province's indicator is measured."""
    province = hand.one(list(view.provinces))
    if province is None:
        return None
    whole = 100 * hand.rng.randint(20, 400)
    part = hand.rng.randint(whole // 3, whole)
    said = hand.update(
        IndicatorReading,
        now,
        subject=hand.rng.choice(_MEASURED),
        unit=province,
        period=period_name(local_day(now), "weekly"),
        value=round(100 * part / whole, 4),
        num=part,
        den=whole,
    )
    return hand.report(province, now, said, by=STATISTICS.habit)


def completed(view: View, hand: Hand, now: datetime) -> Report | None:
    """A unit claims a task done."""
    task = hand.one(view.working)
    if task is None:
        return None
    view.take(view.working, task)
    view.awaiting.append(task)
    said = hand.update(Completed, now, subject=task.code, evidence=[hand.document(now)])
    return hand.report(task.lead, now, said)


def requested(view: View, hand: Hand, now: datetime) -> Report | None:
    """A unit asks for a new due date."""
    task = hand.one([task for task in view.working if task.due is not None])
    if task is None or task.due is None:
        return None
    said = hand.update(
        TaskRevised,
        now,
        subject=task.code,
        decision="requested",
        old_due=task.due,
        new_due=task.due + timedelta(days=30),
        reason=hand.rng.choice(hand.content.reasons["revised"]),
    )
    return hand.report(task.lead, now, said)


def asked(view: View, hand: Hand, now: datetime) -> Report | None:
    """A unit asks the ministry that many wait for."""
    task = hand.one([task for task in view.working if task.lead != SLOW_MINISTRY])
    if task is None:
        return None
    kind = hand.rng.choice(list(hand.content.difficulties))
    name = f"d{hand.rng.randint(100, 99_999)}"
    said = hand.update(
        DifficultyRaised,
        now,
        subject=task.code,
        difficulty=name,
        type=kind,
        text=hand.rng.choice(hand.content.difficulties[kind]),
        asked_of=SLOW_MINISTRY,
        answer_due=local_day(now) + timedelta(days=10),
    )
    view.questions.append(Question(task=task.code, difficulty=name, asked_of=SLOW_MINISTRY))
    return hand.report(task.lead, now, said)


def answered(view: View, hand: Hand, now: datetime) -> Report | None:
    """Someone who was asked answers."""
    question = hand.one(view.questions)
    if question is None:
        return None
    view.questions.remove(question)
    said = hand.update(
        DifficultyAnswered,
        now,
        subject=question.task,
        difficulty=question.difficulty,
        text="Đã có văn bản hướng dẫn",
    )
    return hand.report(question.asked_of, now, said)
