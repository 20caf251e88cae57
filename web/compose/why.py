"""Why a figure moved between two instants: what each leaf added, by cause, to the last digit.

Contributions are made by ``schema.attribution`` and ``schema.causes`` in fractions; here they are
put in order, joined by the units right below the scope, and told. What roll published at a close
and its leaves do not come to (a catalogue that put them elsewhere since) is a line of its own, the
method's, so that all lines sum to the difference of what was published.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from fractions import Fraction
from typing import Any, NamedTuple
from urllib.parse import urlencode

from msgspec import Struct

from schema.attribution import Attribution, Counts, attribute, total, weighing
from schema.causes import Cause, Turn, split
from schema.formulas import FIGURES, Formula, formula
from web.compose.facts import Place
from web.compose.moment import Moment

MOST = 2_000
"""Leaves told one by one; the others are added up."""


class Leaf(NamedTuple):
    """A leaf of the tree: a lead's share of a programme, plan, objective, field and post."""

    lead: str
    programme: str = ""
    plan: str = ""
    objective: str = ""
    field: str = ""
    in_charge: str = ""


METHOD = Leaf("")
"""What was published and no leaf of today's tree tells."""
Leaves = Mapping[Leaf, Counts]


class End(Struct, frozen=True, kw_only=True):
    """A figure at one end of the span: the leaves, and what was published of them."""

    at: datetime
    day: date | None  # the close it stands for; None: now
    leaves: Leaves
    published: Counts | None  # None: nothing but the leaves (now)
    moment: Moment | None = None  # the kept state it stands on

    @property
    def whole(self) -> Leaves:
        """The leaves with what is missing from what was published."""
        if self.published is None:
            return self.leaves
        found: dict[str, int] = defaultdict(int)
        for counts in self.leaves.values():
            for name, count in counts.items():
                found[name] += count
        rest = {name: count - found[name] for name, count in self.published.items()}
        return {**self.leaves, METHOD: rest} if any(rest.values()) else self.leaves


class WhyFacts(Struct, frozen=True, kw_only=True):
    """Everything a page of this sort is made from."""

    path: tuple[Place, ...]
    programme: str
    figure: str
    begin: End
    end: End
    turns: Mapping[Leaf, tuple[Turn, ...]]
    reports: Mapping[Leaf, int]
    below: Callable[[str], str]
    """The unit right below the scope under which a lead stands; the lead itself where none is."""


class Line(Struct, frozen=True, kw_only=True):
    """What a leaf, or several, added."""

    leaf: Leaf
    num: int
    den: int
    adds: Fraction | None
    causes: Mapping[Cause, Fraction]


class Why(Struct, frozen=True, kw_only=True):
    """The difference taken apart; `lines` from the greatest contribution to the least."""

    formula: Formula
    found: Attribution[Leaf]
    before: tuple[int, int]
    after: tuple[int, int]
    lines: tuple[Line, ...]
    causes: Mapping[Cause, Fraction]
    places: tuple[tuple[str, Fraction], ...]


def explain(facts: WhyFacts) -> Why:
    """Take the difference apart; the figure must have a formula."""
    begin, end = facts.begin.whole, facts.end.whole
    used = rule(facts.figure, begin, end)
    found = attribute(used, begin, end)
    whole = total(begin, used), total(end, used)
    factors = weighing(used, *whole)
    lines = [
        Line(
            leaf=leaf,
            num=moved.num,
            den=moved.den,
            adds=moved.adds,
            causes={}
            if factors is None
            else {Cause.METHOD: factors.adds(moved.num, moved.den)}
            if leaf == METHOD
            else split(used, factors, moved, facts.turns.get(leaf, ()), facts.reports.get(leaf, 0)),
        )
        for leaf, moved in found.leaves.items()
    ]
    lines.sort(key=lambda line: (-abs(line.adds or 0), -abs(line.num), line.leaf))
    return Why(
        formula=used,
        found=found,
        before=used.parts(whole[0]),
        after=used.parts(whole[1]),
        lines=tuple(lines),
        causes=joined(line.causes for line in lines),
        places=by_place(lines, facts.below),
    )


