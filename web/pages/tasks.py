"""`/boards/{scope}/tasks?figure=|state=&due=&sign=&unit=&of=`: the tasks of a board's figure.

A page by keyset (`after=`), in the order of due dates; `.json` and `.csv` hold larger pages. The
older address `/tasks?scope=` leads here.
"""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from schema.clock import local_day
from schema.unit import ROOT
from schema.workdays import state_offices
from web.compose.doors import why
from web.compose.names import full_name
from web.compose.task_list import Listed, Sums, table, tile
from web.compose.tile import Tile, figures
from web.compose.why import KNOWN
from web.facts.directory import Directory
from web.formats import day
from web.pages.accounts import known as accounted
from web.pages.asked import Asked, BadFilter, asked_of, cursor
from web.pages.frame import Frame, as_twin
from web.pages.reads import Reads
from web.pages.sheet import as_sheet
from web.site import Site
from web.words import Words

MOST = {"": 100, ".json": 500, ".csv": 5_000}
"""Tasks a page, by the form it is asked in."""


class Tasks:
    """The list, its twin and its sheet."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._reads = Reads(site, "parts")

    async def page(self, request: Request) -> Response:
        """One page of the tasks asked for, and how many there are in all."""
        frame, known = Frame(self._site, request), self._site.country.directory
        scope, _, programme = request.path_params["scope"].partition("@")
        try:
            asked = asked_of(dict(request.query_params))
        except BadFilter as error:
            return frame.problem(400, "problem.bad_filter", asked=str(error)[:80])
        if not known.knows(scope, programme) or (asked.unit and asked.unit not in known.tree):
            return frame.problem(404, "problem.no_board", asked=(asked.unit or scope)[:80])
        form = form_of(request)
        here = f"/boards/{request.path_params['scope']}/tasks"
        made = await self._tile(asked, scope, programme, MOST[form], here + form, frame.words)
        if form == ".json":
            return as_twin({"scope": scope, "programme": programme} | made.twin)
        if form == ".csv":
            return as_sheet(table(made.twin), f"nhip-tasks-{scope}", request, made.twin["next"])
        return frame.page(
            "tasks.html",
            figures=figures(made, made.twin, self._site.clock.now()),
            page=made.page,
            path=frame.crumbs(known.path(scope)),
            name=full_name(known.place(scope), frame.words),
            filters=described(asked, programme, known, frame.words),
            asked=asked,
            here=here,
            why=why({"scope": scope, "programme": programme}, asked.figure)
            if asked.figure in KNOWN or accounted(asked.figure)
            else None,
        )

    async def _tile(
        self, asked: Asked, scope: str, programme: str, most: int, here: str, words: Words
    ) -> Tile:
        known = self._site.country.directory
        given = asked.given() | known.reach(scope).given | {"programme": programme, "most": most}
        given["within"] = list(known.lines.leads(asked.unit)) if asked.unit else None
        rows = await self._reads.rows("tasks", **given)
        sums = Sums(**dict(zip(Sums.__struct_fields__, await self._count(given), strict=True)))
        following = None
        if len(rows) == most:
            following = f"{here}?{asked.query(after=cursor(rows[-1][7], rows[-1][0]))}"
        return tile(tuple(self._listed(row) for row in rows), sums, following, words)

    async def _count(self, given: dict[str, Any]) -> tuple[Any, ...]:
        found = await self._reads.rows("count_tasks", **given)
        return found[0] if found else (0,) * len(Sums.__struct_fields__)

    def _listed(self, row: tuple[Any, ...]) -> Listed:
        now = self._site.clock.now()
        line = self._reads.line(row[:14], now)
        due_0, done_on, weight, state_0, counted = row[14:19]
        late = line.days_late
        if line.state == "done_late" and line.due and done_on:
            late = state_offices().between(line.due, done_on)
        elif line.state == "overdue" and line.due:
            late = max(0, state_offices().between(line.due, local_day(now)))
        return Listed(
            line=line, counted=counted, due_0=due_0, done_on=done_on, weight=weight,
            state_0=state_0, days_past_due=late,
        )  # fmt: skip


def form_of(request: Request) -> str:
    """`.json`, `.csv` or "" for the page."""
    ends = request.url.path.rpartition("/")[2]
    return next((form for form in (".json", ".csv") if ends.endswith(form)), "")


async def older(request: Request) -> Response:
    """The address lists of tasks had before: `/tasks?scope=vn.01@nq57&state=overdue`."""
    given = dict(request.query_params)
    scope = given.pop("scope", ROOT)
    target = request.url.replace(path=f"/boards/{scope}/tasks{form_of(request)}", query="")
    query = str(request.url.remove_query_params("scope").query)
    return RedirectResponse(target.path + (f"?{query}" if query else ""), status_code=308)


def described(asked: Asked, programme: str, known: Directory, words: Words) -> list[str]:
    """The filters in words."""
    said = [programme.upper()] if programme else []
    said += [words.label(state) for state in asked.states]
    said += [words.label(sign) for sign in asked.signs]
    said += [words.say(f"figure.{asked.figure.replace('/', '_')}")] if asked.figure else []
    said += [words.say("tasks.counted_only")] if asked.counted else []
    said += [full_name(known.place(asked.unit), words)] if asked.unit else []
    if asked.due:
        begin, end = asked.due
        days = day(begin) if begin == end else f"{day(begin)}–{day(end)}"
        said.append(words.say("tasks.due_on", day=days))
    return said
