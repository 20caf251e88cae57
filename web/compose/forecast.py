"""A task's forecast: when it will be done, how likely that is too late, and from which reports.

Where no report bears it there is no number, only the words for that. A warning says how many days
before the due date it stood, from the turn of the standing that began it.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from schema.clock import local_day
from schema.states import Sign, State
from schema.workdays import state_offices
from web.compose.tile import Said, Tile, counted, shared
from web.compose.work import Foreseen, TaskFacts, Turn
from web.formats import day
from web.words import Words

WHOLE = 10_000
WARNING = frozenset({Sign.AT_RISK.value, Sign.BEHIND.value})
_UNDER_WAY = frozenset(
    {State.NOT_STARTED.value, State.IN_TIME.value, State.DUE_SOON.value, State.OVERDUE.value}
)


def tile(facts: TaskFacts, words: Words) -> Tile:
    """`forecast/p_late` and what stands around it."""
    told, due = facts.foreseen, facts.line.due
    since = warned_since(facts.turns)
    warning: dict[str, Any] | None = None
    if since and due and since <= due:
        warning = {"since": since.isoformat(), "days_before": (due - since).days}
    bears = told is not None and told.reports > 0
    twin = (numbers(told, due) if told and bears else nothing(facts)) | {"warning": warning}
    said: dict[str, Said] = {}
    if bears:
        said = figures(twin, facts.line.sign, words)
    if warning:
        said["forecast/warning/days_before"] = counted(warning["days_before"], words)
    return Tile(twin={"forecast": twin}, said=said, page=page(facts, bears, since, words))


def numbers(told: Foreseen, due: date | None) -> dict[str, Any]:
    """A forecast that stands on reports."""
    return {
        "state": told.ground,
        "day": told.day.isoformat(),
        "p_late": told.p_late / WHOLE,
        "finish_p10": told.finish_p10.isoformat(),
        "finish_p50": told.finish_p50.isoformat(),
        "finish_p90": told.finish_p90.isoformat(),
        "late_by": late_by(told.finish_p50, due),
        "reports": told.reports,
        "first": told.first.isoformat() if told.first else None,
        "last": told.last.isoformat() if told.last else None,
        "updates": told.updates,
        "newest": told.newest,
    }


def nothing(facts: TaskFacts) -> dict[str, Any]:
    """No forecast: there are too few reports, or nothing is left to foresee."""
    told = facts.foreseen
    return {
        "state": told.ground if told else None,
        "day": told.day.isoformat() if told else None,
        "p_late": None,
        "p_late_state": "too_few" if facts.line.state in _UNDER_WAY else "no_data",
    }


def late_by(finish: date, due: date | None) -> int:
    """Working days by which the middle of the forecast lies past the due date; 0 if it does not."""
    return max(0, state_offices().between(due, finish)) if due else 0


def warned_since(turns: Iterable[Turn]) -> date | None:
    """The day from which a task stood at risk or behind without a break, until now or its due date.

    `turns` are its changes of standing, the newest first.
    """
    since = None
    for turn in turns:
        if turn.sign_to in WARNING:
            since = local_day(turn.at)
        elif since or turn.sign_to != Sign.OVERDUE.value:
            break
    return since


def figures(twin: dict[str, Any], sign: str, words: Words) -> dict[str, Said]:
    """The numbers of a forecast."""
    return {
        "forecast/p_late": shared(twin["p_late"], words, sign if sign in WARNING else ""),
        "forecast/late_by": counted(twin["late_by"], words),
        "forecast/reports": counted(twin["reports"], words),
    }


def page(facts: TaskFacts, bears: bool, since: date | None, words: Words) -> dict[str, Any]:
    """Its words."""
    told, line = facts.foreseen, facts.line
    if not told or not bears:
        known = "too_few" if line.state in _UNDER_WAY and line.kind == "one_off" else "closed"
        return {"known": False, "why": words.say(f"forecast.{known}"), "since": day(since)}
    return {
        "known": True,
        "since": day(since),
        "finish": words.say(
            "forecast.finish",
            p10=day(told.finish_p10),
            p50=day(told.finish_p50),
            p90=day(told.finish_p90),
        ),
        "days": words.say("forecast.days", first=day(told.first), last=day(told.last)),
        "evaluated": words.say("forecast.evaluated", day=day(told.day)),
        "silent": told.ground == "silent",
        "newest": told.newest,
        "late": late_by(told.finish_p50, line.due) > 0,
    }
