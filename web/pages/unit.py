"""`/units/{code}`, `/tasks/{code}` and their twins."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from web.compose.doors import doors
from web.compose.task import task_view
from web.compose.unit import unit_view
from web.pages.frame import Frame, as_twin
from web.pages.quality import Violations
from web.pages.reads import Reads
from web.site import Site


class Work:
    """Pages about one unit or one task."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._reads = Reads(site)
        self._violations = Violations(site)

    async def unit(self, request: Request) -> Response:
        """A unit's three columns, its standing and what it sent."""
        frame = Frame(self._site, request)
        code = request.path_params["code"]
        if code not in self._site.country.directory.tree:
            return frame.problem(404, "problem.no_unit", asked=code[:80])
        if "as_of" in request.query_params:  # its lists are of the present, its figures are kept
            form = ".json" if request.url.path.endswith(".json") else ""
            return RedirectResponse(f"/boards/{code}{form}?{request.url.query}", 303)
        facts = await self._reads.unit(code, await self._violations.of(code))
        figures, twin, page = unit_view(facts, frame.look.lang)
        if request.url.path.endswith(".json"):
            return as_twin(twin)
        return frame.page(
            "unit.html",
            figures=figures,
            page=page,
            doors=doors(figures, twin),
            unit=facts.path[-1],
            path=frame.crumbs(facts.path),
        )

    async def task(self, request: Request) -> Response:
        """A task's timeline."""
        frame = Frame(self._site, request)
        code = request.path_params["code"]
        facts = await self._reads.task(code)
        if facts is None:
            return frame.problem(404, "problem.no_task", asked=code[:80])
        figures, twin, page = task_view(facts, frame.look.lang)
        if request.url.path.endswith(".json"):
            return as_twin(twin)
        return frame.page("task.html", figures=figures, page=page, path=frame.crumbs(facts.path))
