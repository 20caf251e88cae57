"""`/alerts`: what is open in the country; `/alerts?unit=`: the inbox of a unit, live."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from schema.clock import local_day
from web.compose import alerts
from web.compose.tile import figures
from web.pages.frame import Frame, as_twin
from web.pages.reads import Reads, late
from web.site import Site

EARLY = frozenset({"at_risk", "behind"})
"""Rules that warn of what a forecast sees."""


class Alerts:
    """The list and its twin."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._reads = Reads(site)

    async def page(self, request: Request) -> Response:
        """Open alerts, the most severe and oldest first."""
        frame = Frame(self._site, request)
        unit = request.query_params.get("unit", "")
        directory = self._site.country.directory
        if unit and unit not in directory.tree:
            return frame.problem(404, "problem.no_unit", asked=unit[:80])
        counts = await self._reads.rows("count_open_alerts", unit=unit)
        rows = await self._reads.rows("open_alerts", unit=unit)
        tile = alerts.tile(tuple(map(self._line, rows)), dict(counts), frame.words)
        if request.url.path.endswith(".json"):
            return as_twin(tile.twin | {"unit": unit or None})
        return frame.page(
            "alerts.html",
            figures=figures(tile, tile.twin, self._site.clock.now()),
            page=tile.page,
            unit=directory.place(unit) if unit else None,
            path=frame.crumbs(directory.path(unit)) if unit else [],
            live=bool(unit),
        )

    def _line(self, row: tuple[Any, ...]) -> alerts.AlertLine:
        id_, rule, subject, unit, severity, state, opened_at, due, facts, p_late = row
        today = local_day(self._site.clock.now())
        return alerts.AlertLine(
            id=str(id_),
            rule=rule,
            subject=subject,
            unit=self._site.country.directory.place(unit),
            severity=severity,
            state=state,
            opened_at=opened_at,
            title=facts.get("title", subject),
            days_late=late(due, today) if rule == "overdue" else None,
            days_left=(due - today).days if due else None,
            secret=facts.get("secrecy", "none") != "none",
            p_late=p_late if rule in EARLY else None,
        )
