"""The tasks behind a figure: how many, how many its numerator counts, and each of them in a row."""

from __future__ import annotations

from datetime import date
from typing import Any

from msgspec import Struct

from web.compose import task_line
from web.compose.join import merge
from web.compose.tile import Said, Tile, counted, shared
from web.compose.work import TaskLine
from web.formats import day
from web.words import Words


class Listed(Struct, frozen=True, kw_only=True):
    """A task of a list; days are working days."""

    line: TaskLine
    counted: bool  # by the figure's numerator
    due_0: date | None
    done_on: date | None
    weight: int | None  # 1/1,000
    state_0: str  # by the original due date
    days_past_due: int  # W(due, done or today), 0 when neither overdue nor done late


class Sums(Struct, frozen=True, kw_only=True):
    """Over every task of the list, not only those of the page."""

    count: int
    counted: int
    weight: int  # 1/1,000
    weight_reported: int
    weight_progress: int  # 1/10,000,000
    progress_plain: int  # 1/10,000


def tile(rows: tuple[Listed, ...], sums: Sums, following: str | None, words: Words) -> Tile:
    """`tasks/0` … of one page, `count` and `counted` of all; `next`: the address to go on."""
    lines = task_line.rows("tasks", tuple(row.line for row in rows), words)
    entries = [merge(made, entry(row)) for made, row in zip(lines.twin["tasks"], rows, strict=True)]
    twin: dict[str, Any] = {
        "count": sums.count,
        "counted": sums.counted,
        "shown": len(rows),
        "next": following,
        "sums": {
            "weight": sums.weight,
            "weight_reported": sums.weight_reported,
            "weight_progress": sums.weight_progress,
            "progress_plain": sums.progress_plain,
        },
        "share": sums.counted / sums.count if sums.count else None,
        "tasks": entries,
    }
    return Tile(
        twin=twin,
        said=lines.said | said(twin, words),
        page={
            "lines": [
                line | {"counted": row.counted, "done": day(row.done_on) if row.done_on else None}
                for line, row in zip(lines.page["lines"], rows, strict=True)
            ],
            "next": following,
            "all_counted": sums.counted == sums.count,
        },
    )


def said(twin: dict[str, Any], words: Words) -> dict[str, Said]:
    """The numbers above the list and the days of each row."""
    found = {name: counted(twin[name], words) for name in ("count", "counted", "shown")}
    found["share"] = shared(twin["share"], words)
    for n, row in enumerate(twin["tasks"]):
        found[f"tasks/{n}/days_past_due"] = counted(row["days_past_due"], words)
    return found


def entry(row: Listed) -> dict[str, Any]:
    """What a row of the twin has beside the task's own line."""
    return {
        "counted": row.counted,
        "due_0": row.due_0.isoformat() if row.due_0 else None,
        "done_on": row.done_on.isoformat() if row.done_on else None,
        "weight": row.weight,
        "state_0": row.state_0,
        "days_past_due": row.days_past_due,
        "href": f"/tasks/{row.line.code}",
    }


COLUMNS = (
    *("task", "title", "lead", "programme", "kind", "state", "state_0", "sign", "start", "due"),
    *("due_0", "done_on", "days_past_due", "progress", "weight", "counted", "last_report_at"),
)
"""Of the `.csv`; names and units are those of the twin."""


def table(twin: dict[str, Any]) -> list[list[Any]]:
    """The rows of a `.csv`: the heads, then a task each."""
    return [list(COLUMNS), *([row[name] for name in COLUMNS] for row in twin["tasks"])]
