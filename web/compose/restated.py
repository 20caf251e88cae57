"""The restatements of a scope: day, figure, old → new, when it was known, and because of what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from msgspec import Struct

from schema.measures import ZERO, Counts, named
from schema.states import PARTITION, WITHDRAWN
from web.compose.tile import Said, Tile, counted
from web.formats import day, moment
from web.words import Words

SHOWN = 5
"""Causes named in a line of the page; the twin has all that are kept."""
TOLD = (*(each.value for each in (*PARTITION, *WITHDRAWN)), "days_late", "tasks_reported")
"""Measures a reader is shown; the twin has every one that moved."""


class Cause(Struct, frozen=True, kw_only=True):
    """An update that restated a day."""

    update: str
    kind: str
    subject: str
    title: str | None
    secret: bool
    unit: str
    occurred_at: datetime
    received_at: datetime


class Restatement(Struct, frozen=True, kw_only=True):
    """A version of a day, and what was known of it before."""

    day: date
    version: int
    known_from: datetime
    now: Counts
    before: Counts | None
    causes: Sequence[Cause]
    caused: int


def twin(found: Sequence[Restatement]) -> dict[str, Any]:
    """The list as the twin has it, the newest first."""
    return {"restatements": [_entry(one) for one in found]}


def tile(told: Mapping[str, Any], found: Sequence[Restatement], words: Words) -> Tile:
    """The list as the page shows it."""
    said: dict[str, Said] = {}
    lines = []
    for place, (entry, one) in enumerate(zip(told["restatements"], found, strict=True)):
        at = f"restatements/{place}/"
        shown = [name for name in entry["moved"] if name in TOLD]
        for name in shown:
            for n in (0, 1):
                said[f"{at}moved/{name}/{n}"] = counted(entry["moved"][name][n], words)
        said[f"{at}more"] = counted(entry["more"], words)
        lines.append(_line(entry, one, shown, words))
    return Tile(twin=dict(told), said=said, page={"lines": lines})


def _entry(one: Restatement) -> dict[str, Any]:
    before, now = named(one.before or ZERO), named(one.now)
    return {
        "day": one.day.isoformat(),
        "version": one.version,
        "known_from": one.known_from.isoformat(),
        "moved": {name: [before[name], now[name]] for name in now if now[name] != before[name]},
        "causes": [_cause(each) for each in one.causes],
        "caused": one.caused,
        "more": max(one.caused - min(len(one.causes), SHOWN), 0),
    }


def _cause(one: Cause) -> dict[str, Any]:
    return {
        "update": one.update,
        "kind": one.kind,
        "subject": one.subject,
        "unit": one.unit,
        "occurred_at": one.occurred_at.isoformat(),
        "received_at": one.received_at.isoformat(),
        "href": f"/tasks/{one.subject}",
    }


def _line(
    entry: Mapping[str, Any], one: Restatement, shown: Sequence[str], words: Words
) -> dict[str, Any]:
    return {
        "day": entry["day"],
        "day_text": day(one.day),
        "known": moment(one.known_from),
        "moved": [{"measure": name, "name": _name(name, words)} for name in shown],
        "more": entry["more"],
        "causes": [
            {
                "kind": words.say("cause." + each.kind.replace(".", "_"))
                if "cause." + each.kind.replace(".", "_") in words.phrases
                else words.say("cause.other"),
                "task": each.subject,
                "title": each.subject if each.secret or not each.title else each.title,
            }
            for each in one.causes[:SHOWN]
        ],
    }


def _name(measure: str, words: Words) -> str:
    return words.label(measure) if measure in words.terms else words.say("past." + measure)
