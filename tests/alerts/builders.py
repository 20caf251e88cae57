"""Things the tests of alerts are about, with defaults: give only what matters."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from alerts.alert import Alert
from alerts.book import Book
from alerts.case import Case, Room
from alerts.pipeline import run
from alerts.rules import shipped
from schema.alert import Cause, Standing
from schema.clock import TZ, local_day
from schema.states import Sign, State
from schema.unit import Tree, Unit, UnitKind
from schema.workdays import state_offices

MONDAY = date(2026, 11, 23)
"""A working day in a month without holidays."""
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=TZ).astimezone(UTC)
BORN = NOW - timedelta(days=30)
COMMUNE, PROVINCE, BODY, OFFICE = "vn.15.04465", "vn.15", "tw.bkhcn", "tw.vptw"
TASK = f"{COMMUNE}.t0042"
DUE_SOON, AT_RISK, BEHIND, OVERDUE = shipped().rule
HOOK = UUID("0198f0c2-0000-7000-8000-000000000001")


def unit(code: str, kind: UnitKind, parent: str | None) -> Unit:
    """A unit whose names are its code."""
    return Unit(
        code=code,
        kind=kind,
        name_vi=code,
        name_en=code,
        short_vi=code,
        parent=parent,
        valid_from=date(2025, 7, 1),
    )


TREE = Tree(
    (
        unit("vn", "root", None),
        unit("tw", "central_group", "vn"),
        unit(BODY, "central_body", "tw"),
        unit(OFFICE, "central_body", "tw"),
        unit(PROVINCE, "province", "vn"),
        unit(COMMUNE, "commune", PROVINCE),
        unit("vn.15.04466", "commune", PROVINCE),
    )
)


def room(**given: Any) -> Room:
    """The shipped rules, a small country, a Monday morning."""
    defaults: dict[str, Any] = {
        "rules": shipped(),
        "tree": TREE,
        "calendar": state_offices(),
        "webhooks": {},
        "now": NOW,
        "born": BORN,
    }
    return Room(**(defaults | given))


def standing(state: State = State.DUE_SOON, **given: Any) -> Standing:
    """A commune's task, due in four days, changed just now."""
    defaults: dict[str, Any] = {
        "subject": TASK,
        "version": 1,
        "at": NOW,
        "lead": COMMUNE,
        "programme": "nq57",
        "title": "Số hóa hồ sơ tại bộ phận một cửa",
        "state": state,
        "sign": Sign.OVERDUE if state is State.OVERDUE else Sign.ON_TRACK,
        "state_before": State.IN_TIME,
        "sign_before": Sign.ON_TRACK,
        "cause": Cause.CLOCK,
        "due": MONDAY + timedelta(days=4),
        "assigned_by": PROVINCE,
    }
    known: dict[str, Any] = defaults | given
    left = (known["due"] - local_day(known["at"])).days if known["due"] else None
    return Standing(**(known | {"days_left": given.get("days_left", left)}))


def overdue(days: int = 1, **given: Any) -> Standing:
    """The task, overdue since `days` calendar days."""
    return standing(State.OVERDUE, **({"due": MONDAY - timedelta(days=days)} | given))


def case(seen: Standing | None = None, before: Alert | None = None, **given: Any) -> Case:
    """`seen` meets the rule of its state (or `rule`), just published."""
    rule = OVERDUE if seen is not None and seen.state is State.OVERDUE else DUE_SOON
    published = seen.at if seen is not None else None
    defaults: dict[str, Any] = {"room": room(), "rule": rule, "published_at": published}
    return Case(standing=seen, before=before, **(defaults | given))


def opened(seen: Standing | None = None, **given: Any) -> Alert:
    """The alert that `seen` (by default a task due soon) opens."""
    after = run(case(seen or standing(), **given)).after
    assert after is not None
    return after


def book(*standings: Standing, **given: Any) -> Book:
    """A book in which these standings were judged, as they were published."""
    made = Book(room(**given))
    for one in standings:
        made.judge(one, one.at)
    return made
