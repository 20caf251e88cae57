"""Each figure is a door: the address of what it is made of, by its pointer in a board's twin.

`/boards/{scope}/events?figure={pointer}` leads to the same place for whoever reads the twin.
Figures of tasks lead to their list; readings, difficulties and updates have lists of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlencode

from schema.clock import local_day
from web.compose.parts import FIGURES_OF_TASKS
from web.compose.tile import resolve

Twin = Mapping[str, Any]
OVERDUE = "planning/states/overdue"
HEADLINE = {
    **dict.fromkeys(("overdue", "held", "holders", "held_share", "oldest_days"), OVERDUE),
    "total": "planning/total",
    "due": "planning/due",
    "overdue_rate": "planning/overdue_rate",
    "at_risk": "risk/at_risk",
}
"""What the numbers of the sentence are counts of."""
FORESEEN = ("at_risk", "behind")
"""Parts of the wave that are signs of tasks."""
WEEK = timedelta(days=7)


def door(pointer: str, twin: Twin) -> str | None:
    """Where a figure leads; None for what is no figure or is made of nothing told one by one."""
    if pointer in FIGURES_OF_TASKS:
        return tasks(twin, figure=pointer)
    head, _, rest = pointer.partition("/")
    found = _ROOMS.get(head)
    return found(rest.split("/"), twin) if found else None


def doors(pointers: Mapping[str, Any], twin: Twin) -> dict[str, str]:
    """Every door of a board."""
    found = ((pointer, door(pointer, twin)) for pointer in pointers if pointer[0] != "~")
    return {pointer: address for pointer, address in found if address}


def base(twin: Twin) -> str:
    """The board's own address."""
    programme = f"@{twin['programme']}" if twin["programme"] else ""
    return f"/boards/{quote(twin['scope'])}{quote(programme, safe='@')}"


def tasks(twin: Twin, **asked: str) -> str:
    """A list of tasks of this board."""
    return _tasks(twin["scope"], twin["programme"], tuple(asked.items()))


@lru_cache(1 << 14)  # a board tells hundreds of addresses with every patch, nearly always the same
def _tasks(scope: str, programme: str, asked: tuple[tuple[str, str], ...]) -> str:
    at = base({"scope": scope, "programme": programme})
    return f"{at}/tasks?{urlencode(asked, safe='/,')}"


def why(twin: Twin, figure: str, since: date | None = None) -> str:
    """Why a figure moved since the close of a day; without one, since a week ago."""
    asked = {"figure": figure} | ({"from": since.isoformat()} if since else {})
    return f"{base(twin)}/why?{urlencode(asked, safe='/')}"


def _headline(steps: list[str], twin: Twin) -> str | None:
    name = steps[0]
    if name in ("missing", "expected"):
        return _quality(steps, twin)
    if name in HEADLINE:
        return tasks(twin, figure=HEADLINE[name])
    if name == "week_change":
        return why(twin, OVERDUE)
    if name.startswith("waiting"):
        return _difficulties(steps, twin)
    if name == "within_7" and twin["clock"]:
        today = local_day(datetime.fromisoformat(twin["clock"]))
        return tasks(twin, state="in_time,due_soon,not_started", due=f"{today}..{today + WEEK}")
    return None


def _wave(steps: list[str], twin: Twin) -> str | None:
    wave = twin["wave"]
    if steps == ["overdue_today"]:
        return tasks(twin, figure=OVERDUE)
    if steps[0] in ("total", "untold", *FORESEEN) and wave["days"]:
        signs = {"sign": steps[0]} if steps[0] in FORESEEN else {}
        return tasks(twin, due=f"{wave['days'][0]['day']}..{wave['days'][-1]['day']}", **signs)
    if steps[0] == "days":
        signs = {"sign": steps[2]} if steps[2] in FORESEEN else {}
        return tasks(twin, due=wave["days"][int(steps[1])]["day"], **signs)
    if steps[0] == "weeks":
        week = wave["weeks"][int(steps[1])]
        first = date.fromisoformat(week["from"])
        return tasks(twin, due=f"{first}..{first + timedelta(days=week['days'] - 1)}")
    return None


