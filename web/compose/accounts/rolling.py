"""Rolling windows: which days came in and went out, and what each unit did on them.

A window is the sum of its days, so a day in both windows adds nothing; a leaf is a day of a unit.
Distinct units are counted once however often they report: there a leaf is the unit. Day values are
those known now (docs/method-windows.md).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from msgspec import Struct

from schema.flows import CHANNELS, FLOW
from schema.shares import Shared, of_ratio, of_sum
from web.compose.accounts.item import Item

LENGTHS = {"today": 1, "d7": 7, "d30": 30, "d90": 90}
Day = tuple[str, date | None]
"""A unit and a local day; None: its days in both windows, which add nothing."""

Span = tuple[date, date]
"""The first and the last day of a window."""


class Days(Struct, frozen=True, kw_only=True):
    """What is known of the days of a scope in one of the windows or in both."""

    flows: Mapping[Day, tuple[int, int]]
    """Numerator and denominator of the figure (`places`); of a count the first alone."""
    reports: Mapping[Day, int]
    units: int = 0
    """Units that may report; `communes` of these."""
    communes: int = 0
    kind: Callable[[str], str] = str
    """Of a unit."""


def account(figure: str, days: Days, begin: date, end: date) -> Shared:
    """A figure of a window that ends with `begin`, and of the one that ends with `end`."""
    name = figure.split("/", 2)[2]
    spans = [span(figure, last) for last in (begin, end)]
    if name in _DISTINCT:
        found = [_distinct(name, days, span) for span in spans]
        return of_sum(*found)
    if name in _RATES:
        num, den = _RATES[name]
        return of_ratio(*(_pairs(num, den, days, span) for span in spans))
    return of_sum(*(_counted(name, days, span) for span in spans))


def places(figure: str) -> tuple[list[int], list[int]]:
    """Which flows are its numerator and its denominator, as SQL counts them: from 1."""
    name = figure.split("/", 2)[2]
    num, den = _RATES.get(name, (name, ""))
    return [each + 1 for each in _PLACES.get(num, ())], [each + 1 for each in _PLACES.get(den, ())]


def span(figure: str, last: date) -> Span:
    """The first and the last day of the window of a figure that ends with `last`."""
    return last - timedelta(days=LENGTHS[figure.split("/", 2)[1]] - 1), last


def _counted(name: str, days: Days, span: Span) -> dict[Item, int]:
    if name == "reports":
        return {_item(day): n for day, n in days.reports.items() if n and _within(day, span)}
    found = {_item(day): pair[0] for day, pair in days.flows.items() if _within(day, span)}
    return {item: n for item, n in found.items() if n}


def _distinct(name: str, days: Days, span: Span) -> dict[Item, int]:
    kinds = REPORTERS if name == "reporting_units" else (COMMUNE,)
    return {
        Item("unit", unit): 1
        for (unit, day), n in days.reports.items()
        if n and _within((unit, day), span) and days.kind(unit) in kinds
    }


def _pairs(num: str, den: str, days: Days, span: Span) -> dict[Item, tuple[int, int]]:
    if num in _DISTINCT:
        ones = _distinct(num, days, span)
        whole = {Item("time"): days.units if den == "units" else days.communes}
        return {
            item: (ones.get(item, 0), whole.get(item, 0)) for item in ones.keys() | whole.keys()
        }
    return {_item(day): pair for day, pair in days.flows.items() if _within(day, span)}


def _within(day: Day, span: Span) -> bool:
    return day[1] is None or span[0] <= day[1] <= span[1]


def _item(day: Day) -> Item:
    return Item("day", day[0], day=day[1].isoformat() if day[1] else "")


COMMUNE = "commune"
REPORTERS = ("province", COMMUNE, "central_body")
"""Kinds of units that are expected to report."""
_DISTINCT = ("reporting_units", "communes_reporting")
_PLACES: Mapping[str, tuple[int, ...]] = {
    **{
        name: (FLOW[name],)
        for name in (
            *("completions", "completions_on_time"),
            *("difficulties_raised", "difficulties_answered"),
        )
    },
    **{f"channels/{channel}": (FLOW[f"updates_{channel}"],) for channel in CHANNELS},
    "updates_in_force": tuple(FLOW[f"updates_{channel}"] for channel in CHANNELS),
}
_RATES: Mapping[str, tuple[str, str]] = {
    "completions_on_time_rate": ("completions_on_time", "completions"),
    "reporting_rate": ("reporting_units", "units"),
    "communes_rate": ("communes_reporting", "communes"),
    **{
        f"channels/{channel}_rate": (f"channels/{channel}", "updates_in_force")
        for channel in CHANNELS
    },
}
OF_TASKS = ("completions", "completions_on_time", "completions_on_time_rate",
            "difficulties_raised", "difficulties_answered")  # fmt: skip
"""Those a programme, a field or a post has too (Q37)."""
NAMES = (*_PLACES, "reports", *_DISTINCT, *_RATES)
FIGURES = tuple(f"windows/{window}/{name}" for window in LENGTHS for name in NAMES)


def of_tasks(figure: str) -> bool:
    """Whether it follows from tasks, so that programmes, fields and posts have it too (Q37)."""
    return figure.split("/", 2)[2] in OF_TASKS


def whole_of(figure: str) -> str:
    """The figure that a rate is a share of."""
    den = _RATES[figure.split("/", 2)[2]][1]
    return {"units": "reporting_units", "communes": "communes_reporting"}.get(den, den)


def is_rate(figure: str) -> bool:
    """Whether a figure of a window is a share of one."""
    return figure.split("/", 2)[2] in _RATES
