"""Stage 3, dedup: is it news, and to whom? Each thing is told once. Pure."""

from __future__ import annotations

from msgspec.structs import replace

from alerts.case import Case
from alerts.reason import LEAVING, SPOKEN_FOR, Muted, News, Reason

_TOLD = frozenset({Reason.OPENED, Reason.REOPENED, Reason.MOVED, Reason.STEP})


def dedup(case: Case) -> Case:
    """The case with its news, and the alert knowing whether anybody was ever told of it."""
    assert case.after is not None
    before = case.before is not None and case.before.told and case.reason is not Reason.OPENED
    news = decide(case.reason, case.muted, told=before)
    after = replace(case.after, told=before or news is News.TELL)
    return replace(case, news=news, after=after)


def decide(reason: Reason, muted: Muted | None, *, told: bool) -> News:
    """Who learns of a change; `told`: whether anybody was told of this alert before.

    An end is news only to those who knew of the beginning; that a rule was overtaken is said by the
    rule that overtook it, to the same and to more.
    """
    if muted is not None or reason is Reason.UNCHANGED:
        return News.NONE
    if reason in _TOLD or (reason in LEAVING - SPOKEN_FOR and told):
        return News.TELL
    return News.REFRESH
