"""Colours are named on the models, so that the page's theme can set them."""

from __future__ import annotations

from bokeh.models import Quad

from web.documents.tokens import DARK, paint


def test_what_is_painted_is_named_and_the_rest_has_no_colour() -> None:
    bars = paint(Quad(), fill_color="risk")
    assert (bars.fill_color, bars.line_color) == (DARK["risk"], None)
    assert bars.tags == ["fill_color=risk"]


def test_hatching_is_named_too() -> None:
    bars = paint(Quad(hatch_pattern="/"), hatch_color="stale", line_color="ground")
    assert (bars.hatch_color, bars.fill_color) == (DARK["stale"], None)
    assert bars.tags == ["hatch_color=stale", "line_color=ground"]
