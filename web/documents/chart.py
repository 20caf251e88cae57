"""What all charts share: a bare plot that fills its element, without tools or outside assets."""

from __future__ import annotations

from typing import Protocol

from bokeh.models import ColumnDataSource, Plot, Range1d
from bokeh.models.annotations import Title

from web.compose.facts import BoardFacts


class Chart(Protocol):
    """One root of a board's document; the page's element for it has ``data-chart=<name>``."""

    @property
    def root(self) -> Plot:
        """The model that is embedded; its `name` is the chart's name."""
        ...

    def show(self, facts: BoardFacts) -> None:
        """Change the models so that they show `facts`, touching only what differs."""
        ...


def bare_plot(name: str, x_range: Range1d, y_range: Range1d) -> Plot:
    """An empty plot without axes, toolbar or border, as large as the element it is put in."""
    return Plot(
        name=name,
        x_range=x_range,
        y_range=y_range,
        title=Title(text="", visible=False),
        sizing_mode="stretch_both",
        min_border=0,
        toolbar_location=None,
        background_fill_color=None,
        border_fill_color=None,
        outline_line_color=None,
    )


def patch_column(source: ColumnDataSource, column: str, values: list[float]) -> None:
    """Write the cells of `column` that differ from `values`; the length must be the same."""
    shown = source.data[column]
    cells = [(i, new) for i, new in enumerate(values) if shown[i] != new]
    if cells:
        source.patch({column: cells})


def replace_columns(source: ColumnDataSource, columns: dict[str, list[float]]) -> None:
    """Give `source` other columns, unless it has them already."""
    if dict(source.data) != columns:
        source.data = dict(columns)
