"""Who waits for whom: unanswered difficulties, as rows."""

from typing import Any

from web.compose.tile import Said, Tile, counted
from web.compose.work import Waiting
from web.formats import day
from web.words import Words


def rows(name: str, lines: tuple[Waiting, ...], words: Words) -> Tile:
    """Difficulties under `<name>/0` …, the longest wait first."""
    said: dict[str, Said] = {
        f"{name}/{n}/days": counted(line.days, words, "overdue" if line.late else "")
        for n, line in enumerate(lines)
    }
    return Tile(
        twin={name: [entry(line) for line in lines]},
        said=said,
        page={"lines": [page(line, words) for line in lines]},
    )


def entry(line: Waiting) -> dict[str, Any]:
    """A difficulty in a twin."""
    return {
        "task": line.task,
        "difficulty": line.difficulty,
        "type": line.type,
        "lead": line.lead.code,
        "asked_of": line.asked_of.code if line.asked_of else None,
        "days": line.days,
        "answer_due": line.answer_due.isoformat() if line.answer_due else None,
    }


def page(line: Waiting, words: Words) -> dict[str, Any]:
    """The words of a row."""
    return {
        "task": line.task,
        "title": line.title,
        "href": f"/tasks/{line.task}",
        "difficulty": line.difficulty,
        "type": words.label(line.type),
        "text": line.text,
        "lead": line.lead.name_vi,
        "asked_of": line.asked_of.name_vi if line.asked_of else None,
        "answer_due": day(line.answer_due) if line.answer_due else None,
        "late": line.late,
    }
