"""The S-curve: both its lines, the table that tells them, and the gap between them in words.

The plan stays on the original due dates (Q51): a scope may be behind here and on time by its
revised dates, so the tile says which dates it goes by. The fan of the forecast begins with what is
earned now; its edges are all open tasks on their P10 and all on their P90.
"""

from datetime import date
from typing import Any

from web.compose import lines
from web.compose.facts import BoardFacts, PlannedDay
from web.compose.tile import Said, Tile, decimal, shared
from web.formats import NONE, day, number, rounded
from web.words import Words

MOST_ROWS = 24
SPI_SHOWN = 2
"""What a display shows at most; the twin is not cut (Q51)."""


def tile(facts: BoardFacts, twin: dict[str, Any], words: Words) -> Tile:
    """`curve/planned`, `curve/earned`, `curve/rows/0` …, and the schedule of `operational`."""
    work, told = twin["operational"], rows(facts)
    curve: dict[str, Any] = {
        "planned": listed(lines.planned(facts)),
        "earned": listed(lines.earned(facts)),
        "rows": told,
        "forecast": foreseen(facts),
    }
    return Tile(
        twin={"curve": curve},
        said=schedule(work, words) | in_table(told, words) | in_fan(curve["forecast"], words),
        slots={
            "curve/of_plan": of_plan(work["days_behind"], words),
            "curve/key": " ".join(row["day"] for row in told),
            "curve/by": finish(curve["forecast"]["day"])[0],
        },
        page={"days": [day(date.fromisoformat(row["day"])) for row in told]},
        coverage={"curve": work["coverage"] or 0.0},
    )


def rows(facts: BoardFacts) -> list[dict[str, Any]]:
    """At most 25 days of the plan, its last one among them, with both shares."""
    if facts.curve is None:
        return []
    days, now = facts.curve.planned, lines.earned_now(facts)
    stride = -(-len(days) // MOST_ROWS)
    return [row(each, days[-1].planned, now) for each in (*days[:-1:stride], days[-1])]


def row(each: PlannedDay, whole: int, now: tuple[date, float] | None) -> dict[str, Any]:
    """A day with what was planned for its end and earned by then."""
    told = {"day": each.day.isoformat(), "planned": each.planned / whole, "earned": None}
    if now and each.day == now[0]:
        return told | {"earned": now[1]}
    if each.earned is not None:
        return told | {"earned": each.earned / whole}
    return told | {"earned_state": "not_yet_due" if now and each.day > now[0] else "no_data"}


def foreseen(facts: BoardFacts) -> dict[str, Any]:
    """What the forecasts say for the last day of the plan, and the fan up to it."""
    line, known = lines.fan(facts), facts.curve.fan if facts.curve else None
    if not line or known is None:
        blank: dict[str, Any] = dict.fromkeys(("day", "late", "middle", "early"))
        return blank | {"middle_state": "no_data", "fan": []}
    last = line[-1]
    return last._asdict() | {
        "day": last.day.isoformat(),
        "tasks": known.tasks,
        "untold": known.untold,
        "fan": [[each.day.isoformat(), *each[1:]] for each in line],
    }


def in_fan(told: dict[str, Any], words: Words) -> dict[str, Said]:
    """The figures of the forecast."""
    return {
        f"curve/forecast/{name}": shared(told[name], words) for name in ("late", "middle", "early")
    }


def listed(line: lines.Line) -> list[list[Any]]:
    """A line as the twin has it: [day, share]."""
    return [[when.isoformat(), share] for when, share in line]


def in_table(told: list[dict[str, Any]], words: Words) -> dict[str, Said]:
    """The figures of the rows."""
    return {
        f"curve/rows/{n}/{name}": shared(each[name], words)
        for n, each in enumerate(told)
        for name in ("planned", "earned")
    }


def schedule(work: dict[str, Any], words: Words) -> dict[str, Said]:
    """The figures under the lines."""
    return {
        "operational/days_behind": gap(work["days_behind"], work.get("days_behind_state"), words),
        "operational/planned_share": shared(work["planned_share"], words),
        "operational/earned_share": shared(work["earned_share"], words),
        "operational/spi": spi(work["spi"], words),
        "operational/planned_finish": finish(work["planned_finish"]),
    }


def gap(days: float | None, state: str | None, words: Words) -> Said:
    """`chậm 12 ngày`, in whole working days; words also where there is no number yet."""
    if days is None:
        return (words.say("curve.not_begun"), "") if state == "not_yet_due" else (NONE, "none")
    whole = int(abs(rounded(days, 0)))
    if not whole:
        return words.say("curve.on_plan"), ""
    said = whole if whole == 1 else number(whole, words.lang)
    return words.say("curve.behind" if days > 0 else "curve.ahead", n=said), ""


def of_plan(days: float | None, words: Words) -> str:
    """What follows the gap: `so với kế hoạch`."""
    if days is None or not rounded(days, 0):
        return ""
    return words.say("curve.behind_plan" if days > 0 else "curve.ahead_of_plan")


def spi(value: float | None, words: Words) -> Said:
    """SPI with two decimals, shown as 2 at most."""
    return decimal(None if value is None else min(value, SPI_SHOWN), words, 2)


def finish(iso: str | None) -> Said:
    """A day of the twin as a date."""
    return (day(date.fromisoformat(iso)), "") if iso else (NONE, "none")
