"""Playlists of walls: which slides of which board, and for how long each.

Read once from `playlists.yaml`. A wall finds its slide by the server's clock alone
(`static/js/rotation.js`): all walls of a playlist show the same one, a reload changes nothing.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from msgspec import Struct

FILE = Path(__file__).parent / "playlists.yaml"
KINDS = ("overview", "wave", "urge", "strategic", "bottlenecks")
"""Each is a template below `templates/wall`."""
ANY = "board"
"""The playlist of a scope that has none of its own."""


class Slide(Struct, frozen=True, kw_only=True):
    """One screen of a wall."""

    kind: str
    seconds: int


class Playlist(Struct, frozen=True, kw_only=True):
    """What a wall shows, in its order."""

    code: str
    version: int
    scope: str
    programme: str = ""
    title_vi: str
    title_en: str
    slides: tuple[Slide, ...]

    @property
    def seconds(self) -> int:
        """How long one turn takes."""
        return sum(slide.seconds for slide in self.slides)


@cache
def playlists() -> dict[str, Playlist]:
    """Every playlist by its code."""
    told: dict[str, dict[str, Any]] = yaml.safe_load(FILE.read_text("utf-8"))
    return {code: playlist(code, each) for code, each in told.items()}


def playlist(code: str, told: dict[str, Any]) -> Playlist:
    """One playlist as the file tells it; raises ValueError for what is none."""
    slides = tuple(slide(code, each) for each in told["slides"])
    if not slides:
        raise ValueError(f"playlist {code}: expected at least one slide")
    return Playlist(
        code=code,
        version=int(told["version"]),
        scope=told["scope"],
        title_vi=told["title"][0],
        title_en=told["title"][1],
        slides=slides,
    )


def slide(code: str, told: str) -> Slide:
    """`wave 20`: a kind and its seconds."""
    kind, _, seconds = told.partition(" ")
    if kind not in KINDS or not seconds.isdigit() or not 5 <= int(seconds) <= 300:
        raise ValueError(
            f"playlist {code}: expected one of {', '.join(KINDS)} with 5 to 300 seconds, got {told}"
        )
    return Slide(kind=kind, seconds=int(seconds))


def found(name: str) -> Playlist:
    """The playlist of this name, or that of the board it names (`vn.15`, `vn@nq57`)."""
    known = playlists()
    if name in known and name != ANY:
        return known[name]
    scope, _, programme = name.partition("@")
    every = known[ANY]
    return Playlist(
        code=name,
        version=every.version,
        scope=scope,
        programme=programme,
        title_vi="",
        title_en="",
        slides=every.slides,
    )
