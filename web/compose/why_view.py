"""The page "why did it move": the figures of its twin in words, its lines as rows."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from schema.formulas import Formula
from web.compose.facts import Place
from web.compose.tile import Said, Tile
from web.compose.why import METHOD, Line, Why
from web.formats import NONE, number, percent, signed
from web.words import Words

ROWS = 50
"""Leaves shown; the twin tells more."""
PLACES = 40


def tile(
    told: dict[str, Any], why: Why, place: Callable[[str], Place], words: Words, query: str
) -> Tile:
    """How the twin `told` is printed; `query` asks the same of another board."""
    said = {f"{name}/value": value(told[name]["value"], why.formula, words) for name in ENDS}
    for name in ENDS:
        said |= {f"{name}/{part}": whole(told[name][part], words) for part in ("num", "den")}
    said["difference"] = change(told["difference"], why.formula, words)
    said["count"] = whole(told["count"], words)
    for cause, each in told["causes"].items():
        said[f"causes/{cause}/adds"] = change(each["adds"], why.formula, words)
    for n, each in enumerate(told["places"][:PLACES]):
        said[f"places/{n}/adds"] = change(each["adds"], why.formula, words)
    for n, each in enumerate(told["leaves"][:ROWS]):
        said[f"leaves/{n}/adds"] = change(each["adds"], why.formula, words)
        said |= {f"leaves/{n}/{part}": moved(each[part], words) for part in ("num", "den")}
    return Tile(
        twin=told,
        said=said,
        page={
            "rate": bool(why.formula.den),
            "account": False,
            "parts": [],
            "notes": [],
            "undefined": told["difference"] is None and bool(why.lines),
            "whole": "",
            "causes": list(told["causes"]),
            "places": [
                {
                    "name": name_of(each["unit"], place, words),
                    "href": f"{each['why']}?{query}" if each["why"] else None,
                }
                for each in told["places"][:PLACES]
            ],
            "lines": [
                row(line, each, place, words)
                for line, each in zip(why.lines[:ROWS], told["leaves"][:ROWS], strict=True)
            ],
            "more": len(why.lines) > ROWS,
        },
    )


ENDS = ("from", "to")
EVENTS = ("updates", "turns")
"""Where what happened to a leaf is told."""


def row(
    line: Line, each: dict[str, Any], place: Callable[[str], Place], words: Words
) -> dict[str, Any]:
    """A leaf in words."""
    leaf = line.leaf
    about = [leaf.programme.upper(), leaf.plan, leaf.objective]
    about += [place(f"f.{leaf.field}").name_vi] if leaf.field else []
    main = max(line.causes, key=lambda cause: abs(line.causes[cause]), default=None)
    return {
        "name": name_of(leaf.lead or None if leaf != METHOD else None, place, words),
        "about": " · ".join(filter(None, about)),
        "cause": words.say(f"why.{main.value}") if main else "",
        "several": len(line.causes) > 1,
        "links": [(words.say(f"why.{key}"), each[key]) for key in EVENTS if each[key]],
    }


def name_of(code: str | None, place: Callable[[str], Place], words: Words) -> str:
    """A unit's name; the method where there is no unit."""
    if code is None:
        return words.say("why.method")
    return place(code).short_vi or place(code).name_vi


def is_share(formula: Formula) -> bool:
    """Whether the figure is a share of one, printed as a percentage."""
    return bool(formula.den) and not formula.num[0].endswith("days_late")


def value(figure: float | None, formula: Formula, words: Words) -> Said:
    """The figure at one end."""
    if figure is None:
        return NONE, "none"
    if is_share(formula):
        return percent(figure, words.lang), ""
    return number(figure, words.lang, 0 if figure == int(figure) else 2), ""


def change(adds: float | None, formula: Formula, words: Words) -> Said:
    """A contribution: in points of a percentage, in tasks, or in days."""
    if adds is None:
        return NONE, "none"
    if is_share(formula):
        return f"{signed(adds * 100, words.lang, 3)} {words.say('why.points')}", ""
    exactly = Fraction(str(adds))
    return signed(adds, words.lang, 0 if exactly.denominator == 1 else 3), ""


def whole(count: int, words: Words) -> Said:
    """A whole number."""
    return number(count, words.lang), ""


def moved(count: int, words: Words) -> Said:
    """A whole number with its sign."""
    return signed(count, words.lang), ""