def _map(steps: list[str], twin: Twin) -> str | None:
    if steps[1] == "dq":
        return _quality(steps, {"scope": steps[0], "programme": twin["programme"]})
    if steps[1] == "change_24h":
        return why({"scope": steps[0], "programme": twin["programme"]}, OVERDUE)
    figure = {"due_soon": "planning/states/due_soon", "on_time_rate": "planning/on_time_rate"}
    figure |= {"due": "planning/due", "total": "planning/total"}
    return place(steps[0], figure.get(steps[1], OVERDUE), twin)


def place(code: str, figure: str, twin: Twin) -> str:
    """What one tile of a board counts: of a unit its own, of a field what the unit holds of it."""
    if twin["scope"].startswith(("f.", "m.")):
        return tasks(twin, figure=figure, unit=code)
    return tasks({"scope": code, "programme": twin["programme"]}, figure=figure)


def _heat(steps: list[str], twin: Twin) -> str:
    if steps[0] == "worst":
        return place(twin["heat"]["worst"]["unit"], OVERDUE, twin)
    return f"{base(twin)}/units"


def _worst(steps: list[str], twin: Twin) -> str:
    return place(resolve(twin, f"worst/{steps[0]}/unit"), OVERDUE, twin)


def _movers(steps: list[str], twin: Twin) -> str:
    code = resolve(twin, f"movers/{steps[0]}/{steps[1]}/scope")
    return why({"scope": code, "programme": twin["programme"]}, OVERDUE)


def _difficulties(steps: list[str], twin: Twin) -> str:
    return f"{base(twin)}/difficulties"


def _bottlenecks(steps: list[str], twin: Twin) -> str:
    row = resolve(twin, f"bottlenecks/{steps[0]}")
    asked = {"type": row["type"], "asked_of": row["asked_of"]}
    return f"{base(twin)}/difficulties?{urlencode(asked)}"


def _strategic(steps: list[str], twin: Twin) -> str:
    if steps[0] != "indicators":
        return f"{base(twin)}/readings"
    row = resolve(twin, f"strategic/indicators/{steps[1]}")
    return f"{base(twin)}/readings?{urlencode({'indicator': row['code']})}"


def _quality(steps: list[str], twin: Twin) -> str | None:
    """The unit's page tells what lowers it; of a programme, a field or a post there is none."""
    if twin["programme"] or twin["scope"].startswith(("f.", "m.")):
        return None
    return f"/units/{quote(twin['scope'])}#quality"


def _windows(steps: list[str], twin: Twin) -> str | None:
    if steps[0] != "today" or steps[1] not in _OF_TODAY:
        return None
    asked = {"channel": "connector"} if steps[1] == "automatic" else {}
    return f"{base(twin)}/updates" + (f"?{urlencode(asked)}" if asked else "")


_OF_TODAY = ("updates", "automatic", "automatic_rate", "reporting_units", "lag_received")


def _change(steps: list[str], twin: Twin) -> str:
    tier = "planning" if steps[0] == "on_time_rate" else "operational"
    return why(twin, f"{tier}/{steps[0]}")


def _urge(steps: list[str], twin: Twin) -> str:
    return f"/tasks/{quote(resolve(twin, f'urge/{steps[0]}/task'))}"


def _programmes(steps: list[str], twin: Twin) -> str:
    return tasks({"scope": twin["scope"], "programme": steps[0]}, figure=OVERDUE)


_ROOMS: dict[str, Callable[[list[str], Twin], str | None]] = {
    "headline": _headline,
    "wave": _wave,
    "map": _map,
    "heat": _heat,
    "worst": _worst,
    "movers": _movers,
    "difficulties_open": _difficulties,
    "bottlenecks": _bottlenecks,
    "strategic": _strategic,
    "windows": _windows,
    "quality": _quality,
    "change_7d": _change,
    "urge": _urge,
    "programmes": _programmes,
    "curve": lambda steps, twin: tasks(twin, figure="operational/planned_share"),
    "index": lambda steps, twin: "#tiers",
    "index_coverage": lambda steps, twin: "#tiers",
    "pulse": lambda steps, twin: "/-/latency",
}
"""By the first step of the pointer."""
