"""Figures that cannot be shared among leaves: why not, and where to look instead."""

from __future__ import annotations

import re

REASONS: dict[str, tuple[str, ...]] = {
    "median": ("updates", "windows"),
    "date": ("tasks",),
    "untold": ("tasks",),
    "chance": ("readings",),
    "arrivals": ("updates", "windows"),
    "words": ("board",),
    "units_only": ("programme_off",),
    "not_ranked": ("ranking",),
    "quality_not_kept": ("board",),
    "indicators_not_kept": ("readings",),
}
"""By the name of the reason: the pages that tell more."""
_FIGURES = (
    (r"windows/(today|d7|d30|d90)/lag_\w+(/\w+)?", "median"),
    (r"windows/(today|d7|d30|d90)/(units|communes)", "arrivals"),
    (r"windows/today/(updates|automatic|automatic_rate|lag_mean_s)", "arrivals"),
    (r"windows/(today|d7|d30|d90)/before/.+", "arrivals"),
    (r"operational/planned_(start|finish)", "date"),
    (r"wave/.+", "untold"),
    (r"strategic/indicators/.+/\w+", "chance"),
    (r"headline/.+", "words"),
)


class Unshared(Exception):
    """A figure has leaves, but nothing tells what they added; `reason` is one of REASONS."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def reason(figure: str) -> str | None:
    """Why a figure of a board has no account; None for what is no figure of one."""
    return next((name for pattern, name in _FIGURES if re.fullmatch(pattern, figure)), None)
