"""`/boards/{scope}/units`, `.json`, `.csv`: the heat table of a board as a table.

`?order=` says who comes first (`web.compose.units`), `?as_of=` when, as on the board.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from web.compose import units
from web.compose.doors import base
from web.compose.past import banner
from web.compose.view import BoardView
from web.pages.board import Boards
from web.pages.frame import Frame, as_twin
from web.pages.sheet import as_sheet
from web.pages.tasks import form_of
from web.site import Site

CELLS = ("code", "name", "sign", *units.COLUMNS)


class Units:
    """The three forms of one table."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._boards = Boards(site)

    async def page(self, request: Request) -> Response:
        """The children of a scope, the worst first unless asked otherwise."""
        frame = Frame(self._site, request)
        view = await self._boards.view(frame)
        if isinstance(view, Response):
            return view
        order = request.query_params.get("order", units.ORDERS[0])
        if order not in units.ORDERS:
            return frame.problem(400, "problem.bad_filter", asked=f"order={order[:40]}")
        rows, form = units.rows(view, order), form_of(request)
        if form == ".json":
            return as_twin(told(view, rows, order))
        if form == ".csv":
            cells = ([row[name] for name in CELLS] for row in rows)
            return as_sheet([CELLS, *cells], f"nhip-units-{view.scope}", request)
        asked = view.page.get("asked")
        return frame.page(
            "units.html",
            figures=view.figures,
            doors={} if asked else view.page["doors"],
            rows=rows,
            order=order,
            path=view.page["path"],
            name=view.page["name"],
            here=base(view.twin),
            since=f"&{urlencode(asked.query)}" if asked else "",
            past=asked and banner(asked, frame.words, base(view.twin)),
        )


def told(view: BoardView, rows: list[dict[str, Any]], order: str) -> dict[str, Any]:
    """The table as JSON; its figures stand under the same pointers as the board's."""
    names = ("scope", "programme", "as_of", "sample", "asked", "restated")
    return {name: view.twin[name] for name in names if name in view.twin} | {
        "order": order,
        "heat": view.twin["heat"],
        "map": view.twin["map"],
        "units": [{key: value for key, value in row.items() if key != "href"} for row in rows],
    }
