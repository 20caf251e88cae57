"""The composite index and the score of the ranking: figures made of the figures of all tiers."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from msgspec import Struct

from schema.attribution import Counts
from schema.figures_strategic import WEIGHTS
from schema.measures import MOST_DAYS_LATE
from schema.score import Parameters, Parts, weigh
from schema.shares import Shared, Value, Values, of_parts, of_ratio, of_sum
from web.compose.accounts.item import Item, of_leaf
from web.compose.why import Leaves

ONE = Fraction(1)
DUE = ("done_on_time", "done_late", "overdue")
SCORE = ("on_time", "spi_t", "dq", "lateness")
FIGURES = ("index", "score", *(f"score/{part}" for part in SCORE))


class Side(Struct, frozen=True, kw_only=True):
    """A unit in its league at one end."""

    leaves: Leaves
    league: Mapping[str, Counts]
    """Every unit of the league, the unit itself among them."""


def index(strategic: Shared, spi_t: Shared, begin: Leaves, end: Leaves) -> dict[str, Shared]:
    """The three tiers the composite index is the mean of (domain 16)."""
    return {
        "strategic": capped("index", strategic),
        "operational": capped("spi_t", spi_t),
        "planning": of_ratio(_rate(begin), _rate(end)),
    }


def weighed(of: Values) -> Value:
    """The weighted mean of the tiers that are known."""
    known = {name: value for name, value in of.items() if value is not None}
    whole = sum((WEIGHTS[name] for name in known), Fraction(0))
    total = sum((WEIGHTS[name] * each for name, each in known.items()), Fraction(0))
    return total / whole if whole else None


def score(begin: Side, end: Side, spi_t: Shared, dq: Shared, by: Parameters) -> dict[str, Shared]:
    """The four parts of a score, before weights."""
    return {
        "on_time": on_time(begin, end, by),
        "spi_t": capped("spi_t", spi_t),
        "dq": dq,
        "lateness": lateness(begin, end),
    }


def scored(of: Values, by: Parameters) -> Value:
    """The score, not rounded (``schema.score``)."""
    return weigh(
        Parts(on_time=of["on_time"], spi_t=of["spi_t"], quality=of["dq"], lateness=of["lateness"]),
        by,
    )[0]


def on_time(begin: Side, end: Side, by: Parameters) -> Shared:
    """The on-time rate shrunk towards the league's mean (Q70, Q72)."""

    def shrunk(of: Values) -> Value:
        x, n, m = of["done_on_time"], of["due"], of["league"]
        if not n or x is None:
            return None
        return (x + by.shrink * (m or 0)) / (n + by.shrink)

    sides = (begin, end)
    return of_parts(
        shrunk,
        {
            "done_on_time": of_sum(*(_sums(side.leaves, DUE[:1]) for side in sides)),
            "due": of_sum(*(_sums(side.leaves, DUE) for side in sides)),
            "league": of_ratio(*(_league(side) for side in sides)),
        },
    )


def lateness(begin: Side, end: Side) -> Shared:
    """1 less the mean of days late by 90 (Q71)."""

    def part(of: Values) -> Value:
        late = of["late"]
        return None if late is None else 1 - late / MOST_DAYS_LATE

    return of_parts(part, {"late": of_ratio(_late(begin.leaves), _late(end.leaves))})


def capped(name: str, part: Shared) -> Shared:
    """A figure of which no more than one counts."""

    def least(of: Values) -> Value:
        value = of[name]
        return None if value is None else min(value, ONE)

    return of_parts(least, {name: part})


def _rate(leaves: Leaves) -> dict[Item, tuple[int, int]]:
    return {
        of_leaf(leaf): (counts.get("done_on_time", 0), _sum(counts, DUE))
        for leaf, counts in leaves.items()
    }


def _sums(leaves: Leaves, names: tuple[str, ...]) -> dict[Item, int]:
    return {of_leaf(leaf): _sum(counts, names) for leaf, counts in leaves.items()}


def _league(side: Side) -> dict[Item, tuple[int, int]]:
    return {
        Item("league", unit): (counts.get("done_on_time", 0), _sum(counts, DUE))
        for unit, counts in side.league.items()
    }


def _late(leaves: Leaves) -> dict[Item, tuple[int, int]]:
    """Weights that are all 0 or none are equal (Q44)."""
    weighs = any(counts.get("weight", 0) for counts in leaves.values())
    days, due = ("weight_days_late", ("weight_due",)) if weighs else ("days_late_capped", DUE)
    return {
        of_leaf(leaf): (counts.get(days, 0), _sum(counts, due)) for leaf, counts in leaves.items()
    }


def _sum(counts: Counts, names: tuple[str, ...]) -> int:
    return sum(counts.get(name, 0) for name in names)
