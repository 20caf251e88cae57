"""The rolling windows of a board side by side: each figure now, and in the window before (Q80).

Facts (reports, who reports, channels, lag of receiving) are there for scopes of units; a field, a
post or a programme has what follows from its tasks (Q37).
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from schema.figures_windows import NAMES
from schema.flows import CHANNELS
from web.compose.tile import Said, Tile, counted, shared
from web.formats import NONE, lasted
from web.words import Words

OF_TASKS = (
    "completions", "completions_on_time", "difficulties_raised", "difficulties_answered",
    "lag_verified", "lag_answered",
)  # fmt: skip
OF_UNITS = (
    "reports", "reporting_units", "communes_reporting", "updates_in_force",
    *(f"channels/{channel}" for channel in CHANNELS), "lag_received",
)  # fmt: skip
OUT_OF = {
    "completions_on_time": "completions",
    "reporting_units": "units",
    "communes_reporting": "communes",
    **{f"channels/{channel}": "updates_in_force" for channel in CHANNELS},
}
"""What a figure is a part of, beside it in the same window."""
RATE = {
    "completions_on_time": "completions_on_time_rate",
    "reporting_units": "reporting_rate",
    "communes_reporting": "communes_rate",
    **{f"channels/{channel}": f"channels/{channel}_rate" for channel in CHANNELS},
}
EDGES = ("from_s", "to_s")


def tile(twin: dict[str, Any], words: Words) -> Tile:
    """Every figure of `windows`; `page.lines` are those this scope has."""
    lines = [name for name in (*OF_TASKS, *OF_UNITS) if _has(twin["windows"]["d7"], name)]
    said = {
        pointer: found
        for window in NAMES
        for side in ("", "before/")
        for line in lines
        for pointer, found in _said(twin, f"windows/{window}/{side}", line, words)
    }
    return Tile(
        said=said,
        page={
            "lines": [
                {
                    "name": name,
                    "key": name.replace("/", "_"),
                    "of": OUT_OF.get(name),
                    "rate": RATE.get(name),
                    "lag": name.startswith("lag_"),
                }
                for name in lines
            ],
            "names": NAMES,
        },
    )


def _said(twin: dict[str, Any], at: str, line: str, words: Words) -> Iterator[tuple[str, Said]]:
    window = twin
    for step in at.strip("/").split("/"):
        window = window[step]
    if line.startswith("lag_"):
        yield f"{at}{line}/n", counted(window[line]["n"], words)
        for edge in EDGES:
            yield f"{at}{line}/{edge}", duration(window[line][edge], words)
        return
    for name in (line, OUT_OF.get(line)):
        if name is not None:
            yield f"{at}{name}", counted(_value(window, name), words)
    if line in RATE:
        yield f"{at}{RATE[line]}", shared(_value(window, RATE[line]), words)


def duration(seconds: float | None, words: Words) -> Said:
    """A time in its largest fitting unit, or —."""
    if seconds is None:
        return NONE, "none"
    return lasted(timedelta(seconds=seconds), words.lang), ""


def _has(window: dict[str, Any], name: str) -> bool:
    return name.partition("/")[0] in window


def _value(window: dict[str, Any], name: str) -> Any:
    head, _, rest = name.partition("/")
    return window[head][rest] if rest else window[head]
