"""What each leaf added to a figure that is made of other figures, exactly.

``schema.attribution`` shares sums and ratios; here such shares are joined. A figure F(a, b, …) of
parts gives each part its Shapley value (1953): the mean, over all orders in which the parts may
pass from before to after, of what F moves when that part passes. What a part is given is spread
over its leaves in proportion to what they added to the part. Every step is made of Fractions and
every order ends where it must, so contributions sum to the difference to the last digit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from fractions import Fraction
from functools import cache
from itertools import permutations
from typing import TypeVar

from msgspec import Struct

from schema.attribution import Pair, of_orders

Path = tuple[Hashable, ...]
"""Names of parts from the outermost on, then the leaf; without a leaf: the part as a whole."""
Value = Fraction | None
Values = Mapping[str, Value]
ZERO = Fraction(0)
Leaf = TypeVar("Leaf", bound=Hashable)


class Shared(Struct, frozen=True, kw_only=True):
    """A figure at two instants and what each leaf added; the shares sum to the difference."""

    before: Value
    after: Value
    shares: Mapping[Path, Fraction]
    """Leaves that added nothing are left out; empty where the figure is unknown at one end."""

    @property
    def difference(self) -> Value:
        """after - before; None where either is unknown."""
        if self.before is None or self.after is None:
            return None
        return self.after - self.before


def of_sum(before: Mapping[Leaf, Fraction | int], after: Mapping[Leaf, Fraction | int]) -> Shared:
    """A sum over leaves; a leaf that is not there is 0."""
    adds = cache(Fraction)  # many leaves move alike
    moved: dict[Path, Fraction] = {
        (leaf,): adds(after.get(leaf, 0) - before.get(leaf, 0))
        for leaf in before.keys() | after.keys()
    }
    return Shared(
        before=Fraction(sum(before.values())),
        after=Fraction(sum(after.values())),
        shares=_told(moved),
    )


def of_ratio(before: Mapping[Leaf, Pair], after: Mapping[Leaf, Pair]) -> Shared:
    """Σ n / Σ d over leaves by the mean of both orders (``schema.attribution``)."""
    (n0, d0), (n1, d1) = _whole(before.values()), _whole(after.values())
    values = (n0 / d0 if d0 else None), (n1 / d1 if d1 else None)
    factors = of_orders((n0, d0), (n1, d1))
    if factors is None:
        return Shared(before=values[0], after=values[1], shares={})
    adds = cache(factors.adds)  # many leaves move alike
    found: dict[Path, Fraction] = {}
    for leaf in before.keys() | after.keys():
        (a, b), (c, d) = before.get(leaf, _NONE), after.get(leaf, _NONE)
        found[(leaf,)] = adds(c - a, d - b)
    return Shared(before=values[0], after=values[1], shares=_told(found))


def added(values: Iterable[Fraction]) -> Fraction:
    """Their exact sum; equal ones are counted first, so that many cost little."""
    counted = Counter((each.numerator, each.denominator) for each in values)
    return sum((Fraction(n * times, d) for (n, d), times in counted.items()), ZERO)


def of_parts(value: Callable[[Values], Value], parts: Mapping[str, Shared]) -> Shared:
    """A figure of parts; `value` makes it from their values.

    A part that is known at one end only has no leaves to spread over: it is told as a whole.
    """
    before = {name: part.before for name, part in parts.items()}
    after = {name: part.after for name, part in parts.items()}
    ends = value(before), value(after)
    found: dict[Path, Fraction] = {}
    if None not in ends:
        for name, adds in shapley(value, before, after).items():
            found |= {(name, *path): each for path, each in spread(adds, parts[name]).items()}
    return Shared(before=ends[0], after=ends[1], shares=_told(found))


def spread(adds: Fraction, part: Shared) -> Mapping[Path, Fraction]:
    """`adds` over the leaves of a part, in proportion to what they added to it."""
    whole = part.difference
    if not whole or sum(part.shares.values(), ZERO) != whole:
        return {(): adds} if adds else {}
    return {path: adds * each / whole for path, each in part.shares.items()}


def shapley(
    value: Callable[[Values], Value], before: Values, after: Values
) -> Mapping[str, Fraction]:
    """What each part that differs added to `value`; it must be known at both ends.

    Orders on whose way the figure is unknown are left out; where that leaves none, what all parts
    added together stands under the first of them.
    """
    moving = [name for name in after if before[name] != after[name]]
    whole = _known(value(after)) - _known(value(before))
    walked = (_walk(value, before, after, order) for order in permutations(moving))
    orders = [steps for steps in walked if steps]
    if not orders:
        return {moving[0]: whole} if moving and whole else {}
    sums = {name: sum((steps[name] for steps in orders), ZERO) for name in moving}
    return {name: each / len(orders) for name, each in sums.items()}


def _walk(
    value: Callable[[Values], Value], before: Values, after: Values, order: Iterable[str]
) -> Mapping[str, Fraction]:
    """What the figure moves at each step of an order; nothing where it is unknown on the way."""
    here, last = dict(before), value(before)
    steps: dict[str, Fraction] = {}
    for name in order:
        here[name] = after[name]
        now = value(here)
        if now is None or last is None:
            return {}
        steps[name], last = now - last, now
    return steps


def _known(found: Value) -> Fraction:
    if found is None:
        raise ValueError("expected a figure that is known at both ends, got one that is not")
    return found


def _whole(pairs: Iterable[Pair]) -> tuple[Fraction, Fraction]:
    found = list(pairs)
    return Fraction(sum(n for n, _ in found)), Fraction(sum(d for _, d in found))


def _told(found: Mapping[Path, Fraction]) -> Mapping[Path, Fraction]:
    return {path: each for path, each in found.items() if each}


_NONE: Pair = (0, 0)
