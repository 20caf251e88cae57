"""The way of a warning, readable aloud: judge, mute, dedup, escalate, notify. Pure.

Who calls: ``alerts.book``, for standings and for the clock.
"""

from __future__ import annotations

from collections.abc import Callable

from alerts.case import Case
from alerts.dedup import dedup
from alerts.escalate import escalate
from alerts.judge import judge
from alerts.mute import mute
from alerts.notify import notify
from alerts.reason import Reason

Stage = Callable[[Case], Case]

STAGES: tuple[Stage, ...] = (judge, mute, dedup, escalate, notify)


def run(case: Case) -> Case:
    """The case after every stage; one without a reason stops after the first."""
    for stage in STAGES:
        case = stage(case)
        if case.reason is Reason.NOTHING:
            return case
    return case
