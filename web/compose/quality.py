"""Data quality of a unit: the score with its four parts, what lowers it, what repairs it most."""

from typing import Any
from urllib.parse import urlencode

from msgspec import Struct

from schema.quality import PARTS, Quality
from schema.repairs import PART, Violation, act, best, gain, lowers
from web.compose.tile import Said, Tile, counted, decimal, shared
from web.compose.urge import hidden_title
from web.formats import day, signed
from web.words import Words

SHOWN = 40
"""Violations in the list: what lowers it most, then the newest."""
COUNTS = ("slots", "slots_on_time", "slots_late", "slots_missing", "checks", "records", "faults",
          "heard_of", "fresh")  # fmt: skip


class Found(Struct, frozen=True, kw_only=True):
    """A violation with what its subject is called; None: nobody has assigned such a task."""

    violation: Violation
    title: str | None
    secret: bool = False


def tile(of: Quality | None, twin: dict[str, Any], found: tuple[Found, ...], words: Words) -> Tile:
    """The figures of data quality, the violations, the three repairs that raise it most."""
    figures, whole = twin["quality"], of or Quality()
    repairs = best(whole, (one.violation for one in found))
    called = {id(one.violation): one for one in found}
    said: dict[str, Said] = {
        "quality/dq": decimal(figures["dq"], words, 2),
        "quality/timeliness": shared(figures["timeliness"], words),
        **{f"quality/{part}": shared(figures[part], words) for part in PARTS},
        **{f"quality/{name}": counted(figures[name], words) for name in COUNTS},
        "quality/severity": decimal(figures["severity"], words, 1),
        "quality/violations_found": counted(len(found), words),
    }
    for n, repair in enumerate(repairs):
        said[f"quality/repairs/{n}/gain"] = points(float(repair.gain), words)
    shown = sorted(found, key=lambda one: lowers(whole, one.violation), reverse=True)[:SHOWN]
    return Tile(
        twin={
            "quality": {
                "violations_found": len(found),
                "violations": [entry(one, whole) for one in shown],
                "repairs": [
                    entry(called[id(one.violation)], whole) | {"gain": float(one.gain)}
                    for one in repairs
                ],
            }
        },
        said=said,
        page={
            "violations": [line(one, words) for one in shown],
            "repairs": [line(called[id(one.violation)], words) for one in repairs],
            "parts": list(PARTS),
            "why_none": figures.get("dq_state"),
        },
    )


def points(value: float, words: Words) -> Said:
    """What a repair adds, in points of a hundred: ``+1,25``."""
    return signed(value * 100, words.lang, 2), ""


def entry(one: Found, whole: Quality) -> dict[str, Any]:
    """A violation in the twin, with what repairing it adds; null: it cannot be repaired."""
    of = one.violation
    more = gain(whole, of)
    return {
        "kind": of.kind,
        "part": PART[of.kind],
        "subject": of.subject,
        "title": None if one.secret else one.title,
        "unit": of.unit,
        "on": of.on.isoformat(),
        "period": of.period or None,
        "update": of.update,
        "repair": repair_address(of),
        "gain": None if more is None else float(more),
    }


def line(one: Found, words: Words) -> dict[str, Any]:
    """A violation on the page."""
    of = one.violation
    return {
        "kind": words.say(f"quality.{of.kind}"),
        "part": words.label(PART[of.kind]),
        "title": hidden_title(words) if one.secret else one.title or of.subject,
        "href": subject_address(of),
        "on": day(of.on),
        "period": of.period,
        "repair": repair_address(of),
        "act": words.say(f"quality.act_{act(of)}") if act(of) else "",
    }


def subject_address(of: Violation) -> str | None:
    """The task's page, at the update where there is one; None for what is no task."""
    if ".t" not in of.subject or of.kind == "orphan":
        return None
    return f"/tasks/{of.subject}" + (f"#u-{of.update}" if of.update else "")


def repair_address(of: Violation) -> str | None:
    """The report form, filled in as far as it can be; None for what the unit cannot repair."""
    doing = act(of)
    if doing is None:
        return None
    asked = {"unit": of.unit, "task": of.subject, "act": doing}
    asked |= {"period": of.period} if of.period else {}
    asked |= {"update": of.update} if of.update else {}
    return f"/report?{urlencode(asked)}"
