"""A task's page: where it stands, and every event with its three times and its verdict."""

from typing import Any

from web.compose import forecast, schedule, task_line, waiting
from web.compose.join import merge
from web.compose.tile import Tile, counted, decimal, figures, shared
from web.compose.urge import hidden_title
from web.compose.view import Figure
from web.compose.work import Event, TaskFacts, Turn
from web.formats import day, moment
from web.reasons import in_words
from web.words import Words, words


def task_view(
    facts: TaskFacts, lang: str
) -> tuple[dict[str, Figure], dict[str, Any], dict[str, Any]]:
    """Figures by pointer, the twin they point into, and what the template needs beside them."""
    spoken = words(lang)
    made = {
        "head": head(facts, spoken),
        "difficulties": waiting.rows("difficulties", facts.difficulties, spoken),
        "events": events(facts, spoken),
        "turns": turns(facts.turns, spoken),
        "forecast": forecast.tile(facts, spoken),
        "schedule": schedule.tile(facts, spoken),
    }
    twin: dict[str, Any] = {}
    for tile in made.values():
        twin = merge(twin, tile.twin)
    shown = {
        k: f for tile in made.values() for k, f in figures(tile, twin, facts.server_time).items()
    }
    return shown, twin, {name: tile.page for name, tile in made.items()}


def head(facts: TaskFacts, spoken: Words) -> Tile:
    """The task itself."""
    line = facts.line
    weight = facts.weight / 1000 if facts.weight is not None else None
    twin = task_line.entry(line) | {
        "due_0": facts.due_0.isoformat() if facts.due_0 else None,
        "assigned_by": facts.assigned_by.code if facts.assigned_by else None,
        "coordinators": [place.code for place in facts.coordinators],
        "weight": weight,
        "done_on": facts.done_on.isoformat() if facts.done_on else None,
        "claimed_on": facts.claimed_on.isoformat() if facts.claimed_on else None,
        "difficulties_answered": facts.answered,
    }
    return Tile(
        twin=twin,
        said=task_line.figures(line, spoken)
        | {
            "weight": decimal(weight, spoken, 0 if weight == int(weight or 0) else 2),
            "difficulties_answered": counted(facts.answered, spoken),
        },
        page=task_line.page(line, spoken)
        | {
            "due_0": day(facts.due_0) if facts.due_0 and facts.due_0 != line.due else None,
            "start": day(line.start),
            "assigned_by": facts.assigned_by.name_vi if facts.assigned_by else None,
            "coordinators": [place.name_vi for place in facts.coordinators],
            "done_on": day(facts.done_on) if facts.done_on else None,
            "claimed_on": day(facts.claimed_on) if facts.claimed_on else None,
            "programme": line.programme.upper(),
        },
    )


def events(facts: TaskFacts, spoken: Words) -> Tile:
    """The timeline, the newest first; of a secret task only that something happened."""
    return Tile(
        twin={"events": [entry(each, secret=facts.line.secret) for each in facts.events]},
        said={
            f"events/{n}/progress": shared(each.body["progress"], spoken)
            for n, each in enumerate(facts.events)
            if "progress" in each.body
        },
        page={"lines": [told(each, facts.line.secret, spoken) for each in facts.events]},
    )


def entry(each: Event, *, secret: bool) -> dict[str, Any]:
    """An event in the twin."""
    return {
        "id": each.id,
        "kind": each.kind,
        "unit": each.unit.code,
        "actor": each.actor,
        "channel": each.channel,
        "source": each.source,
        "occurred_at": each.occurred_at.isoformat(),
        "reported_at": each.known_at.isoformat(),
        "received_at": each.received_at.isoformat(),
        "verdict": each.verdict,
        "reason": None if secret else each.reason,
        "marks": list(each.marks),
        "progress": each.body.get("progress"),
    } | each.origin.entry


def told(each: Event, secret: bool, spoken: Words) -> dict[str, Any]:
    """An event in words."""
    return {
        "kind": spoken.say("kind." + each.kind.replace(".", "_")),
        "unit": each.unit.name_vi,
        "occurred": moment(each.occurred_at),
        "reported": moment(each.known_at),
        "received": moment(each.received_at),
        "verdict": each.verdict,
        "verdict_word": spoken.say(f"verdict.{each.verdict}"),
        "why": hidden_title(spoken)
        if secret and each.reason
        else in_words(each.reason, spoken.lang),
        "marks": [spoken.phrases.get(f"page.mark_{mark}", (mark,))[0] for mark in each.marks],
        "text": hidden_title(spoken) if secret else text_of(each, spoken),
        "progress": each.body.get("progress"),
        "id": each.id,
        "by": by(each, spoken),
        "receipt": each.origin.receipt,
    }


def by(each: Event, spoken: Words) -> str:
    """Which post reported, by which channel and source, and where that stands in the log."""
    channel = spoken.phrases.get(f"channel.{each.channel}", (each.channel,))[0]
    said = (each.actor, channel, each.source, each.origin.said(spoken))
    return " · ".join(filter(None, said))


def text_of(each: Event, spoken: Words) -> str:
    """What the event says in its own words: text, reason, new date."""
    said = [each.body[key] for key in ("text", "reason", "title") if each.body.get(key)]
    if each.body.get("new_due"):
        said.append(
            spoken.say("task.new_due", day="/".join(reversed(each.body["new_due"].split("-"))))
        )
    return " · ".join(str(piece) for piece in said)


def turns(lines: tuple[Turn, ...], spoken: Words) -> Tile:
    """Changes of standing with their reasons."""
    return Tile(
        twin={
            "turns": [
                {"at": t.at.isoformat(), "from": t.state_from, "to": t.state_to, "sign": t.sign_to,
                 "reason": t.reason}
                for t in lines
            ]
        },
        page={
            "lines": [
                {"at": moment(t.at), "sign": t.sign_to, "to": spoken.label(t.state_to),
                 "from": spoken.label(t.state_from) if t.state_from else None}
                for t in lines
            ]
        },
    )  # fmt: skip
