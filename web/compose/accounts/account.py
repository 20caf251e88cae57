"""An account as a twin and a sheet: contributions exactly, with the addresses of their events."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cache, cached_property
from typing import Any
from urllib.parse import quote, urlencode

from msgspec import Struct

from schema.causes import Cause
from schema.shares import Path, Shared, added
from web.compose.accounts.item import Item
from web.compose.facts import Place
from web.compose.moment import Moment
from web.compose.why import MOST, both, exact, number


class Account(Struct, frozen=True, kw_only=True, dict=True):
    """Why a figure of a scope moved."""

    path: tuple[Place, ...]
    programme: str
    figure: str
    begin: Moment
    end: Moment
    shared: Shared
    parts: Mapping[str, Shared]
    """What it is made of, by the first steps of the paths (`nq57/A`); {} where there are none."""
    measure: str
    """share, number, days: how it is printed."""
    cause: Callable[[Path], Cause]
    below: Callable[[str], str]
    """The unit right below the scope under which a unit stands."""
    notes: tuple[str, ...] = ()
    """Phrases that say what is to be known of it."""

    @cached_property
    def lines(self) -> list[tuple[Path, Fraction]]:
        """The MOST greatest contributions, from the greatest to the least.

        Lines that add equally much are put together first: fractions are slow to compare.
        """
        alike: defaultdict[tuple[int, int], list[tuple[Path, Fraction]]] = defaultdict(list)
        for line in self.shared.shares.items():
            alike[abs(line[1].numerator), line[1].denominator].append(line)
        found: list[tuple[Path, Fraction]] = []
        for size in sorted(alike, key=lambda size: Fraction(*size), reverse=True):
            found += sorted(alike[size], key=lambda line: _order(line[0]))
            if len(found) >= MOST:
                break
        return found[:MOST]


def twin(of: Account, here: str) -> dict[str, Any]:
    """As JSON, with the keys of a figure of leaf integers; `here` is the board's address."""
    lines, shares = of.lines, of.shared.shares
    span = {"from": of.begin.at.isoformat(), "to": of.end.at.isoformat()}
    rest = added(shares.values()) - added(adds for _, adds in lines)
    return {
        "scope": of.path[-1].code,
        "programme": of.programme,
        "figure": of.figure,
        "attributable": True,
        "from": of.begin.twin | _value(of.shared.before),
        "to": of.end.twin | _value(of.shared.after),
        "difference": number(of.shared.difference),
        "difference_exact": exact(of.shared.difference),
        "notes": list(of.notes),
        "parts": [_part(of, name) for name in of.parts],
        "causes": _summed(of, lambda path: of.cause(path).value),
        "places": [
            {"unit": code or None, **told, "why": f"/boards/{quote(code)}/why" if code else None}
            for code, told in _by_place(of).items()
        ],
        "count": len(shares),
        "leaves": [entry(of, path, adds, here, span) for path, adds in lines],
        "rest": {"leaves": len(shares) - len(lines), **both(rest)},
    }


def entry(
    of: Account, path: Path, adds: Fraction, here: str, span: Mapping[str, str]
) -> dict[str, Any]:
    """A contribution in the twin."""
    item = item_of(path)
    told: dict[str, Any] = {"part": part_of(path), "kind": item.kind if item else "part"}
    if item is not None:
        named = {"unit": item.unit, "code": item.code, "day": item.day}
        told |= {name: text for name, text in named.items() if text}
        told |= item.leaf._asdict() if item.leaf else {}
    return {
        **told,
        **both(adds),
        "causes": {of.cause(path).value: both(adds)},
        **(events(item, of.programme, here, span) if item else {}),
    }


