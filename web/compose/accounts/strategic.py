"""The strategic index and what it is made of: indicators up the ladder, readings and paths below.

Each step of the ladder is Σ w·v / Σ w over what is known (Q61) and shared like any ratio; what a
step is given is spread over the steps below as they moved it. An attainment is a function of value,
baseline, target and T(day) (Q53–55): each is given its Shapley value. A value that is added up from
units is a sum of their values. What became known or unknown is told of the indicator as a whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction

from msgspec import Struct

from schema.attain import attainment, rule_for
from schema.catalogue import Catalogue, Indicator
from schema.ladder import HIGHEST, LOWEST
from schema.shares import Path, Shared, Value, Values, of_parts, of_ratio, of_sum, spread
from schema.strategic import Attained, Exact
from web.compose.accounts.item import METHOD, Item

Stands = Mapping[str, Attained]
"""By indicator."""
Step = tuple[Fraction, Shared]
"""A step of the ladder with its weight in the one above."""
JUDGED = frozenset({"stock", "flow", "ratio"})
"""Kinds whose attainment is made again; ranks and laws are told as a whole."""
SUMMED = frozenset({"stock", "flow"})
ONE, ZERO = Fraction(1), Fraction(0)


class Side(Struct, frozen=True, kw_only=True):
    """The indicators of a scope at one end."""

    stands: Stands
    below: Mapping[str, Stands]
    """Of the units below it."""
    index: Exact | None = None
    """As it was published; None: not kept."""
    coverage: Exact | None = None


NOTHING = Side(stands={}, below={})
"""A scope that is asked for no indicator."""


class Ground(Struct, frozen=True, kw_only=True):
    """What both ends are judged by."""

    catalogue: Catalogue
    unit: str
    """Whose indicators these are: the scope itself, of a field the root."""
    children: Callable[[str], tuple[str, ...]]
    programme: str = ""
    field: str = ""


def account(
    figure: str, ground: Ground, begin: Side, end: Side
) -> tuple[Shared, Mapping[str, Shared]]:
    """`strategic/index`, `/coverage`, `/objectives/…`, `/fields/…` or `/indicators/…`."""
    _, name, *code = figure.split("/")
    if name == "indicators":
        parts = {"attainment": judged(code[0], ground, begin, end)}
        return parts["attainment"], {}
    covers = name == "coverage"
    leaves = {one: _leaf(one, ground, begin, end, covers=covers) for one in _asked(begin, end)}
    steps = _objectives(leaves, ground)
    if name == "objectives":
        return (steps[code[0]][1] if code[0] in steps else _NOTHING), {}
    fields = _fields(steps, ground, code[0] if name == "fields" else ground.field)
    parts = {f"{programme}/{field}": step[1] for programme, found in fields.items()
             for field, step in found.items()}  # fmt: skip
    whole = climb({programme: (ONE, climb(found)) for programme, found in fields.items()})
    if name == "fields":
        return whole, {}
    ends = (begin.coverage, end.coverage) if covers else (begin.index, end.index)
    return _as_published(whole, ends), parts


def climb(steps: Mapping[str, Step]) -> Shared:
    """The step above (``schema.ladder.climb``), shared; all weights 0: equal weights."""
    if steps and not any(weight for weight, _ in steps.values()):
        steps = {name: (ONE, step) for name, (_, step) in steps.items()}
    found = of_ratio(
        *(
            {name: _pair(weight, value(step)) for name, (weight, step) in steps.items()}
            for value in (_before, _after)
        )
    )
    shares: dict[Path, Fraction] = {}
    for (name,), adds in found.shares.items():
        shares |= {(name, *path): each for path, each in spread(adds, steps[str(name)][1]).items()}
    return Shared(before=found.before, after=found.after, shares=shares)


def judged(code: str, ground: Ground, begin: Side, end: Side) -> Shared:
    """The attainment of an indicator, raw."""
    indicator = ground.catalogue.indicator_by_code.get(code)
    a, b = begin.stands.get(code, _NONE), end.stands.get(code, _NONE)
    before, after = _known(a.attainment), _known(b.attainment)
    whole = Shared(before=before, after=after, shares=_whole(before, after, ground.unit, a, b))
    if indicator is None or indicator.kind not in JUDGED or None in (before, after):
        return whole
    parts = {
        "value": _value(indicator, ground, begin, end),
        "asked": _alone("path", ground.unit, code, a.asked, b.asked),
        "baseline": _alone("baseline", ground.unit, code, a.baseline, b.baseline),
        "target": _alone("target", ground.unit, code, a.target, b.target),
    }

    def made(of: Values) -> Value:
        y, goal = of["value"], of["target"]
        if y is None or goal is None:
            return None
        rule = rule_for(indicator.direction, of["baseline"], goal)
        return attainment(rule, y, goal, of["baseline"], of["asked"])

    found = of_parts(made, parts)
    return found if (found.before, found.after) == (before, after) else whole


def _leaf(code: str, ground: Ground, begin: Side, end: Side, *, covers: bool) -> Shared:
    """An indicator as the lowest step: clipped, or, for coverage, whether it is known."""
    if covers:
        known = [_covered(side.stands.get(code)) for side in (begin, end)]
        moved = (known[1] or ZERO) - (known[0] or ZERO)
        shares: dict[Path, Fraction] = {}
        if None not in known and moved:
            shares[(Item("reading", ground.unit, code),)] = moved
        return Shared(before=known[0], after=known[1], shares=shares)
    found = of_parts(_clipped, {"attainment": judged(code, ground, begin, end)})
    return Shared(
        before=found.before,
        after=found.after,
        shares={path[1:]: adds for path, adds in found.shares.items()},
    )


def _covered(one: Attained | None) -> Value:
    """What is not asked for is no step at all."""
    return None if one is None else Fraction(int(one.attainment is not None))


def _clipped(of: Values) -> Value:
    a = of["attainment"]
    return None if a is None else min(HIGHEST, max(LOWEST, a))


def _value(indicator: Indicator, ground: Ground, begin: Side, end: Side) -> Shared:
    """The value: of a sum what each unit told, else the scope's own reading."""
    code, sides = indicator.code, (begin, end)
    stands = [side.stands.get(code, _NONE) for side in sides]
    values = [_known(one.value) for one in stands]
    own = Item("reading", ground.unit, code)
    if indicator.kind not in SUMMED or not all(one.rolled for one in stands):
        return _alone(own.kind, own.unit, code, stands[0].value, stands[1].value)
    terms = [dict(_terms(code, ground, side)) for side in sides]
    for value, found in zip(values, terms, strict=True):
        rest = (value or ZERO) - sum(found.values(), ZERO)
        found |= {METHOD: rest} if rest else {}
    return of_sum(terms[0], terms[1])


