"""`/programmes`: one row a programme and a way to every field and post; `/method`."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from schema.clock import local_day
from schema.figures import figures as board
from schema.kpi import KpiState
from schema.unit import ROOT
from web.compose.doors import OVERDUE, tasks, why
from web.compose.names import short_name
from web.compose.tile import GREY_BELOW, Tile, counted, decimal, figures, shared
from web.formats import signed
from web.pages.frame import Frame, as_twin
from web.pages.reads import Reads
from web.site import Site
from web.words import Words

COUNTED = ("total", "overdue", "wave", "wave_at_risk", "wave_behind")
SHARED = ("on_time_rate", "index_coverage")
COLUMNS = (*COUNTED, *SHARED, "due", "index", "change_7d")
DAYS = timedelta(days=29)
"""From today to the last day of the wave."""
Wave = tuple[int, int, int]
"""Tasks that fall due in 30 days, of them at risk, of them behind by forecast."""


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
        waves = await self._waves([each.code for each in known])
        lines = {each.code: line(states.get(each.code), waves.get(each.code)) for each in known}
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
            doors=ways(lines, self._today()),
            wave_end=self._today() + DAYS,
            others=[
                (place.kind, place.code, short_name(place, frame.words))
                for place in self._site.country.directory.others.values()
            ],
        )

    def _today(self) -> date:
        return local_day(self._site.clock.now())

    async def _waves(self, codes: list[str]) -> dict[str, Wave]:
        """By programme; one of which nothing falls due has none waiting."""
        today = self._today()
        rows = await self._reads.rows(
            "waves_of_programmes", programmes=codes, today=today, wave_end=today + DAYS
        )
        return dict.fromkeys(codes, (0, 0, 0)) | {row[0]: row[1:] for row in rows}

    async def method(self, request: Request) -> Response:
        """How figures are made, in short."""
        return Frame(self._site, request).page("method.html")


def line(state: KpiState | None, wave: Wave | None) -> dict[str, Any]:
    """A programme's figures; all null before anything was published."""
    if state is None:
        return dict.fromkeys(COLUMNS)
    told = board(state)
    plan = told["planning"]
    before = state.week_ago["overdue"] if state.week_ago else None
    return {
        "total": plan["total"],
        "overdue": state.counts["overdue"],
        **dict(zip(("wave", "wave_at_risk", "wave_behind"), wave or (None,) * 3, strict=True)),
        "on_time_rate": plan["on_time_rate"],
        "due": plan["due"],
        "index": told["index"],
        "index_coverage": told["index_coverage"],
        "change_7d": None if before is None else state.counts["overdue"] - before,
    }


def ways(lines: dict[str, Any], today: date) -> dict[str, str]:
    """Where each figure of the table leads."""
    parts = {name: f"planning/{name}" for name in ("total", "on_time_rate", "due")}
    parts["overdue"] = OVERDUE
    due = f"{today}..{today + DAYS}"
    found: dict[str, str] = {}
    for code in lines:
        twin, at = {"scope": ROOT, "programme": code}, f"programmes/{code}/"
        found |= {at + name: tasks(twin, figure=figure) for name, figure in parts.items()}
        found |= {at + "wave": tasks(twin, due=due)}
        for sign in ("at_risk", "behind"):
            found[at + "wave_" + sign] = tasks(twin, due=due, sign=sign)
        found[at + "change_7d"] = why(twin, OVERDUE)
        found[at + "index"] = f"/boards/{ROOT}@{code}#tiers"
    return found


def said(lines: dict[str, dict[str, Any]], words: Words) -> dict[str, tuple[str, str]]:
    """How the rows are printed."""
    made: dict[str, tuple[str, str]] = {}
    for code, values in lines.items():
        at = f"programmes/{code}/"
        change, known = values["change_7d"], values["index_coverage"]
        made |= {at + key: counted(values[key], words) for key in (*COUNTED, "due")}
        made |= {at + key: shared(values[key], words) for key in SHARED}
        grey = "grey" if known is not None and known < GREY_BELOW else ""
        made[at + "index"] = decimal(values["index"], words, 2, grey)
        made[at + "change_7d"] = (signed(change, words.lang), "" if change is not None else "none")
    return made
