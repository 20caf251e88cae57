"""`/find?q=`: a unit by its name, with or without marks; with `to=report`, one that will report."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from schema.unit import TOP_KINDS, Unit
from web.facts.directory import Directory
from web.pages.frame import Frame
from web.site import Site

MOST = 60
NEAR = 5
LONGEST = 100
BOARD, REPORT = "/boards/", "/report?unit="
"""Where the name of a found unit leads."""


class Finder:
    """Looks among the units of today."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def page(self, request: Request) -> Response:
        """One hit: its board; several or none: a list."""
        frame = Frame(self._site, request)
        asked = request.query_params.get("q", "").strip()[:LONGEST]
        reports = request.query_params.get("to") == "report" and not frame.look.public
        goal = REPORT if reports else BOARD
        directory = self._site.country.directory
        units = list(directory.tree.units.values())
        found = matching(asked, units)
        if len(found) == 1:
            return RedirectResponse(f"{goal}{found[0].code}", status_code=303)
        return frame.page(
            "find.html",
            asked=asked,
            units=[line(directory, unit) for unit in found[:MOST]],
            near=[line(directory, unit) for unit in ([] if found else like(asked, units))],
            goal=goal,
        )


def line(directory: Directory, unit: Unit) -> dict[str, str]:
    """A unit in a list, with what is above it."""
    above = directory.place(unit.parent) if unit.parent else None
    return {
        "code": unit.code,
        "name": unit.name_vi,
        "above": above.name_vi if above and above.kind != "root" else "",
    }


def top(units: Iterable[Unit]) -> list[Unit]:
    """Central bodies, then provinces, each in the order of the alphabet."""
    return sorted((u for u in units if u.kind in TOP_KINDS), key=lambda u: (u.kind, u.sort_key))


def matching(asked: str, units: list[Unit]) -> list[Unit]:
    """Units whose name holds what was asked; exact names first, marked hits before unmarked."""
    if not asked:
        return []
    bare, marked = plain(asked), asked.lower()
    exact = [u for u in units if bare in (plain(u.short_vi), plain(u.name_vi)) or asked == u.code]
    if len(exact) == 1:
        return exact
    hits = [u for u in units if bare in plain(u.name_vi)]
    return sorted(hits, key=lambda u: (u not in exact, marked not in u.name_vi.lower(), u.sort_key))


def like(asked: str, units: list[Unit]) -> list[Unit]:
    """Units with nearly such a name."""
    by_name = {plain(u.short_vi): u for u in units}
    return [by_name[name] for name in get_close_matches(plain(asked), by_name, n=NEAR, cutoff=0.5)]


@lru_cache(1 << 14)  # every name of the country, asked for with every search
def plain(name: str) -> str:
    """A name as someone types it without marks: `Đà Nẵng` → `da nang`."""
    bare = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    return "".join(letter for letter in bare if not unicodedata.combining(letter))
