"""How one task is written in a list, wherever the list stands."""

from typing import Any

from web.compose.tile import Said, Tile, counted, shared
from web.compose.urge import hidden_title
from web.compose.work import TaskLine
from web.formats import day, moment
from web.words import Words


def rows(name: str, lines: tuple[TaskLine, ...], words: Words) -> Tile:
    """Tasks under `<name>/0` …: twin, figures, and what the template needs of each."""
    said: dict[str, Said] = {}
    for n, line in enumerate(lines):
        said |= {f"{name}/{n}/{key}": each for key, each in figures(line, words).items()}
    return Tile(
        twin={name: [entry(line) for line in lines]},
        said=said,
        page={"lines": [page(line, words) for line in lines]},
    )


def entry(line: TaskLine) -> dict[str, Any]:
    """A task in a twin; progress as a fraction of 1."""
    return {
        "task": line.code,
        "title": None if line.secret else line.title,
        "lead": line.lead.code,
        "state": line.state,
        "sign": line.sign,
        "kind": line.kind,
        "start": line.start.isoformat() if line.start else None,
        "due": line.due.isoformat() if line.due else None,
        "days_late": line.days_late,
        "days_left": line.days_left,
        "progress": line.progress / 10_000 if line.progress is not None else None,
        "last_report_at": line.last_report_at.isoformat() if line.last_report_at else None,
        "programme": line.programme,
    }


def figures(line: TaskLine, words: Words) -> dict[str, Said]:
    """The numbers of a row."""
    progress = line.progress / 10_000 if line.progress is not None else None
    return {
        "days_late": counted(line.days_late, words, line.sign),
        "days_left": counted(line.days_left, words),
        "progress": shared(progress, words),
    }


def page(line: TaskLine, words: Words) -> dict[str, Any]:
    """The words of a row."""
    return {
        "code": line.code,
        "title": hidden_title(words) if line.secret else line.title,
        "lead": line.lead.short_vi or line.lead.name_vi,
        "lead_code": line.lead.code,
        "href": f"/tasks/{line.code}",
        "sign": line.sign,
        "state": line.state,
        "state_word": words.label(line.state),
        "recurring": line.kind == "recurring",
        "due": day(line.due),
        "phrase": phrase(line),
        "last_report": moment(line.last_report_at),
        "reported": line.last_report_at is not None,
        "progress": line.progress,
    }


SETTLED = ("recurring", "awaiting", "done_on_time", "done_late", "suspended", "cancelled")
"""States in which the days to the due date say nothing."""


def phrase(line: TaskLine) -> str:
    """Which sentence tells its distance to the due date."""
    if line.state == "overdue":
        return "overdue"
    if line.days_left is None or line.state in SETTLED:
        return line.state
    return "today" if line.days_left == 0 else "left"
