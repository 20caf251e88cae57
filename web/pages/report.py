"""`/report?unit=`: a unit's open tasks with the acts on each; it posts to `/api/reports`."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response

from web.compose.unit import unit_view
from web.pages.find import REPORT, line, top
from web.pages.frame import Frame
from web.pages.reads import Reads
from web.site import Site
from web.words import Words

TYPES = (
    "legal",
    "funding",
    "people",
    "data",
    "infrastructure",
    "procurement",
    "coordination",
    "technology",
    "land",
    "other",
)


class Correction(Struct, frozen=True, kw_only=True):
    """An update with something noticed, as the form offers to correct it."""

    update: str
    subject: str
    title: str
    """'' for what the reader may not see."""
    field: str
    """The field with its figure, in the wire's name; '' where it has none."""
    acts: tuple[str, ...]
    wrong: tuple[str, ...]
    """What was noticed, in words."""


def correction(row: tuple[Any, ...], words: Words) -> Correction:
    """A row of `update_said`; a reason can be given for progress, a figure where there is one."""
    identity, subject, kind, _, _, marks, body, title, secrecy = row
    field = {"progress": "progress", "indicator.reading": "value"}.get(kind, "")
    acts = (("explain",) if kind == "progress" else ()) + (("change",) if field else ())
    return Correction(
        update=identity,
        subject=json.loads(body)["subject"],
        title=(title or subject) if secrecy in (None, "none") else "",
        field=field,
        acts=(*acts, "take_back"),
        wrong=tuple(
            words.say(f"page.mark_{m}") for m in marks if f"page.mark_{m}" in words.phrases
        ),
    )


class ReportForm:
    """The form; the unit is in the address, so that it can be linked to."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._reads = Reads(site)

    async def page(self, request: Request) -> Response:
        """The form of a unit, or the question which unit."""
        frame = Frame(self._site, request)
        code = request.query_params.get("unit", "")
        directory = self._site.country.directory
        if not code:
            units = [line(directory, unit) for unit in top(directory.tree.units.values())]
            return frame.page("find.html", asked="", units=units, near=[], goal=REPORT)
        if code not in directory.tree:
            return frame.problem(404, "problem.no_unit", asked=code[:80])
        facts = await self._reads.unit(code)
        figures, _, page = unit_view(facts, frame.look.lang)
        return frame.page(
            "report.html",
            figures=figures,
            page=page,
            unit=facts.path[-1],
            path=frame.crumbs(facts.path),
            types=[(type_, frame.words.label(type_)) for type_ in TYPES],
            asked=self._bodies(frame.words),
            focus=request.query_params.get("task", ""),
            act=request.query_params.get("act", ""),
            period=request.query_params.get("period", "")[:64],
            correct=await self._to_correct(code, request, frame.words),
        )

    async def _to_correct(self, unit: str, request: Request, words: Words) -> Correction | None:
        """The update of this unit that the address asks to correct; None: no such."""
        try:
            asked = str(UUID(request.query_params.get("update", "")))
        except ValueError:
            return None
        rows = await self._reads.rows("update_said", update=asked)
        return correction(rows[0], words) if rows and rows[0][3] == unit else None

    def _bodies(self, words: Words) -> list[tuple[str, str]]:
        """Whom a difficulty may be put to: central bodies and provinces, by name."""
        units = self._site.country.directory.tree.units.values()
        chosen = [u for u in units if u.kind in ("central_body", "province")]
        chosen.sort(key=lambda u: (u.kind != "central_body", u.sort_key))
        return [(u.code, u.name_vi) for u in chosen]
