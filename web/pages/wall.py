"""`/wall/{playlist}` and its twin: a board as slides on a screen that nobody touches."""

from __future__ import annotations

from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from web.compose.view import BoardView
from web.facts.reach import is_unit
from web.pages.frame import Frame, as_twin
from web.playlists import Playlist, found
from web.site import Site

NIGHT = (22, 6)
"""Hours of Việt Nam between which a wall is dimmed."""
COLUMNS, ROWS = 8, 21
"""Cells of the overview of a scope that is not the country."""


class Walls:
    """Renders the view of the board that a playlist shows; the page follows the board's socket."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def page(self, request: Request) -> Response:
        """All slides of the playlist, the first one on top."""
        frame = Frame(self._site, request)
        name = request.path_params["playlist"]
        shown = found(name)
        view = await self._site.board(shown.scope, shown.programme, frame.look.lang)
        if view is None:
            return frame.problem(404, "problem.no_playlist", asked=name[:80])
        if request.url.path.endswith(".json"):
            return as_twin(told(shown, view))
        return frame.page(
            "wall.html",
            page=view.page,
            figures=view.figures,
            twin=view.twin,
            playlist=shown,
            title=titled(shown, view, frame.look.lang),
            board=board_of(shown),
            inbox=inbox_of(shown),
            night=NIGHT,
            cells=(COLUMNS, ROWS),
        )


def titled(shown: Playlist, view: BoardView, lang: str) -> str:
    """What stands at the foot: the playlist's own title, or the board's name."""
    return (shown.title_en if lang == "en" else shown.title_vi) or str(view.page["name"])


def board_of(shown: Playlist) -> str:
    """The board it shows, as an address names it: `vn@nq57`."""
    return f"{shown.scope}@{shown.programme}" if shown.programme else shown.scope


def inbox_of(shown: Playlist) -> str:
    """The unit whose critical alerts take the screen; "" for what is no unit as a whole."""
    return shown.scope if is_unit(shown.scope) and not shown.programme else ""


def told(shown: Playlist, view: BoardView) -> dict[str, Any]:
    """The playlist, and where its figures stand as JSON."""
    return {
        "playlist": msgspec.to_builtins(shown),
        "seconds": shown.seconds,
        "figures": f"/boards/{board_of(shown)}.json",
        "as_of": view.twin["as_of"],
        "sample": view.twin["sample"],
    }
