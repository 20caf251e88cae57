"""`/boards/{scope}` and its twin: the nation, a province, the central bodies, any unit.

`?as_of=` shows what was known at the end of a local day or at an instant, `&restated=1` what is now
known of such a day.
"""

from __future__ import annotations

from functools import partial

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from web.compose import windows
from web.compose.board import board_view
from web.compose.doors import base
from web.compose.past import banner, twin
from web.compose.tile import figures
from web.compose.view import BoardView
from web.pages.asof import BadInstant, asked_of
from web.pages.frame import Frame, as_twin
from web.pages.past import Past
from web.site import Site


class Boards:
    """Reads the view that sockets patch, renders it once."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._past = Past(site)

    async def page(self, request: Request) -> Response:
        """The board as HTML; `vn.15@nq57` asks for one programme."""
        frame = Frame(self._site, request)
        view = await self.view(frame)
        if isinstance(view, Response):
            return view
        asked = view.page.get("asked")
        return frame.page(
            "board.html",
            page=view.page,
            figures=view.figures,
            twin=view.twin,
            doors={} if asked else view.page["doors"],
            scope=view.scope,
            programme=view.programme,
            path=view.page["path"],
            chips=chips(view),
            live=asked is None,
            past=asked and banner(asked, frame.words, base(view.twin)),
        )

    async def twin(self, request: Request) -> Response:
        """The board as JSON."""
        view = await self.view(Frame(self._site, request))
        return view if isinstance(view, Response) else as_twin(view.twin)

    async def windows(self, request: Request) -> Response:
        """The rolling windows of the board, side by side; its twin has them under `windows`."""
        frame = Frame(self._site, request)
        view = await self.view(frame)
        if isinstance(view, Response):
            return view
        made = windows.tile(view.twin, frame.words)
        path = view.page["path"]
        return frame.page(
            "windows.html",
            page=made.page,
            figures=figures(made, view.twin, view.as_of),
            path=path,
            place=self._site.country.directory.place(view.scope).name_vi,
            here=base(view.twin),
        )

    async def events(self, request: Request) -> Response:
        """`?figure=` of this board's twin: leads to what that figure is made of."""
        frame = Frame(self._site, request)
        view = await self.view(frame)
        if isinstance(view, Response):
            return view
        figure = request.query_params.get("figure", "")
        address = view.page["doors"].get(figure)
        if address is None:
            return frame.problem(404, "problem.no_figure", asked=figure[:80])
        return RedirectResponse(address if address[0] == "/" else base(view.twin) + address, 303)

    async def view(self, frame: Frame) -> BoardView | Response:
        """The board asked for, now or as it was known, or the page that says why there is none."""
        name = frame.request.path_params["scope"]
        scope, _, programme = name.partition("@")
        none = partial(frame.problem, 404, "problem.no_board", asked=name[:80])
        try:
            asked = asked_of(frame.request.query_params, self._site.clock.now())
            if asked is None:
                return await self._site.board(scope, programme, frame.look.lang) or none()
            if not self._site.country.directory.knows(scope, programme):
                return none()
            facts = await self._past.facts(scope, programme, asked)
        except BadInstant as error:
            return frame.problem(400, "problem.as_of", asked=str(error))
        view = board_view(facts, frame.look.lang)
        return msgspec.structs.replace(
            view, twin=twin(view.twin, asked), page=view.page | {"asked": asked}
        )


def chips(view: BoardView) -> dict[str, object]:
    """The programmes of the header."""
    return {
        "all": f"/boards/{view.scope}",
        "here": not view.programme,
        "lines": view.page["programmes"]["lines"],
    }
