"""Open alerts as rows: by severity, then by age."""

from datetime import datetime
from typing import Any

from msgspec import Struct

from schema.states import P_LATE_AMBER
from web.compose.facts import Place
from web.compose.tile import Tile, counted, shared
from web.compose.urge import hidden_title
from web.formats import moment
from web.words import Words, capital

SIGNS = {"overdue": "overdue", "behind": "behind"}
"""The sign of a rule; of the others that of what is at risk."""
SEVERITIES = ("critical", "warning", "reminder")


class AlertLine(Struct, frozen=True, kw_only=True):
    """One open alert."""

    id: str
    rule: str
    subject: str
    unit: Place
    severity: str
    state: str
    opened_at: datetime
    title: str
    days_late: int | None  # working days
    days_left: int | None  # calendar days
    secret: bool
    p_late: int | None = None  # 1/10,000, of an early warning that stands on a forecast

    @property
    def chance(self) -> float | None:
        """Probability of lateness, 0..1; None where it is not what the warning stands on."""
        if self.p_late is None or self.p_late < P_LATE_AMBER:
            return None
        return self.p_late / 10_000


def tile(lines: tuple[AlertLine, ...], open_: dict[str, int], words: Words) -> Tile:
    """`alerts/0` … and the number of each severity, those beyond the list included."""
    counts = {each: open_.get(each, 0) for each in SEVERITIES}
    said = {f"counts/{each}": counted(count, words) for each, count in counts.items()}
    for n, line in enumerate(lines):
        if (days := distance(line)[1]) is not None:
            said[f"alerts/{n}/days"] = counted(days, words)
        if line.chance is not None:
            said[f"alerts/{n}/p_late"] = shared(line.chance, words, line.rule)
    return Tile(
        twin={"counts": counts, "alerts": [entry(line) for line in lines]},
        said=said,
        page={"lines": [page(line, words) for line in lines]},
    )


def distance(line: AlertLine) -> tuple[str, int | None]:
    """Which phrase tells how late or how soon, and its number."""
    if line.days_late:
        return "overdue", line.days_late
    if line.days_left is None:
        return "none", None
    return ("today", None) if line.days_left == 0 else ("left", line.days_left)


def entry(line: AlertLine) -> dict[str, Any]:
    """An alert in the twin."""
    return {
        "id": line.id,
        "rule": line.rule,
        "subject": line.subject,
        "unit": line.unit.code,
        "severity": line.severity,
        "state": line.state,
        "opened_at": line.opened_at.isoformat(),
        "days": distance(line)[1],
        "p_late": line.chance,
    }


def page(line: AlertLine, words: Words) -> dict[str, Any]:
    """The words of a row."""
    return {
        "id": line.id,
        "title": hidden_title(words) if line.secret else line.title,
        "href": f"/tasks/{line.subject}",
        "unit": line.unit.short_vi or line.unit.name_vi,
        "inbox": f"/alerts?unit={line.unit.code}",
        "severity": line.severity,
        "severity_word": capital(words.say(f"alerts.{line.severity}")),
        "rule": line.rule,
        "sign": SIGNS.get(line.rule, "at_risk"),
        "foreseen": line.chance is not None,
        "state": words.say(f"alerts.{line.state}"),
        "opened": moment(line.opened_at),
        "phrase": distance(line)[0],
    }
