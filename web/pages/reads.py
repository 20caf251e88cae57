"""What pages read from SQL: rows in, records of `web.compose.work` out, no arithmetic but days."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import date, datetime
from typing import Any

import msgspec

from schema.clock import local_day
from schema.earned.plan import Milestone
from schema.kpi import KpiState
from schema.kpi import decode as decode_state
from schema.queries import load
from schema.workdays import state_offices
from web.compose.facts import Place
from web.compose.origin import Origin
from web.compose.quality import Found
from web.compose.work import (
    Doubt,
    Event,
    Foreseen,
    Sent,
    TaskFacts,
    TaskLine,
    Turn,
    UnitFacts,
    Waiting,
)
from web.site import Site

MOST = 200
MOST_SENT = 12
Rows = list[tuple[Any, ...]]
Read = Callable[..., Awaitable[Rows]]
"""The rows of a statement by its name, with what is given to it."""
_MILESTONES = msgspec.json.Decoder(tuple[Milestone, ...])


class Reads:
    """Reads for one instant; `site` gives pool, names and clock."""

    def __init__(self, site: Site, room: str = "pages") -> None:
        """`room`: the file of statements this page reads by."""
        self._site = site
        self._sql = load(room)

    async def rows(self, name: str, **given: Any) -> Rows:
        """The rows of a statement of the room."""
        async with self._site.pool.connection() as connection:
            cursor = await connection.execute(getattr(self._sql, name), {"most": MOST} | given)
            return await cursor.fetchall()

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[Read]:
        """Reads of one instant, where the room has a `snapshot`."""
        async with self._site.pool.connection() as connection, connection.transaction():
            await connection.execute(self._sql.snapshot)

            async def rows(name: str, **given: Any) -> Rows:
                cursor = await connection.execute(getattr(self._sql, name), {"most": MOST} | given)
                return await cursor.fetchall()

            yield rows

    async def states(self, scopes: list[str], programme: str = "") -> dict[str, KpiState]:
        """The newest state of each scope that has one."""
        rows = await self.rows("states", scopes=scopes, programme=programme)
        return {state.scope: state for state in (decode_state(row[0]) for row in rows)}

    async def programmes(self, scope: str, codes: list[str]) -> dict[str, KpiState]:
        """The newest state of a scope by programme."""
        rows = await self.rows("states_of_programmes", scope=scope, programmes=codes)
        return {state.programme: state for state in (decode_state(row[0]) for row in rows)}

    async def unit(self, code: str, found: tuple[Found, ...] = ()) -> UnitFacts:
        """Everything a unit's page shows, with what was `found` wrong; the unit must exist."""
        directory, now = self._site.country.directory, self._site.clock.now()
        return UnitFacts(
            path=directory.path(code),
            state=(await self.states([code])).get(code),
            todo=self.lines(await self.rows("open_tasks", unit=code), now),
            to_verify=self.lines(await self.rows("to_verify", unit=code), now),
            asked_of_us=self.waiting(await self.rows("asked_of_us", unit=code), now),
            asked_by_us=self.waiting(await self.rows("asked_by_us", unit=code), now),
            sent=await self.sent(code),
            server_time=now,
            sample=directory.sample,
            found=found,
        )

    async def sent(self, code: str) -> tuple[Sent, ...]:
        """The newest reports of a unit, with what was not taken as it is."""
        rows = await self.rows("reports_of_unit", unit=code, most=MOST_SENT)
        found = await self.rows("doubts_of_unit", unit=code, most=MOST_SENT) if rows else []
        doubts: dict[str, list[Doubt]] = {}
        for row in found:
            doubts.setdefault(row[0], []).append(doubt(row))
        return tuple(sent(row, doubts.get(str(row[0]), ())) for row in rows)

    async def task(self, code: str) -> TaskFacts | None:
        """Everything a task's page shows; None if nobody spoke of such a task."""
        found = await self.rows("task", task=code)
        if not found:
            return None
        row, directory, now = found[0], self._site.country.directory, self._site.clock.now()
        line, lead = self.line(row[:14], now), row[2] or code.rpartition(".t")[0]
        asked = await self.rows("task_difficulties", task=code)
        open_ = [(d[0], line.title, row[12], lead, *d[2:7], d[1]) for d in asked if not d[7]]
        return TaskFacts(
            path=directory.path(lead) if lead in directory.tree else (self.place(lead),),
            line=line,
            due_0=row[14],
            assigned_by=self.place(row[15]) if row[15] else None,
            coordinators=tuple(self.place(each) for each in row[16] or ()),
            weight=row[17],
            done_on=row[18],
            claimed_on=row[19],
            events=tuple(self.event(each) for each in await self.rows("task_events", task=code)),
            turns=tuple(map(turn, await self.rows("task_turns", task=code))),
            difficulties=self.waiting(open_, now),
            answered=len(asked) - len(open_),
            milestones=_MILESTONES.decode(row[23]) if row[23] else (),
            foreseen=foreseen(await self.rows("task_forecast", task=code)),
            server_time=now,
            sample=directory.sample,
        )

    def place(self, code: str) -> Place:
        """A unit by its code, whatever is known of it."""
        return self._site.country.directory.place(code)

    def lines(self, rows: Rows, now: datetime) -> tuple[TaskLine, ...]:
        """Rows of `open_tasks` as lines."""
        return tuple(self.line(row, now) for row in rows)

    def line(self, row: tuple[Any, ...], now: datetime) -> TaskLine:
        """One task; days by the calendar of state offices."""
        code, title, lead, state, sign, kind, start, due = row[:8]
        today = local_day(now)
        return TaskLine(
            code=code,
            title=title or code,
            lead=self.place(lead or code.rpartition(".t")[0]),
            state=state,
            sign=sign,
            kind=kind or "one_off",
            start=start,
            due=due,
            days_late=late(due, today) if state == "overdue" else 0,
            days_left=(due - today).days if due else None,
            progress=row[8],
            last_report_at=row[9],
            urged_at=row[10],
            urge_answered=bool(row[11]),
            secret=row[12] not in (None, "none"),
            programme=row[13] or "",
        )

    def waiting(self, rows: Rows, now: datetime) -> tuple[Waiting, ...]:
        """Unanswered difficulties."""
        today = local_day(now)
        return tuple(
            Waiting(
                task=task,
                title="" if secrecy not in (None, "none") else title or task,
                type=type_,
                text="" if secrecy not in (None, "none") else text,
                lead=self.place(lead or task.rpartition(".t")[0]),
                asked_of=self.place(asked) if asked else None,
                days=(today - raised).days,
                answer_due=due,
                late=due is not None and due < today,
                difficulty=difficulty,
            )
            for task, title, secrecy, lead, type_, text, asked, raised, due, difficulty in rows
        )

    def event(self, row: tuple[Any, ...]) -> Event:
        """An update of the timeline."""
        return Event(
            id=str(row[0]),
            kind=row[1],
            unit=self.place(row[2]),
            channel=row[3],
            occurred_at=row[4],
            known_at=row[5],
            received_at=row[6],
            verdict=row[7],
            reason=row[8],
            marks=tuple(row[9] or ()),
            body=json.loads(row[10]),
            actor=row[11],
            source=row[12],
            origin=Origin(report=row[13], partition=row[14], offset=row[15]),
        )


