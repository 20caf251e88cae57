"""A unit's page: what it must do, who waits for it, for whom it waits, how it stands.

Standing counts the unit with everything below it (Q35); the three columns are its own.
"""

from typing import Any

from schema.place import task_home
from web.compose import base, planning, quality, task_line, waiting
from web.compose.facts import BoardFacts
from web.compose.join import merge
from web.compose.listed import marked
from web.compose.sign import unit_sign
from web.compose.tile import Tile, counted, figures, shared
from web.compose.view import Figure
from web.compose.work import Doubt, Sent, UnitFacts
from web.formats import moment
from web.reasons import in_words
from web.words import Words, words


def unit_view(
    facts: UnitFacts, lang: str
) -> tuple[dict[str, Figure], dict[str, Any], dict[str, Any]]:
    """Figures by pointer, the twin they point into, and what the template needs beside them."""
    spoken = words(lang)
    twin = base.twin(as_board(facts))
    made = {
        "todo": task_line.rows("todo", facts.todo, spoken),
        "to_verify": task_line.rows("to_verify", facts.to_verify, spoken),
        "asked_of_us": waiting.rows("asked_of_us", facts.asked_of_us, spoken),
        "asked_by_us": waiting.rows("asked_by_us", facts.asked_by_us, spoken),
        "sent": sent(facts.sent, spoken),
        "planning": planning.tile(twin, spoken),
        "standing": standing(facts, twin, spoken),
        "quality": quality.tile(
            facts.state.quality if facts.state else None, twin, facts.found, spoken
        ),
    }
    for tile in made.values():
        twin = merge(twin, tile.twin)
    as_of = facts.state.as_of if facts.state else facts.server_time
    shown = {k: f for tile in made.values() for k, f in figures(tile, twin, as_of).items()}
    return shown, twin, {name: tile.page for name, tile in made.items()}


def as_board(facts: UnitFacts) -> BoardFacts:
    """The unit's scope as a board would have it, for the figures both share."""
    return BoardFacts(
        path=facts.path, programme="", state=facts.state, children=(), programmes=(), urge=(),
        pulse=None, notable=(), notable_more=0, wave=None, overdue_today=None, bottlenecks=None,
        server_time=facts.server_time, sample=facts.sample,
    )  # fmt: skip


def standing(facts: UnitFacts, twin: dict[str, Any], spoken: Words) -> Tile:
    """Sign, on-time rate with its denominator, and how many wait."""
    plan = twin["planning"]
    sign = unit_sign(facts.state.counts if facts.state else None)
    counts = {
        "todo": len(facts.todo),
        "overdue": sum(line.state == "overdue" for line in facts.todo),
        "to_verify": len(facts.to_verify),
        "asked_of_us": len(facts.asked_of_us),
        "asked_by_us": len(facts.asked_by_us),
    }
    return Tile(
        twin={"counts": counts, "sign": sign.value},
        said={
            "planning/on_time_rate": shared(plan["on_time_rate"], spoken, sign.value),
            "planning/completion_of_all": shared(plan["completion_of_all"], spoken),
            "planning/states/done_on_time": counted(plan["states"]["done_on_time"], spoken),
            **{f"counts/{name}": counted(value, spoken) for name, value in counts.items()},
        },
        page={"sign": sign.value},
    )


def sent(lines: tuple[Sent, ...], spoken: Words) -> Tile:
    """The last reports with what became of them."""
    return Tile(
        twin={
            "sent": [
                {"id": s.id, "channel": s.channel, "received_at": s.received_at.isoformat(),
                 "updates": s.updates, "rejected": s.rejected, "held": s.held,
                 "doubts": [
                     {"update": d.id, "kind": d.kind, "subject": d.subject, "verdict": d.verdict,
                      "reason": None if d.secret else d.reason, "marks": list(d.marks)}
                     for d in s.doubts
                 ]}
                for s in lines
            ]
        },
        said={
            f"sent/{n}/{key}": counted(getattr(line, key), spoken)
            for n, line in enumerate(lines)
            for key in ("updates", "rejected", "held")
        },
        page={
            "lines": [
                {"at": moment(s.received_at), "channel": s.channel, "receipt": s.receipt,
                 "rejected": s.rejected, "held": s.held,
                 "doubts": [doubted(d, spoken) for d in s.doubts]}
                for s in lines
            ]
        },
    )  # fmt: skip


def doubted(one: Doubt, spoken: Words) -> dict[str, Any]:
    """`Tiến độ: không ghi nhận · chỉ đơn vị chủ trì …`, and where the update is told in full."""
    said = [spoken.say(f"verdict.{one.verdict}")]
    said += [in_words(one.reason, spoken.lang) or ""] if one.reason and not one.secret else []
    said += [marked(mark, spoken) for mark in one.marks]
    task = task_home(one.subject) is not None
    return {
        "href": f"/tasks/{one.subject}#u-{one.id}" if task else None,
        "kind": spoken.say("kind." + one.kind.replace(".", "_")),
        "said": " · ".join(said),
    }
