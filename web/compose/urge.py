"""Who must do what today: tasks to urge by weight × days late × silence, and early warnings.

The order is made where the facts are read; here each row gets its words. A secret task shows that
it exists and who leads it, never its title (clarification Q38).
"""

from typing import Any

from schema.states import Sign
from web.compose.facts import BoardFacts, UrgeLine
from web.compose.tile import Said, Tile, counted
from web.formats import WITHHELD, day, percent
from web.words import Words

ROWS = 6


def tile(facts: BoardFacts, words: Words) -> Tile:
    """`urge/0` … `urge/5`."""
    lines = (facts.urge or ())[:ROWS]
    said: dict[str, Said] = {}
    slots: dict[str, str] = {}
    for n, line in enumerate(lines):
        said |= {f"urge/{n}/{key}": each for key, each in sayings(line, words).items()}
        slots |= {f"urge/{n}/{key}": text for key, text in texts(line, words).items()}
    return Tile(
        twin={"urge": [entry(line) for line in lines]},
        said=said,
        slots=slots,
        page={"known": facts.urge is not None},
    )


def entry(line: UrgeLine) -> dict[str, Any]:
    """A row in the twin."""
    return {
        "task": line.task,
        "title": None if line.secret else line.title,
        "lead": line.lead.code,
        "lead_name": line.lead.name_vi,
        "due": line.due.isoformat(),
        "days_late": line.days_late,
        "silent_days": line.silent_days,
        "p_late": line.foreseen.p_late if line.foreseen else None,
        "late_by": line.foreseen.late_by if line.foreseen else None,
        "days_before": line.foreseen.days_before if line.foreseen else None,
        "reports": line.foreseen.reports if line.foreseen else None,
        "days": line.foreseen.late_by if line.foreseen else line.days_late,
        "urged_at": line.urged_at.isoformat() if line.urged_at else None,
        "urge_answered": line.urge_answered,
        "sign": sign(line).value,
    }


def sign(line: UrgeLine) -> Sign:
    """Overdue, or behind by forecast."""
    return Sign.BEHIND if line.foreseen else Sign.OVERDUE


def sayings(line: UrgeLine, words: Words) -> dict[str, Said]:
    """The numbers of a row."""
    days = line.foreseen.late_by if line.foreseen else line.days_late
    return {"days": counted(days, words, sign(line).value)}


def texts(line: UrgeLine, words: Words) -> dict[str, str]:
    """The words of a row."""
    before, after = wording(line, words)
    return {
        "task": line.task,
        "title": hidden_title(words) if line.secret else line.title,
        "href": f"/tasks/{line.task}",
        "lead": line.lead.short_vi or line.lead.name_vi,
        "lead_code": line.lead.code,
        "before": before,
        "after": after,
        "last": last_urge(line, words),
        "basis": basis(line, words),
        "word": words.label(sign(line).value),
    }


def wording(line: UrgeLine, words: Words) -> tuple[str, str]:
    """The words around the days: `quá hạn 12 ngày`, or `sẽ trễ 9 ngày (82%)`."""
    if line.foreseen is None:
        return words.around("urge.overdue")
    share = percent(line.foreseen.p_late, words.lang, 0)
    return words.around("urge.foreseen", p=share)


def basis(line: UrgeLine, words: Words) -> str:
    """A warning in full, for whoever hears the page: days before, probability, reports."""
    told = line.foreseen
    if told is None:
        return ""
    return words.say(
        "urge.warning",
        n=told.days_before,
        p=percent(told.p_late, words.lang, 0),
        reports=told.reports,
        first=day(told.first),
        last=day(told.last),
    )


def hidden_title(words: Words) -> str:
    """What stands for the title of a secret task: `* không công khai`."""
    return f"{WITHHELD} {words.term('withheld')}"


def last_urge(line: UrgeLine, words: Words) -> str:
    """When it was last urged and whether somebody answered; how long a warning comes before."""
    if line.urged_at is None:
        told = line.foreseen
        return words.say("urge.ahead", n=told.days_before) if told else words.say("urge.never")
    key = "urge.answered" if line.urge_answered else "urge.unanswered"
    return words.say(key, day=day(line.urged_at))
