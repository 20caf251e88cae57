"""Colours by name: the browser's theme decides, so one document serves day and night.

A glyph that is coloured carries tags such as ``fill_color=risk``. The page's script sets each to
the value of the CSS custom property ``--risk`` after a snapshot and when the theme changes. The
colours written here are the dark ones, for a viewer without the script.
"""

from __future__ import annotations

from typing import TypeVar

from bokeh.model import Model
from bokeh.models.glyph import Glyph

DARK = {
    "ground": "#0B1220",
    "surface": "#121B2E",
    "raised": "#1B2740",
    "line": "#2E3C58",
    "graphic-line": "#6B7C9B",
    "text": "#F4F7FB",
    "text-2": "#B8C4D6",
    "ok": "#38B2D8",
    "risk": "#FFD84D",
    "late": "#FF5A5F",
    "stale": "#93A1B5",
}
"""screens.md §5, dark column."""


GlyphT = TypeVar("GlyphT", bound=Glyph)
ModelT = TypeVar("ModelT", bound=Model)
_COLOURS = ("fill_color", "line_color")


def paint(glyph: GlyphT, **tokens: str) -> GlyphT:
    """Colour `glyph`: ``paint(bars, fill_color="ok", line_color="ground")``; the rest has none."""
    plain = {name: None for name in _COLOURS if name in glyph.properties()}
    glyph.update(**plain)
    return tint(glyph, **tokens)


def tint(model: ModelT, **tokens: str) -> ModelT:
    """Colour what is no glyph: ``tint(axis, major_label_text_color="text-2")``."""
    model.update(**{name: DARK[token] for name, token in tokens.items()})
    model.tags = [f"{name}={token}" for name, token in tokens.items()]
    return model