def rule(figure: str, begin: Leaves, end: Leaves) -> Formula:
    """The formula in force at the end, at the begin where there is nothing at the end."""
    weights = Formula(("weight",))
    here = total(end, weights)["weight"] or total(begin, weights)["weight"]
    return formula(figure, {"weight": here})


def joined(splits: Iterable[Mapping[Cause, Fraction]]) -> dict[Cause, Fraction]:
    """Splits added up, in the order of the causes; those that come to nothing stay."""
    found: dict[Cause, Fraction] = {}
    for each in splits:
        for cause, adds in each.items():
            found[cause] = found.get(cause, Fraction(0)) + adds
    return {cause: found[cause] for cause in Cause if cause in found}


def by_place(
    lines: Iterable[Line], below: Callable[[str], str]
) -> tuple[tuple[str, Fraction], ...]:
    """Contributions by the unit right below the scope, the greatest first."""
    found: dict[str, Fraction] = {}
    for line in lines:
        if line.adds is not None:
            place = below(line.leaf.lead) if line.leaf != METHOD else ""
            found[place] = found.get(place, Fraction(0)) + line.adds
    return tuple(sorted(found.items(), key=lambda item: (-abs(item[1]), item[0])))


def twin(facts: WhyFacts, why: Why, here: str) -> dict[str, Any]:
    """As JSON: every number as the nearest double and exactly; `here` is the board's address."""
    shown, others = why.lines[:MOST], why.lines[MOST:]
    span = {"from": facts.begin.at.isoformat(), "to": facts.end.at.isoformat()}
    return {
        "scope": facts.path[-1].code,
        "programme": facts.programme,
        "figure": facts.figure,
        "formula": {"num": why.formula.num, "den": why.formula.den, "scale": why.formula.scale},
        "from": end(facts.begin, why.before, why.found.before),
        "to": end(facts.end, why.after, why.found.after),
        "difference": number(why.found.difference),
        "difference_exact": exact(why.found.difference),
        "causes": {cause.value: both(adds) for cause, adds in why.causes.items()},
        "places": [
            {"unit": code or None, **both(adds), "why": f"/boards/{code}/why" if code else None}
            for code, adds in why.places
        ],
        "count": len(why.lines),
        "leaves": [entry(line, here, span) for line in shown],
        "rest": {
            "leaves": len(others),
            **both(sum((line.adds or Fraction(0) for line in others), Fraction(0))),
        },
    }


def end(one: End, parts: tuple[int, int], value: Fraction | None) -> dict[str, Any]:
    """One end of the span in the twin."""
    return {
        "at": one.at.isoformat(),
        "day": one.day.isoformat() if one.day else None,
        **(one.moment.twin if one.moment else {}),
        "num": parts[0],
        "den": parts[1],
        "value": number(value),
        "exact": exact(value),
        **({} if one.moment else {"known": "then" if one.day else "now"}),
    }


def entry(line: Line, here: str, span: Mapping[str, str]) -> dict[str, Any]:
    """A leaf in the twin, with the addresses of what happened to it."""
    leaf = line.leaf
    events = urlencode({"leaf": "~".join(leaf), **span}, safe="~:") if leaf != METHOD else None
    return {
        **(leaf._asdict() if leaf != METHOD else {"lead": None}),
        "num": line.num,
        "den": line.den,
        **both(line.adds),
        "causes": {cause.value: both(adds) for cause, adds in line.causes.items()},
        "updates": f"{here}/updates?{events}" if events else None,
        "turns": f"{here}/turns?{events}" if events else None,
    }


def both(adds: Fraction | None) -> dict[str, Any]:
    """A contribution as the nearest double, and exactly."""
    return {"adds": number(adds), "exact": exact(adds)}


def number(value: Fraction | None) -> float | None:
    """The nearest double."""
    return None if value is None else float(value)


def exact(value: Fraction | None) -> str | None:
    """`-11/130`, `7`."""
    return None if value is None else str(value)


KNOWN = frozenset(FIGURES)
"""Figures that can be taken apart: those made of the integers that leaves keep."""
