"""The wave that is coming: tasks that fall due in the next 30 days, day by day.

Each day is split by the signs that the forecast gives: on course, at risk (p_late 0.5–0.8) and
behind (0.8 or more). A task with too few reports for a forecast is on course, and the tile says of
how many that holds. Bars are drawn by the page from the figures' values.
"""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from web.compose.facts import BoardFacts, WaveDay
from web.compose.tile import Said, Tile, counted
from web.formats import day
from web.words import Words

DAYS = 30
PARTS = ("at_risk", "behind", "untold")
SIGNS = {"at_risk": "at_risk", "behind": "behind", "untold": ""}
"""In which colour the sum of a part is said."""


def tile(facts: BoardFacts, words: Words) -> Tile:
    """`wave/days/0` … and the sum of each week."""
    days = (facts.wave or ())[:DAYS]
    weeks = [week(each) for each in by_week(days)]
    twin: dict[str, Any] = {
        "from": days[0].day.isoformat() if days else None,
        "overdue_today": facts.overdue_today,
        "highest": highest(facts, days),
        "total": sum(map(due, days)) if facts.wave is not None else None,
        **(summed(days) if facts.wave is not None else dict.fromkeys(PARTS)),
        "days": [entry(each) for each in days],
        "weeks": weeks,
    }
    return Tile(
        twin={"wave": twin},
        said=said(twin, words),
        slots={"wave/from": twin["from"] or ""},
        page={"known": facts.wave is not None, "labels": [label(each) for each in days]},
    )


def by_week(days: tuple[WaveDay, ...]) -> list[list[WaveDay]]:
    """The days cut at Mondays."""
    return [list(group) for _, group in groupby(days, key=lambda each: each.day.isocalendar()[:2])]


def due(each: WaveDay) -> int:
    """Tasks due on one day."""
    return each.on_course + each.at_risk + each.behind


def highest(facts: BoardFacts, days: tuple[WaveDay, ...]) -> int:
    """The tallest column; the overdue stack may exceed it and is cut with a mark."""
    return max([due(each) for each in days], default=0) or 1


def entry(each: WaveDay) -> dict[str, Any]:
    """A day in the twin."""
    return {
        "day": each.day.isoformat(),
        "working": each.working,
        "due": due(each),
        "on_course": each.on_course,
        "at_risk": each.at_risk,
        "behind": each.behind,
        "untold": each.untold,
    }


def summed(days: Iterable[WaveDay]) -> dict[str, int]:
    """How many of the tasks due are foreseen late, and of how many nothing is foreseen."""
    listed = list(days)
    return {part: sum(getattr(each, part) for each in listed) for part in PARTS}


def week(days: list[WaveDay]) -> dict[str, Any]:
    """A week's sum, as wide as its days."""
    begin = days[0].day.isoformat()
    return {"from": begin, "days": len(days), "due": sum(map(due, days)), **summed(days)}


def said(twin: dict[str, Any], words: Words) -> dict[str, Said]:
    """Numbers of days, weeks and the stack of today."""
    figures = {
        "wave/overdue_today": counted(twin["overdue_today"], words),
        "wave/total": counted(twin["total"], words),
        "wave/highest": counted(twin["highest"], words),
    }
    figures |= {f"wave/{part}": counted(twin[part], words, SIGNS[part]) for part in PARTS}
    for n, each in enumerate(twin["days"]):
        for part in ("on_course", "at_risk", "behind"):
            figures[f"wave/days/{n}/{part}"] = counted(each[part], words)
    for n, each in enumerate(twin["weeks"]):
        figures[f"wave/weeks/{n}/due"] = counted(each["due"], words)
    return figures


def label(each: WaveDay) -> dict[str, Any]:
    """What a column is called."""
    return {"day": each.day.isoformat(), "text": day(each.day), "working": each.working}