def foreseen(rows: Rows) -> Foreseen | None:
    """The row of `task_forecast`, if there is one."""
    return Foreseen(**dict(zip(Foreseen.__struct_fields__, rows[0], strict=True))) if rows else None


def turn(row: tuple[Any, ...]) -> Turn:
    """A change of standing."""
    return Turn(
        at=row[0], state_from=row[1], state_to=row[2], sign_from=row[3], sign_to=row[4],
        reason=row[5],
    )  # fmt: skip


def late(due: date | None, today: date) -> int:
    """Working days past the due date."""
    return max(0, state_offices().between(due, today)) if due else 0


def doubt(row: tuple[Any, ...]) -> Doubt:
    """An update that was not taken as it is."""
    return Doubt(
        id=row[1],
        kind=row[2],
        subject=row[3],
        secret=row[4] not in (None, "none"),
        verdict=row[5],
        reason=row[6],
        marks=tuple(row[7] or ()),
    )


def sent(row: tuple[Any, ...], doubts: Iterable[Doubt] = ()) -> Sent:
    """A report of the unit with the address of its receipt."""
    id_, channel, received_at, updates, partition, offset, rejected, held = row
    return Sent(
        id=str(id_),
        channel=channel,
        received_at=received_at,
        updates=updates,
        rejected=rejected,
        held=held,
        receipt=f"/api/receipts/{id_}?at={partition}:{offset}",
        doubts=tuple(doubts),
    )
