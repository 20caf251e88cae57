"""Why a figure moved: what each leaf added to its difference between two instants, exactly.

A count moves by the sum of what its leaves moved. A ratio N/D moves by

    N1/D1 - N0/D0 = Σ (Δn·(D0 + D1) - Δd·(N0 + N1)) / (2·D0·D1)

over the leaves, Δn and Δd being what a leaf added to numerator and denominator. It is the mean of
the two orders in which numerator and denominator may change, that is Shapley's value (1953) of
the two, and Bennet's indicator (1920): no order is preferred, a leaf that did not move adds
nothing, and since it is linear in Δn and Δd the parts of any grouping add up. All of it in
Fractions: the contributions sum to the difference to the last digit.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from fractions import Fraction
from typing import Generic, TypeVar

from msgspec import Struct

from schema.formulas import Formula

Leaf = TypeVar("Leaf", bound=Hashable)
Counts = Mapping[str, int]
"""Integers by measure; a measure that is not named is 0."""
Pair = tuple[Fraction | int, Fraction | int]
"""Numerator and denominator."""


class Moved(Struct, frozen=True, kw_only=True):
    """What a leaf added: to the numerator, to the denominator, and to the figure."""

    num: int
    den: int
    adds: Fraction | None
    """None where the figure had or has no value: there is no difference to share."""


class Attribution(Struct, Generic[Leaf], frozen=True, kw_only=True):
    """A figure before and after, and what each leaf that moved it added."""

    before: Fraction | None
    after: Fraction | None
    leaves: Mapping[Leaf, Moved]

    @property
    def difference(self) -> Fraction | None:
        """after - before; None where either is unknown."""
        if self.before is None or self.after is None:
            return None
        return self.after - self.before


class Weighing(Struct, frozen=True):
    """What one more in the numerator and one more in the denominator are worth on the way."""

    num: Fraction
    den: Fraction

    def adds(self, num: Fraction | int, den: Fraction | int) -> Fraction:
        """What a leaf with these changes added to the figure."""
        return self.num * num + self.den * den


def of_orders(before: Pair, after: Pair) -> Weighing | None:
    """The mean of both orders for a numerator and denominator; None where either end has no value.

    Source: Shapley (1953), Bennet (1920), as above.
    """
    (n0, d0), (n1, d1) = before, after
    if not d0 or not d1:
        return None
    twice = 2 * d0 * d1
    return Weighing(Fraction(d0 + d1) / twice, -Fraction(n0 + n1) / twice)


def weighing(formula: Formula, before: Counts, after: Counts) -> Weighing | None:
    """The factors between two totals; None where the figure is undefined at one end."""
    if not formula.den:
        return Weighing(Fraction(1, formula.scale), Fraction(0))
    found = of_orders(_parts(formula, before), _parts(formula, after))
    return found and Weighing(found.num, found.den * formula.scale)


def attribute(
    formula: Formula, before: Mapping[Leaf, Counts], after: Mapping[Leaf, Counts]
) -> Attribution[Leaf]:
    """Share the difference of a figure among the leaves that moved it."""
    whole_before, whole_after = total(before, formula), total(after, formula)
    factors = weighing(formula, whole_before, whole_after)
    found: dict[Leaf, Moved] = {}
    for leaf in before.keys() | after.keys():
        num, den = change(formula, before.get(leaf, {}), after.get(leaf, {}))
        if num or den:
            adds = None if factors is None else factors.adds(num, den)
            found[leaf] = Moved(num=num, den=den, adds=adds)
    return Attribution(
        before=formula.value(whole_before), after=formula.value(whole_after), leaves=found
    )


def change(formula: Formula, before: Counts, after: Counts) -> tuple[int, int]:
    """What moved in the numerator and, without its scale, in the denominator."""
    return _moved(formula.num, before, after), _moved(formula.den, before, after)


def total(leaves: Mapping[Leaf, Counts], formula: Formula) -> Counts:
    """The measures of a formula added up over leaves."""
    return {
        name: sum(counts.get(name, 0) for counts in leaves.values()) for name in formula.measures
    }


def _moved(names: tuple[str, ...], before: Counts, after: Counts) -> int:
    return sum(after.get(name, 0) - before.get(name, 0) for name in names)


def _parts(formula: Formula, counts: Counts) -> tuple[int, int]:
    num, den = formula.parts({name: counts.get(name, 0) for name in formula.measures})
    return num, den
