"""The page of an account: the figures of its twin in words, its lines as rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from schema.catalogue import Catalogue
from web.compose.accounts.account import Account, item_of
from web.compose.accounts.names import item_name, part_name, whole_name
from web.compose.facts import Place
from web.compose.tile import Said, Tile
from web.compose.why_view import PLACES, ROWS, name_of, whole
from web.formats import NONE, number, percent, signed
from web.words import Words

DIGITS = {"number": 3, "days": 2, "count": 0}
LINKS = ("updates", "turns", "readings", "task", "quality", "method")
"""Addresses of a leaf in the order in which they are shown."""


def tile(
    told: dict[str, Any],
    of: Account,
    known: Catalogue,
    place: Callable[[str], Place],
    words: Words,
    query: str,
) -> Tile:
    """How the twin `told` of an account is printed; `query` asks the same of another board."""
    said = {f"{end}/value": value(told[end]["value"], of.measure, words) for end in ("from", "to")}
    said["difference"] = change(told["difference"], of.measure, words)
    said["count"] = whole(told["count"], words)
    for cause, each in told["causes"].items():
        said[f"causes/{cause}/adds"] = change(each["adds"], of.measure, words)
    for group, most in (("parts", len(told["parts"])), ("places", PLACES), ("leaves", ROWS)):
        for n, each in enumerate(told[group][:most]):
            said[f"{group}/{n}/adds"] = change(each["adds"], of.measure, words)
    return Tile(
        twin=told,
        said=said,
        page={
            "rate": False,
            "account": True,
            "causes": list(told["causes"]),
            "parts": [part_name(each["part"], known, words) for each in told["parts"]],
            "places": [
                {
                    "name": name_of(each["unit"], place, words)
                    if each["unit"]
                    else words.say("why.nowhere"),
                    "href": f"{each['why']}?{query}" if each["why"] else None,
                }
                for each in told["places"][:PLACES]
            ],
            "lines": [
                row(path, each, known, place, words)
                for (path, _), each in zip(of.lines, told["leaves"][:ROWS], strict=False)
            ],
            "more": told["count"] > ROWS,
            "whole": whole_name(of.figure, words) if of.measure == "share" else "",
            "undefined": told["difference"] is None,
            "notes": [words.say(note) for note in of.notes],
        },
    )


def row(
    path: tuple[Any, ...],
    each: dict[str, Any],
    known: Catalogue,
    place: Callable[[str], Place],
    words: Words,
) -> dict[str, Any]:
    """A contribution in words."""
    item = item_of(path)
    leaf = item.leaf if item else None
    about = [part_name(each["part"], known, words)]
    if leaf is not None:
        about += [leaf.programme.upper(), leaf.plan, leaf.objective]
        about += [place(f"f.{leaf.field}").name_vi] if leaf.field else []
    return {
        "name": item_name(item, place, known, words),
        "about": " · ".join(filter(None, about)),
        "cause": ", ".join(words.say(f"why.{cause}") for cause in each["causes"]),
        "several": False,
        "links": [(words.say(f"why.{key}_link"), each[key]) for key in LINKS if each.get(key)],
    }


def value(figure: float | None, measure: str, words: Words) -> Said:
    """The figure at one end."""
    if figure is None:
        return NONE, "none"
    if measure == "share":
        return percent(figure, words.lang), ""
    return number(figure, words.lang, DIGITS[measure]), ""


def change(adds: float | None, measure: str, words: Words) -> Said:
    """A contribution: in points of a percentage, or in the figure's own measure."""
    if adds is None:
        return NONE, "none"
    if measure == "share":
        return f"{signed(adds * 100, words.lang, 3)} {words.say('why.points')}", ""
    return signed(adds, words.lang, DIGITS[measure] + 1 if measure != "count" else 0), ""
