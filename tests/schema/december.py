"""Counts as they were published, and a plan beside them: what tests of figures stand on."""

from __future__ import annotations

from datetime import date

from schema.kpi import Operational
from schema.measures import ZERO, named


def counts(**given: int) -> dict[str, int]:
    """All measures by name: those given, and zeros."""
    return named(ZERO) | given


DECEMBER_2025 = counts(
    done_on_time=519,
    done_late=82,
    in_time=300,
    due_soon=60,
    not_started=40,
    awaiting=4,
    overdue=104,
    recurring=178,
    suspended=5,
    cancelled=2,
)
"""4/12/2025: 1,287 = 601 done + 404 within their deadline + 104 overdue + 178 recurring."""


SCHEDULE = Operational(
    pv=40_000_000,
    ev=30_000_000,
    whole=120_000_000,
    es_num=31,
    es_den=4,
    at=10,
    pd=64,
    start=date(2026, 6, 1),
    finish=date(2026, 8, 28),
)