def events(item: Item, programme: str, here: str, span: Mapping[str, str]) -> dict[str, str]:
    """Where what happened to a leaf is told, by what is told there."""
    at = f"/boards/{quote(item.unit)}" + (f"@{quote(programme)}" if programme else "")
    match item.kind:
        case "leaf" if item.leaf:
            asked = urlencode({"leaf": "~".join(item.leaf), **span}, safe="~:")
            return {"updates": f"{here}/updates?{asked}", "turns": f"{here}/turns?{asked}"}
        case "unit":
            asked = urlencode(span, safe=":")
            quality = {} if programme else {"quality": f"/units/{quote(item.unit)}#quality"}
            return {"updates": f"{at}/updates?{asked}"} | quality
        case "league":
            return {"turns": f"/boards/{quote(item.unit)}/turns?{urlencode(span, safe=':')}"}
        case "reading" | "path" | "target" | "baseline":
            one = f"/boards/{quote(item.unit)}"
            asked = urlencode({"subject": item.code, **span}, safe=":")
            return {
                "updates": f"{one}/updates?{asked}",
                "readings": f"{one}/readings?{urlencode({'indicator': item.code})}",
            }
        case "day":
            return {"updates": f"{at}/updates?{urlencode({'day': item.day})}"}
        case "task":
            return {"task": f"/tasks/{quote(item.code)}"}
    return {"method": "/method"}


HEADS = (
    *("part", "kind", "unit", "lead", "programme", "plan", "objective", "field", "in_charge"),
    *("code", "day", "num", "den", "adds", "exact", "causes", "updates", "turns"),
)
"""Of a sheet, for figures of every sort."""


def table(told: Mapping[str, Any]) -> list[list[Any]]:
    """The rows of a `.csv`: the heads, then a contribution each, the difference last."""
    rows = [[_cell(leaf.get(head)) for head in HEADS] for leaf in told["leaves"]]
    sums = [("rest", told["rest"]["adds"], told["rest"]["exact"])]
    sums.append(("difference", told["difference"], told["difference_exact"]))
    blank = len(HEADS) - 1
    for name, adds, exactly in sums:
        row: list[Any] = [name, *[None] * blank]
        row[HEADS.index("adds")], row[HEADS.index("exact")] = adds, exactly
        rows.append(row)
    return [list(HEADS), *rows]


def item_of(path: Path) -> Item | None:
    """The leaf a path ends with; None for a part as a whole."""
    last = path[-1] if path else None
    return last if isinstance(last, Item) else None


def part_of(path: Path) -> str:
    """The names of the parts on the way to a leaf: `operational/es/ev`; '' for none."""
    return "/".join(str(step) for step in path if not isinstance(step, Item))


def _part(of: Account, name: str) -> dict[str, Any]:
    part, steps = of.parts[name], tuple(name.split("/"))
    shares = of.shared.shares.items()
    adds = added(each for path, each in shares if path[: len(steps)] == steps)
    known = None if of.shared.difference is None else adds
    return {
        "part": name,
        "from": _value(part.before),
        "to": _value(part.after),
        **both(known),
    }


def _summed(of: Account, key: Callable[[Path], str]) -> dict[str, dict[str, Any]]:
    found: defaultdict[str, list[Fraction]] = defaultdict(list)
    for path, adds in of.shared.shares.items():
        found[key(path)].append(adds)
    return {name: both(added(each)) for name, each in sorted(found.items())}


def _by_place(of: Account) -> dict[str, dict[str, Any]]:
    below = cache(of.below)

    def place(path: Path) -> str:
        item = item_of(path)
        return below(item.unit) if item and item.unit else ""

    told = _summed(of, place)
    return dict(sorted(told.items(), key=lambda line: (-abs(line[1]["adds"]), line[0])))


def _value(value: Fraction | None) -> dict[str, Any]:
    return {"value": number(value), "exact": exact(value)}


def _order(path: Path) -> tuple[tuple[object, ...], ...]:
    return tuple(
        ("", *step[:4], step.leaf or ()) if isinstance(step, Item) else (str(step),)
        for step in path
    )


def _cell(value: Any) -> Any:
    return " ".join(value) if isinstance(value, dict) else value
