"""`/boards/{scope}/restated` and its twin: which past days are other ones now, and why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from schema.clock import local_day
from schema.measures import widen
from web.compose.doors import base
from web.compose.restated import Cause, Restatement, tile, twin
from web.compose.tile import figures
from web.pages.frame import Frame, as_twin
from web.pages.ranking import day_of
from web.pages.reads import Reads
from web.site import Site

MOST = 100


class Restated:
    """The page and its twin; `?day=` asks for one day."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._reads = Reads(site, "past")

    async def page(self, request: Request) -> Response:
        """The newest restatements of a scope."""
        frame, known = Frame(self._site, request), self._site.country.directory
        name, text = request.path_params["scope"], request.query_params.get("day", "")
        scope, _, programme = name.partition("@")
        if not known.knows(scope, programme):
            return frame.problem(404, "problem.no_board", asked=name[:80])
        day = day_of(text)
        if text and day is None:
            asked = f"expected day=YYYY-MM-DD, got {text[:40]}"
            return frame.problem(400, "problem.bad_filter", asked=asked)
        found = await self._read(scope, programme, day)
        head = {"scope": scope, "programme": programme}
        told = head | twin(found)
        if request.url.path.endswith(".json"):
            return as_twin(told)
        now = self._site.clock.now()
        made = tile(told, found, frame.words)
        return frame.page(
            "restated.html",
            figures=figures(made, told, now),
            page=made.page,
            path=frame.crumbs(known.path(scope)),
            place=known.place(scope).name_vi,
            here=base(head),
            day=day.isoformat() if day else "",
            newest=(local_day(now) - timedelta(days=1)).isoformat(),
        )

    async def _read(self, scope: str, programme: str, day: Any) -> list[Restatement]:
        rows = await self._reads.rows(
            "restatements", scope=scope, programme=programme, day=day, most=MOST
        )
        ids = sorted({each for row in rows for each in row[5] or ()})
        causes = {row[0]: _cause(row) for row in await self._reads.rows("causes", ids=ids)}
        return [_restatement(row, causes) for row in rows]


def _restatement(row: Sequence[Any], causes: dict[str, Cause]) -> Restatement:
    day, version, known_from, now, before, ids, caused = row
    return Restatement(
        day=day,
        version=version,
        known_from=known_from,
        now=widen(now),
        before=widen(before) if before else None,
        causes=[causes[each] for each in ids or () if each in causes],
        caused=caused,
    )


def _cause(row: Sequence[Any]) -> Cause:
    update, kind, subject, title, secrecy, unit, occurred_at, received_at = row
    return Cause(
        update=update,
        kind=kind,
        subject=subject,
        title=title,
        secret=secrecy not in (None, "none"),
        unit=unit,
        occurred_at=occurred_at,
        received_at=received_at,
    )
