"""What is wrong with a catalogue: each fault with its path, none if it may be loaded. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from schema.catalogue import Catalogue, Indicator, Programme
from schema.errors import Fault
from schema.unit import ROOT, Unit

_HOMELESS = frozenset({"root"})
CALENDARS = frozenset({"state_offices"})
"""Calendars that ship with the method."""


def check(catalogue: Catalogue) -> list[Fault]:
    """Every fault, in the order of the sections."""
    return [Fault(path=path, reason=reason) for rule in _RULES for path, reason in rule(catalogue)]


_Found = Iterator[tuple[str, str]]


def _double_codes(catalogue: Catalogue) -> _Found:
    sections: dict[str, Sequence[str]] = {
        "units": [unit.code for unit in catalogue.units],
        "programmes": [programme.code for programme in catalogue.programmes],
        "fields": [field.code for field in catalogue.fields],
        "objectives": [objective.code for objective in catalogue.objectives],
        "indicators": [indicator.code for indicator in catalogue.indicators],
        "sources": [source.code for source in catalogue.sources],
        "leagues": [league.code for league in catalogue.leagues],
        "posts": [post.code for post in catalogue.posts],
    }
    for section, codes in sections.items():
        for code, times in Counter(codes).items():
            if times > 1:
                yield f"$.{section}[{code}]", f"expected one row of this code, got {times}"


def _root(catalogue: Catalogue) -> _Found:
    root = catalogue.unit_by_code.get(ROOT)
    if root is None or root.kind != "root":
        yield f"$.units[{ROOT}]", f"expected the unit {ROOT} of kind root; add it"


def _parents(catalogue: Catalogue) -> _Found:
    for unit in catalogue.units:
        path = f"$.units[{unit.code}].parent"
        if unit.parent is None:
            if unit.kind not in _HOMELESS:
                yield path, "expected a parent, got none"
        elif unit.parent not in catalogue.unit_by_code:
            yield path, f"expected the code of a unit, got {unit.parent}: no such unit"
        elif not _covers(catalogue.unit_by_code[unit.parent], unit):
            yield path, f"expected a parent that exists as long as the unit, got {unit.parent}"


def _covers(parent: Unit, unit: Unit) -> bool:
    """Whether a parent is there when its unit begins (later moves are checked by themselves)."""
    return parent.exists_on(unit.valid_from)


def _dates(catalogue: Catalogue) -> _Found:
    for unit in catalogue.units:
        if unit.valid_to is not None and unit.valid_to <= unit.valid_from:
            yield (
                f"$.units[{unit.code}].to",
                f"expected a day after {unit.valid_from}, got {unit.valid_to}",
            )
    for programme in catalogue.programmes:
        for plan in programme.plans:
            if plan.end < plan.start:
                yield (
                    f"$.programmes[{programme.code}].plans[{plan.code}].to",
                    f"expected a day on or after {plan.start}, got {plan.end}",
                )


def _moves(catalogue: Catalogue) -> _Found:
    for n, move in enumerate(catalogue.memberships):
        for name, code in (("unit", move.unit), ("parent", move.parent)):
            unit = catalogue.unit_by_code.get(code)
            if unit is None:
                yield f"$.moves[{n}].{name}", f"expected the code of a unit, got {code}"
            elif not unit.exists_on(move.valid_from):
                yield f"$.moves[{n}].from", f"{code} does not exist on {move.valid_from}"


def _changes(catalogue: Catalogue) -> _Found:
    for n, change in enumerate(catalogue.changes):
        if change.kind == "merge" and len(change.to) != 1:
            yield f"$.changes[{n}].to", f"expected one unit for a merger, got {len(change.to)}"
        for code in change.to:
            unit = catalogue.unit_by_code.get(code)
            if unit is None or not unit.exists_on(change.on):
                yield (
                    f"$.changes[{n}].to",
                    f"expected a unit that exists on {change.on}, got {code}",
                )
        for code in change.sources:
            if code not in catalogue.unit_by_code:
                yield f"$.changes[{n}].from", f"expected the code of a unit, got {code}"


def _cycles(catalogue: Catalogue) -> _Found:
    """No unit may be its own ancestor, on any day on which something moves."""
    days = {unit.valid_from for unit in catalogue.units}
    days |= {move.valid_from for move in catalogue.memberships}
    told: set[str] = set()
    for day in sorted(days):
        tree = catalogue.tree(day)
        for code in tree.units:
            line = (code, *tree.ancestors(code))
            parent = tree.units[line[-1]].parent
            if parent in line and code not in told:
                told.add(code)
                yield f"$.units[{code}].parent", f"a cycle: {' → '.join((*line, str(parent)))}"


def _leagues(catalogue: Catalogue) -> _Found:
    known = {league.code for league in catalogue.leagues}
    for unit in catalogue.units:
        if unit.league is not None and unit.league not in known:
            yield f"$.units[{unit.code}].league", f"expected a league, got {unit.league}"


def _objectives(catalogue: Catalogue) -> _Found:
    fields = {field.code for field in catalogue.fields}
    for objective in catalogue.objectives:
        path = f"$.objectives[{objective.code}]"
        if objective.programme not in catalogue.programme_by_code:
            yield f"{path}.programme", f"expected a programme, got {objective.programme}"
        if objective.field not in fields:
            yield f"{path}.field", f"expected a field, got {objective.field}"


def _indicators(catalogue: Catalogue) -> _Found:
    objectives = {objective.code for objective in catalogue.objectives}
    for indicator in catalogue.indicators:
        path = f"$.indicators[{indicator.code}]"
        if indicator.objective not in objectives:
            yield f"{path}.objective", f"expected an objective, got {indicator.objective}"
        yield from _points(indicator, path, catalogue)


def _points(indicator: Indicator, path: str, catalogue: Catalogue) -> _Found:
    for name, points in (("base", indicator.baselines), ("target", indicator.targets)):
        for point in points:
            if point.unit not in catalogue.unit_by_code:
                yield f"{path}.{name}", f"expected the code of a unit, got {point.unit}"
        doubles = Counter((point.unit, point.on) for point in points)
        for (unit, on), times in doubles.items():
            if times > 1:
                yield f"{path}.{name}", f"expected one value of {unit} on {on}, got {times}"


def _plans(catalogue: Catalogue) -> _Found:
    def doubles(programme: Programme) -> Iterable[str]:
        codes = Counter(plan.code for plan in programme.plans)
        return (code for code, times in codes.items() if times > 1)

    for programme in catalogue.programmes:
        for code in doubles(programme):
            yield f"$.programmes[{programme.code}].plans[{code}]", "expected one plan of this code"


def _posts(catalogue: Catalogue) -> _Found:
    fields = {field.code for field in catalogue.fields}
    for post in catalogue.posts:
        for field in post.fields:
            if field not in fields:
                yield f"$.posts[{post.code}].fields", f"expected a field, got {field}"
        for unit in post.units:
            if unit not in catalogue.unit_by_code:
                yield f"$.posts[{post.code}].units", f"expected the code of a unit, got {unit}"


def _calendar(catalogue: Catalogue) -> _Found:
    if catalogue.method.calendar not in CALENDARS:
        yield (
            "$.method.calendar",
            f"expected one of {', '.join(sorted(CALENDARS))}, got {catalogue.method.calendar}",
        )


_RULES: tuple[Callable[[Catalogue], _Found], ...] = (
    _double_codes,
    _root,
    _parents,
    _dates,
    _moves,
    _changes,
    _cycles,
    _leagues,
    _plans,
    _objectives,
    _indicators,
    _posts,
    _calendar,
)
