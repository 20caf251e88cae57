"""Planned value, SPI, earned schedule, SPI(t): from what each leaf plans and has earned.

The plans of tasks are drawn again (``schema.earned``) as far as they were known at each end; what
they do not come to of what was published then stands under the method. PV and shares are sums and
ratios of leaves. The earned schedule passes from before to after in two steps: first the plans, one
leaf after the other in the order of their names, with the earned value as it was; then the earned
value on the new plan, spread over leaves as they moved it. Durations move by their ends.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction

from msgspec import Struct

from schema.earned.axis import Axis, axis_of
from schema.earned.curve import ALIKE, BY_WEIGHT, Curve, Drawn
from schema.earned.schedule import earned
from schema.kpi import Operational
from schema.shares import Path, Shared, Values, of_parts, of_ratio, of_sum, spread
from schema.workdays import state_offices
from web.compose.accounts.item import METHOD, TIME, Item, of_leaf
from web.compose.why import Leaf

SCALES = (10_000_000, 10_000)
"""Of a row of a curve: by weight, and each task alike."""
START, FINISH = Item("plan", code="start"), Item("plan", code="finish")
Work = tuple[int, int]
"""What a leaf has earned, in both rows of a curve."""


class Side(Struct, frozen=True, kw_only=True):
    """The plan of a scope at one end."""

    published: Operational | None
    today: date
    plans: Mapping[Leaf, tuple[Drawn, ...]]
    earned: Mapping[Leaf, Work]

    @property
    def row(self) -> int:
        """The row of the curve that counts."""
        return ALIKE if self.published is not None and self.published.alike else BY_WEIGHT


Made = Callable[[Side, Side], Shared]


def account(figure: str, begin: Side, end: Side) -> tuple[Shared, Mapping[str, Shared]]:
    """A figure of the operational tier and the parts it is made of."""
    if begin.published is None or end.published is None:
        return _unknown(figure, begin, end), {}
    name = figure.rpartition("/")[2]
    if name in _SUMS:
        return _SUMS[name](begin, end), {}
    if name == "spi_t" and not (begin.published.pd and end.published.pd):
        return Shared(before=None, after=None, shares={}), {}
    parts = {"es": schedule(begin, end), "at": elapsed(begin, end)}
    joined = {"spi_t": spi_t, "days_behind": days_behind}
    return (of_parts(joined[name], parts), parts) if name in joined else (parts[name], {})


def spi_t(of: Values) -> Fraction | None:
    """SPI(t) = ES/AT."""
    es, at = of["es"], of["at"]
    return es / at if es is not None and at else None


def days_behind(of: Values) -> Fraction | None:
    """AT − ES, from the first day on."""
    es, at = of["es"], of["at"]
    return at - es if es is not None and at else None


def planned(begin: Side, end: Side) -> Shared:
    """PV."""
    return of_sum(_values(begin), _values(end))


def share(begin: Side, end: Side) -> Shared:
    """PV by all that is planned."""
    pairs = [_pairs(_values(side), _values(side, whole=True)) for side in (begin, end)]
    return of_ratio(*pairs)


def spi(begin: Side, end: Side) -> Shared:
    """SPI = EV/PV."""
    pairs = [_pairs(_earned(side), _values(side)) for side in (begin, end)]
    return of_ratio(*pairs)


def duration(begin: Side, end: Side) -> Shared:
    """PD moves by its two ends."""
    a, b, axis = _published(begin), _published(end), _axis()
    moved: dict[Path, Fraction] = {
        (START,): Fraction(axis.between(b.start.toordinal(), a.start.toordinal())),
        (FINISH,): Fraction(axis.between(a.finish.toordinal(), b.finish.toordinal())),
    }
    return _checked(Fraction(a.pd), Fraction(b.pd), moved)


def elapsed(begin: Side, end: Side) -> Shared:
    """AT moves with the first start and with time."""
    a, b, axis = _published(begin), _published(end), _axis()
    earlier = Fraction(axis.between(b.start.toordinal(), a.start.toordinal()))
    moved: dict[Path, Fraction] = {(START,): earlier, (TIME,): b.at - a.at - earlier}
    return _checked(Fraction(a.at), Fraction(b.at), moved)


def schedule(begin: Side, end: Side) -> Shared:
    """ES: plans first, then what was earned."""
    a, b, axis = _published(begin), _published(end), _axis()
    curve = Curve(one for plans in begin.plans.values() for one in plans)
    work = _total(begin.earned)
    here = _es(curve, work, axis)
    moved: dict[Path, Fraction] = {}
    for leaf in sorted(begin.plans.keys() | end.plans.keys()):
        if _swap(curve, begin.plans.get(leaf, ()), end.plans.get(leaf, ())):
            now = _es(curve, work, axis)
            moved["plan", of_leaf(leaf)], here = now - here, now
    row = curve.row
    gained = of_sum(
        {of_leaf(leaf): each[row] for leaf, each in begin.earned.items()},
        {of_leaf(leaf): each[row] for leaf, each in end.earned.items()},
    )
    rise = _es(curve, _total(end.earned), axis) - here
    moved |= {("ev", *path): each for path, each in spread(rise, gained).items()}
    before, after = Fraction(a.es_num, a.es_den), Fraction(b.es_num, b.es_den)
    return _checked(before, after, moved)


def _es(curve: Curve, work: Work, axis: Axis) -> Fraction:
    return Fraction(*earned(curve, work[curve.row], axis)) if curve.leaves else Fraction(0)


def _swap(curve: Curve, old: tuple[Drawn, ...], new: tuple[Drawn, ...]) -> bool:
    """Let a leaf plan something else; whether it does."""
    gone = [one for one in old if all(one is not other for other in new)]
    come = [one for one in new if all(one is not other for other in old)]
    for one in come:
        curve.add(one)
    for one in gone:
        curve.take(one)
    return bool(gone or come)


def _values(side: Side, *, whole: bool = False) -> dict[Item, Fraction]:
    """What each leaf plans for the end of the day, or in all; the rest of what was published."""
    of, row, day = _published(side), side.row, side.today.toordinal()
    found = {
        of_leaf(leaf): Fraction(sum(_at(one, row, None if whole else day) for one in plans))
        for leaf, plans in side.plans.items()
    }
    return _rest(found, of.whole if whole else of.pv, SCALES[row])


def _earned(side: Side) -> dict[Item, Fraction]:
    found = {of_leaf(leaf): Fraction(work[side.row]) for leaf, work in side.earned.items()}
    return _rest(found, _published(side).ev, SCALES[side.row])


def _at(one: Drawn, row: int, day: int | None) -> int:
    if day is not None and day < one.first:
        return 0
    last = one.last if day is None else min(day, one.last)
    return int(one.rows[row, last - one.first])


def _rest(found: dict[Item, Fraction], published: int, scale: int) -> dict[Item, Fraction]:
    rest = published - sum(found.values())
    whole = found | ({METHOD: found.get(METHOD, Fraction(0)) + rest} if rest else {})
    return {item: value / scale for item, value in whole.items() if value}


def _pairs(
    nums: Mapping[Item, Fraction], dens: Mapping[Item, Fraction]
) -> dict[Item, tuple[Fraction, Fraction]]:
    zero = Fraction(0)
    return {
        item: (nums.get(item, zero), dens.get(item, zero)) for item in nums.keys() | dens.keys()
    }


def _checked(before: Fraction, after: Fraction, moved: Mapping[Path, Fraction]) -> Shared:
    """What was published and these do not come to is the method's."""
    rest = after - before - sum(moved.values(), Fraction(0))
    told: dict[Path, Fraction] = {path: each for path, each in moved.items() if each}
    return Shared(before=before, after=after, shares=told | ({(METHOD,): rest} if rest else {}))


def _total(work: Mapping[Leaf, Work]) -> Work:
    return sum(one[0] for one in work.values()), sum(one[1] for one in work.values())


def _published(side: Side) -> Operational:
    assert side.published is not None
    return side.published


def _unknown(figure: str, begin: Side, end: Side) -> Shared:
    """A scope that planned nothing at one end: the value of the other, and nothing to share."""
    values = [
        None if side.published is None else account(figure, side, side)[0].before
        for side in (begin, end)
    ]
    return Shared(before=values[0], after=values[1], shares={})


def _axis() -> Axis:
    return axis_of(state_offices())


_SUMS: Mapping[str, Made] = {
    "pv": planned, "planned_share": share, "spi": spi, "pd": duration,
}  # fmt: skip
FIGURES = tuple(
    f"operational/{name}"
    for name in ("pv", "planned_share", "spi", "es", "at", "pd", "spi_t", "days_behind")
)
DAYS = tuple(f"operational/{name}" for name in ("es", "at", "pd", "days_behind"))
"""Those that are working days."""
