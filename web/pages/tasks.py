"""`/tasks?scope=&state=&due=`: the tasks a figure of a board is made of."""

from __future__ import annotations

from datetime import date

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response

from schema.states import PARTITION, WITHDRAWN
from schema.unit import ROOT
from web.compose import task_line
from web.compose.join import merge
from web.compose.tile import Tile, counted, figures
from web.formats import day
from web.pages.frame import Frame, as_twin
from web.pages.reads import Reads
from web.site import Site
from web.words import Words

STATES = frozenset(state.value for state in (*PARTITION, *WITHDRAWN))


class Asked(Struct, frozen=True, kw_only=True):
    """Which tasks: of a scope and its subtree, in a state, open and due on a day."""

    scope: str
    programme: str
    state: str  # "" = any
    due: date | None


class BadFilter(ValueError):
    """A filter names nothing we know."""


def asked_of(given: dict[str, str]) -> Asked:
    """The filters of an address; raises BadFilter with what cannot be understood."""
    scope, _, programme = given.get("scope", ROOT).partition("@")
    state, due = given.get("state", ""), given.get("due", "")
    if state and state not in STATES:
        raise BadFilter(state)
    try:
        on = date.fromisoformat(due) if due else None
    except ValueError as error:
        raise BadFilter(due) from error
    return Asked(scope=scope, programme=programme, state=state, due=on)


class Tasks:
    """The list and its twin."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._reads = Reads(site)

    async def page(self, request: Request) -> Response:
        """Tasks by due date, as many as a page holds, and how many there are."""
        frame, known = Frame(self._site, request), self._site.country.directory
        try:
            asked = asked_of(dict(request.query_params))
        except BadFilter as error:
            return frame.problem(400, "problem.bad_filter", asked=str(error)[:80])
        if not known.knows(asked.scope, asked.programme):
            return frame.problem(404, "problem.no_board", asked=asked.scope[:80])
        tile = await self._tile(asked, frame.words)
        if request.url.path.endswith(".json"):
            return as_twin(tile.twin)
        return frame.page(
            "tasks.html",
            figures=figures(tile, tile.twin, self._site.clock.now()),
            page=tile.page,
            path=frame.crumbs(known.path(asked.scope)),
            name=known.place(asked.scope).name_vi,
            filters=described(asked, frame.words),
        )

    async def _tile(self, asked: Asked, words: Words) -> Tile:
        rows = await self._reads.rows("tasks_of", **{f: getattr(asked, f) for f in FILTERS})
        now = self._site.clock.now()
        lines = task_line.rows("tasks", tuple(self._reads.line(r[:14], now) for r in rows), words)
        count = rows[0][14] if rows else 0
        return Tile(
            twin=merge(lines.twin, {"count": count, "shown": len(rows)}),
            said=lines.said | {"count": counted(count, words), "shown": counted(len(rows), words)},
            page=lines.page | {"all": count == len(rows)},
        )


FILTERS = Asked.__struct_fields__


def described(asked: Asked, words: Words) -> list[str]:
    """The filters in words."""
    said = [asked.programme.upper()] if asked.programme else []
    said += [words.label(asked.state)] if asked.state else []
    return said + ([words.say("tasks.due_on", day=day(asked.due))] if asked.due else [])
