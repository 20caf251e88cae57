"""Colours are named on the models, so that the page's theme can set them."""

from __future__ import annotations

from bokeh.models import LinearAxis, Quad

from web.documents.tokens import DARK, paint, tint


def test_what_is_painted_is_named_and_the_rest_has_no_colour() -> None:
    bars = paint(Quad(), fill_color="risk")
    assert (bars.fill_color, bars.line_color) == (DARK["risk"], None)
    assert bars.tags == ["fill_color=risk"]


def test_hatching_is_named_too() -> None:
    bars = paint(Quad(hatch_pattern="/"), hatch_color="stale", line_color="ground")
    assert (bars.hatch_color, bars.fill_color) == (DARK["stale"], None)
    assert bars.tags == ["hatch_color=stale", "line_color=ground"]


def test_what_is_no_glyph_keeps_its_other_colours() -> None:
    axis = tint(LinearAxis(), major_label_text_color="text-2")
    assert axis.major_label_text_color == DARK["text-2"]
    assert axis.axis_line_color is not None
    assert axis.tags == ["major_label_text_color=text-2"]
