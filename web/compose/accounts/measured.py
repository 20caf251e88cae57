"""Data quality: what the own slots, records and checks of each unit added to it and its parts.

A scope pools the integers of its units (Q62), so what a unit has of its own is its pool less those
of the units right below it. Parts are ratios of the pool; DQ gives each of its four parts the
Shapley value of its way, spread over units as they moved the part.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from schema.quality import FEW_SLOTS, WHOLE, Quality, joined
from schema.shares import Shared, Values, of_parts, of_ratio
from web.compose.accounts.item import Item

Pools = Mapping[str, Quality]
"""By unit: what is pooled at a scope and at every unit below it."""
Pair = tuple[int, int]
_FIELDS = Quality.__struct_fields__
ONE = Fraction(1)


def account(
    figure: str, scope: str, begin: Pools, end: Pools, children: Callable[[str], tuple[str, ...]]
) -> tuple[Shared, Mapping[str, Shared]]:
    """A figure of data quality and the parts it is made of; both ends must know the scope."""
    ends = [begin[scope], end[scope]]
    owns = [owned(scope, pools, children) for pools in (begin, end)]
    name = figure.rpartition("/")[2]
    if name != "dq":
        return _part(name, ends, owns), {}
    parts = {part: _part(part, ends, owns) for part in ("accurate", "complete", "clean", "live")}
    found = of_parts(joined, parts)
    if all(one.slots >= FEW_SLOTS for one in ends):
        return found, parts
    few = [None if one.slots < FEW_SLOTS else value
           for one, value in zip(ends, (found.before, found.after), strict=True)]  # fmt: skip
    return Shared(before=few[0], after=few[1], shares={}), parts


def owned(
    scope: str, pools: Pools, children: Callable[[str], tuple[str, ...]]
) -> dict[Item, Quality]:
    """What each unit has of its own."""
    found, waiting = {}, [scope]
    while waiting:
        unit = waiting.pop()
        below = [code for code in children(unit) if code in pools]
        waiting += below
        found[Item("unit", unit)] = _less(pools[unit], [pools[code] for code in below])
    return found


def _part(name: str, ends: list[Quality], owns: list[dict[Item, Quality]]) -> Shared:
    pairs = [
        {item: _PAIRS[name](own, whole) for item, own in owned.items()}
        for owned, whole in zip(owns, ends, strict=True)
    ]
    found = of_ratio(*pairs)
    return of_parts(_less_than_all, {"faults": found}) if name in _FAULTS else found


def _less_than_all(of: Values) -> Fraction | None:
    """1 less what is wrong, never below 0."""
    wrong = of["faults"]
    return None if wrong is None else max(Fraction(0), ONE - wrong)


def _less(pool: Quality, below: list[Quality]) -> Quality:
    return Quality(
        **{name: getattr(pool, name) - sum(getattr(one, name) for one in below) for name in _FIELDS}
    )


def _live(own: Quality, whole: Quality) -> Pair:
    """By weight; weights that are all 0 are equal (Q44, Q66)."""
    return (own.weight_fresh, own.weight) if whole.weight else (own.fresh, own.tasks)


_PAIRS: Mapping[str, Callable[[Quality, Quality], Pair]] = {
    "accurate": lambda own, whole: (own.severity, 2 * own.checks),
    "complete": lambda own, whole: (own.share, WHOLE * own.slots),
    "timeliness": lambda own, whole: (own.on_time, own.slots),
    "clean": lambda own, whole: (own.faults, own.records),
    "live": _live,
}
_FAULTS = ("accurate", "clean")
FIGURES = ("quality/dq", *(f"quality/{name}" for name in _PAIRS))
