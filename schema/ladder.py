"""The ladder programme → field → objective → indicator, weighted at each step (domain 16, Q61).

A is clipped to [0, 1.2] before anything is added. Coverage is nested: a step counts with the share
of it that is known, so one live indicator per objective does not look like all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from msgspec import Struct

from schema.catalogue import Catalogue

LOWEST, HIGHEST = Fraction(0), Fraction(12, 10)
ZERO = Fraction(0)


class Rung(Struct, frozen=True, kw_only=True):
    """The value of a step, and how much of its weight is known."""

    value: Fraction | None
    coverage: Fraction


class Part(Struct, frozen=True, kw_only=True):
    """A step with its weight in the one above."""

    weight: Fraction
    rung: Rung


NOTHING = Rung(value=None, coverage=ZERO)


def leaf(attainment: Fraction | None) -> Rung:
    """An indicator as the lowest step."""
    if attainment is None:
        return NOTHING
    return Rung(value=min(HIGHEST, max(LOWEST, attainment)), coverage=Fraction(1))


def climb(parts: Sequence[Part]) -> Rung:
    """The step above: Σ w·v / Σ w over what is known, Σ w·coverage / Σ w over all.

    All weights 0: equal weights.
    """
    if parts and not any(part.weight for part in parts):
        parts = [Part(weight=Fraction(1), rung=part.rung) for part in parts]
    whole = sum((part.weight for part in parts), ZERO)
    if not whole:
        return NOTHING
    known = [part for part in parts if part.rung.value is not None]
    present = sum((part.weight for part in known), ZERO)
    total = sum((part.weight * (part.rung.value or ZERO) for part in known), ZERO)
    covered = sum((part.weight * part.rung.coverage for part in parts), ZERO)
    return Rung(value=total / present if present else None, coverage=covered / whole)


class Ladder:
    """The steps of one catalogue; what has no indicator asked of a scope is no step there."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._weights = {one.code: Fraction(str(one.weight)) for one in catalogue.indicators}
        self._objective = {one.code: one.objective for one in catalogue.indicators}
        self._objectives = {one.code: one for one in catalogue.objectives}
        self._fields = {one.code: Fraction(str(one.weight)) for one in catalogue.fields}

    def index(
        self,
        attained: Mapping[str, Fraction | None],
        *,
        programme: str = "",
        field: str = "",
    ) -> Rung:
        """The index over the indicators given, of one programme or field when named.

        Several programmes count alike.
        """
        objectives = self._climb_objectives(attained)
        steps: dict[str, dict[str, list[Part]]] = {}
        for code, part in objectives.items():
            one = self._objectives[code]
            if programme in ("", one.programme) and field in ("", one.field):
                steps.setdefault(one.programme, {}).setdefault(one.field, []).append(part)
        return climb([_equal(self._climb_fields(fields)) for fields in steps.values()])

    def _climb_objectives(self, attained: Mapping[str, Fraction | None]) -> dict[str, Part]:
        below: dict[str, list[Part]] = {}
        for code, value in attained.items():
            if self._objective.get(code) in self._objectives:
                part = Part(weight=self._weights[code], rung=leaf(value))
                below.setdefault(self._objective[code], []).append(part)
        return {
            code: Part(weight=Fraction(str(self._objectives[code].weight)), rung=climb(parts))
            for code, parts in below.items()
        }

    def _climb_fields(self, fields: Mapping[str, Iterable[Part]]) -> Rung:
        return climb(
            [
                Part(weight=self._fields.get(code, Fraction(1)), rung=climb(list(parts)))
                for code, parts in fields.items()
            ]
        )


def _equal(rung: Rung) -> Part:
    return Part(weight=Fraction(1), rung=rung)