def _terms(code: str, ground: Ground, side: Side) -> Iterable[tuple[Item, Fraction]]:
    """What the units below told, down to those that told it themselves."""
    waiting = list(ground.children(ground.unit))
    while waiting:
        unit = waiting.pop()
        one = side.below.get(unit, {}).get(code, _NONE)
        value = _known(one.value)
        if value is not None and not one.rolled:
            yield Item("reading", unit, code), value
        else:
            waiting += ground.children(unit)


def _objectives(leaves: Mapping[str, Shared], ground: Ground) -> dict[str, Step]:
    known = ground.catalogue
    weights = {one.code: Fraction(str(one.weight)) for one in known.objectives}
    below: dict[str, dict[str, Step]] = {}
    for code, leaf in leaves.items():
        indicator = known.indicator_by_code.get(code)
        if indicator is not None and indicator.objective in weights:
            step = Fraction(str(indicator.weight)), leaf
            below.setdefault(indicator.objective, {})[code] = step
    return {code: (weights[code], climb(steps)) for code, steps in below.items()}


def _fields(steps: Mapping[str, Step], ground: Ground, field: str) -> dict[str, dict[str, Step]]:
    """By programme, the fields of it."""
    weights = {one.code: Fraction(str(one.weight)) for one in ground.catalogue.fields}
    found: dict[str, dict[str, dict[str, Step]]] = {}
    for one in ground.catalogue.objectives:
        if one.code in steps and ground.programme in ("", one.programme):
            if field in ("", one.field):
                of = found.setdefault(one.programme, {}).setdefault(one.field, {})
                of[one.code] = steps[one.code]
    return {
        programme: {code: (weights.get(code, ONE), climb(below)) for code, below in fields.items()}
        for programme, fields in found.items()
    }


def _as_published(found: Shared, ends: tuple[Exact | None, Exact | None]) -> Shared:
    """With what was published and its leaves do not come to as the method's."""
    before = found.before if ends[0] is None else Fraction(*ends[0])
    after = found.after if ends[1] is None else Fraction(*ends[1])
    if before is None or after is None:
        return Shared(before=before, after=after, shares={})
    rest = after - before - sum(found.shares.values(), ZERO)
    shares = dict(found.shares) | ({(METHOD,): rest} if rest else {})
    return Shared(before=before, after=after, shares=shares)


def _whole(
    before: Value, after: Value, unit: str, a: Attained, b: Attained
) -> dict[Path, Fraction]:
    """The difference as one: of the reading where the value moved, else of the path."""
    if before is None or after is None or before == after:
        return {}
    kind = "reading" if a.value != b.value else "path"
    return {(Item(kind, unit, a.code or b.code),): after - before}


def _alone(kind: str, unit: str, code: str, before: Exact | None, after: Exact | None) -> Shared:
    """A number that has no leaves but itself."""
    values, item = (_known(before), _known(after)), Item(kind, unit, code)
    if None in values:
        return Shared(before=values[0], after=values[1], shares={})
    return of_sum({item: values[0] or ZERO}, {item: values[1] or ZERO})


def _asked(begin: Side, end: Side) -> list[str]:
    return sorted(begin.stands.keys() | end.stands.keys())


def _known(exact: Exact | None) -> Value:
    return None if exact is None else Fraction(*exact)


def _before(step: Shared) -> Value:
    return step.before


def _after(step: Shared) -> Value:
    return step.after


def _pair(weight: Fraction, value: Value) -> tuple[Fraction, Fraction]:
    return (ZERO, ZERO) if value is None else (weight * value, weight)


_NONE = Attained("")
_NOTHING = Shared(before=None, after=None, shares={})
