"""What lowers the data quality of a unit and of those below it: rows in, violations out.

What is counted here is what the fold counted: the same marks, slots and tasks, the same 90 days.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from schema.clock import day_start, local_day
from schema.fact import tag_of
from schema.notes import Note
from schema.repairs import PART, SEVERITY, TAKEN_BACK, Violation
from schema.unit import ROOT
from web.compose.quality import Found
from web.pages.reads import Reads
from web.site import Site

MOST = 60
"""Of each kind of rows: the heaviest slots and tasks are among them, so the best repairs are."""
WINDOW = timedelta(days=89)
ORPHANED = timedelta(days=8)
_NOTES = [tag_of(kind) for kind in Note.__args__]
_CHECKS = 2


class Violations:
    """Reads for one instant."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._reads = Reads(site)

    async def of(self, unit: str) -> tuple[Found, ...]:
        """The violations of a unit with everything below it, newest first."""
        lines, today = self._site.country.directory.lines, local_day(self._site.clock.now())
        given: dict[str, Any] = {
            "units": None if unit == ROOT else sorted({unit, *lines.leads(unit)}),
            "most": MOST,
        }
        since = {**given, "since": day_start(today - WINDOW)}
        found = [
            one
            for row in await self._reads.rows("noticed", notes=_NOTES, **since)
            for one in noticed(row, today)
        ]
        found += map(returned, await self._reads.rows("returned_claims", **since))
        for row in await self._reads.rows("missing_slots", **given):
            found += missing(row)
        found += map(stale, await self._reads.rows("stale_tasks", **given))
        found.sort(key=lambda one: (one.violation.on, one.violation.subject), reverse=True)
        return tuple(found)


def noticed(row: tuple[Any, ...], today: date) -> Iterator[Found]:
    """A row of `noticed`: a violation for each of its marks, and one where it is orphaned."""
    identity, subject, kind, unit, occurred, known, verdict, marks, title, secrecy = row
    accepted = verdict == "accepted"
    kinds = [mark for mark in marks if mark in PART and (accepted or mark in TAKEN_BACK)]
    faults = [mark for mark in kinds if mark in TAKEN_BACK]
    if verdict == "held" and not faults and today - local_day(known) >= ORPHANED:
        kinds.append("orphan")
    for each in kinds:
        if each in faults[1:]:
            continue  # a record is one fault, whatever is wrong with it
        yield Found(
            violation=Violation(
                kind=each,
                subject=subject,
                unit=unit,
                on=local_day(known if each in TAKEN_BACK else occurred),
                update=identity,
                checks=_CHECKS if accepted and kind == "progress" else 0,
                severity=sum(SEVERITY.get(mark, 0) for mark in marks) if accepted else 0,
            ),
            title=title,
            secret=secrecy not in (None, "none"),
        )


def returned(row: tuple[Any, ...]) -> Found:
    """A row of `returned_claims`."""
    identity, subject, lead, occurred, title, secrecy = row
    return Found(
        violation=Violation(
            kind="returned", subject=subject, unit=lead, on=local_day(occurred), update=identity
        ),
        title=title,
        secret=secrecy not in (None, "none"),
    )


def missing(row: tuple[Any, ...]) -> Iterator[Found]:
    """A row of `missing_slots`: a violation for each slot."""
    code, lead, slots, recurring, is_stale, weight, title, secrecy = row
    for period, due in json.loads(slots):
        yield Found(
            violation=Violation(
                kind="missing",
                subject=code,
                unit=lead,
                on=date.fromisoformat(due),
                period=period,
                recurring=recurring,
                stale=is_stale,
                weight=weight,
            ),
            title=title,
            secret=secrecy not in (None, "none"),
        )


def stale(row: tuple[Any, ...]) -> Found:
    """A row of `stale_tasks`; one that was never reported on is of its start."""
    code, lead, last, start, weight, title, secrecy = row
    on = local_day(last) if isinstance(last, datetime) else start
    return Found(
        violation=Violation(
            kind="stale", subject=code, unit=lead, on=on, stale=True, weight=weight
        ),
        title=title,
        secret=secrecy not in (None, "none"),
    )
