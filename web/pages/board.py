"""`/boards/{scope}` and its twin: the nation, a province, the central bodies, any unit."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from web.compose.doors import base
from web.compose.view import BoardView
from web.pages.frame import Frame, as_twin
from web.site import Site


class Boards:
    """Reads the view that sockets patch, renders it once."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def page(self, request: Request) -> Response:
        """The board as HTML; `vn.15@nq57` asks for one programme."""
        frame = Frame(self._site, request)
        view, refused = await self._view(frame)
        if view is None:
            return refused
        return frame.page(
            "board.html",
            page=view.page,
            figures=view.figures,
            twin=view.twin,
            doors=view.page["doors"],
            scope=view.scope,
            programme=view.programme,
            path=view.page["path"],
            chips=chips(view),
            live=True,
        )

    async def twin(self, request: Request) -> Response:
        """The board as JSON."""
        view, refused = await self._view(Frame(self._site, request))
        return refused if view is None else as_twin(view.twin)

    async def events(self, request: Request) -> Response:
        """`?figure=` of this board's twin: leads to what that figure is made of."""
        frame = Frame(self._site, request)
        view, refused = await self._view(frame)
        if view is None:
            return refused
        figure = request.query_params.get("figure", "")
        address = view.page["doors"].get(figure)
        if address is None:
            return frame.problem(404, "problem.no_figure", asked=figure[:80])
        return RedirectResponse(address if address[0] == "/" else base(view.twin) + address, 303)

    async def _view(self, frame: Frame) -> tuple[BoardView | None, Response]:
        """The board asked for, or why there is none; the past is not shown as the present."""
        asked = frame.request.path_params["scope"]
        if "as_of" in frame.request.query_params:
            return None, frame.problem(400, "problem.as_of")
        scope, _, programme = asked.partition("@")
        view = await self._site.board(scope, programme, frame.look.lang)
        return view, frame.problem(404, "problem.no_board", asked=asked[:80])


def chips(view: BoardView) -> dict[str, object]:
    """The programmes of the header."""
    return {
        "all": f"/boards/{view.scope}",
        "here": not view.programme,
        "lines": view.page["programmes"]["lines"],
    }
