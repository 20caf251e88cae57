"""`/programmes`: one row a programme and a way to every field and post; `/method`."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from schema.figures import planning
from schema.kpi import KpiState
from schema.unit import ROOT
from web.compose.doors import OVERDUE, tasks, why
from web.compose.names import short_name
from web.compose.tile import Tile, counted, figures, shared
from web.formats import signed
from web.pages.frame import Frame, as_twin
from web.pages.reads import Reads
from web.site import Site
from web.words import Words

COLUMNS = ("total", "overdue", "due_soon", "on_time_rate", "change_7d")


class Programmes:
    """All programmes of the country at a glance."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._reads = Reads(site)

    async def page(self, request: Request) -> Response:
        """The table and its twin."""
        frame = Frame(self._site, request)
        known = self._site.country.directory.programmes
        states = await self._reads.programmes(ROOT, [each.code for each in known])
        lines = {each.code: line(states.get(each.code)) for each in known}
        tile = Tile(twin={"programmes": lines}, said=said(lines, frame.words))
        if request.url.path.endswith(".json"):
            return as_twin(tile.twin)
        names = [
            (each.code, each.number, each.name_en if frame.look.lang == "en" else each.name_vi)
            for each in known
        ]
        return frame.page(
            "programmes.html",
            figures=figures(tile, tile.twin, self._site.clock.now()),
            names=names,
            doors=ways(lines),
            columns=COLUMNS,
            others=[
                (place.kind, place.code, short_name(place, frame.words))
                for place in self._site.country.directory.others.values()
            ],
        )

    async def method(self, request: Request) -> Response:
        """How figures are made, in short."""
        return Frame(self._site, request).page("method.html")


def line(state: KpiState | None) -> dict[str, Any]:
    """A programme's figures; all null before anything was published."""
    if state is None:
        return dict.fromkeys(COLUMNS)
    plan = planning(state.counts)
    before = state.week_ago["overdue"] if state.week_ago else None
    return {
        "total": plan["total"],
        "overdue": state.counts["overdue"],
        "due_soon": state.counts["due_soon"],
        "on_time_rate": plan["on_time_rate"],
        "change_7d": None if before is None else state.counts["overdue"] - before,
    }


def ways(lines: dict[str, Any]) -> dict[str, str]:
    """Where each figure of the table leads."""
    parts = {name: f"planning/states/{name}" for name in ("overdue", "due_soon")}
    parts |= {name: f"planning/{name}" for name in ("total", "on_time_rate")}
    found: dict[str, str] = {}
    for code in lines:
        twin = {"scope": ROOT, "programme": code}
        found |= {f"programmes/{code}/{name}": tasks(twin, figure=at) for name, at in parts.items()}
        found[f"programmes/{code}/change_7d"] = why(twin, OVERDUE)
    return found


def said(lines: dict[str, dict[str, Any]], words: Words) -> dict[str, tuple[str, str]]:
    """How the rows are printed."""
    made: dict[str, tuple[str, str]] = {}
    for code, values in lines.items():
        at = f"programmes/{code}/"
        change = values["change_7d"]
        made |= {at + key: counted(values[key], words) for key in ("total", "overdue", "due_soon")}
        made[at + "on_time_rate"] = shared(values["on_time_rate"], words)
        made[at + "change_7d"] = (signed(change, words.lang), "" if change is not None else "none")
    return made
