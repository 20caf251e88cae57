"""What the pages of a unit and of a task are made from. Days late are working days."""

from datetime import date, datetime
from typing import Any

from msgspec import Struct

from schema.earned.plan import Milestone
from schema.kpi import KpiState
from web.compose.facts import Place
from web.compose.origin import Origin
from web.compose.quality import Found


class TaskLine(Struct, frozen=True, kw_only=True):
    """A task in a list."""

    code: str
    title: str
    lead: Place
    state: str  # schema.states.State
    sign: str  # schema.states.Sign
    kind: str  # one_off, recurring
    start: date | None
    due: date | None
    days_late: int  # working days past due; 0 when not overdue
    days_left: int | None  # calendar days to the due date; None without one
    progress: int | None  # 1/10,000; None: never reported
    last_report_at: datetime | None
    urged_at: datetime | None
    urge_answered: bool
    secret: bool
    programme: str


class Waiting(Struct, frozen=True, kw_only=True):
    """An unanswered difficulty: who asked whom, since when."""

    task: str
    title: str
    difficulty: str
    type: str
    text: str
    lead: Place
    asked_of: Place | None
    days: int  # calendar days waited
    answer_due: date | None
    late: bool  # the date asked for has passed


class Doubt(Struct, frozen=True, kw_only=True):
    """An update that was rejected, is held, or is marked; why."""

    id: str
    kind: str
    subject: str
    secret: bool  # what was said of it is withheld
    verdict: str
    reason: str | None
    marks: tuple[str, ...]


class Sent(Struct, frozen=True, kw_only=True):
    """A report of the unit, as its receipt tells."""

    id: str
    channel: str
    received_at: datetime
    updates: int
    rejected: int
    held: int
    receipt: str  # address of the receipt
    doubts: tuple[Doubt, ...] = ()


class UnitFacts(Struct, frozen=True, kw_only=True):
    """A unit's page."""

    path: tuple[Place, ...]
    state: KpiState | None  # of the unit with everything below it
    todo: tuple[TaskLine, ...]  # open tasks the unit itself leads
    to_verify: tuple[TaskLine, ...]  # claimed done by others, for the unit to accept or return
    asked_of_us: tuple[Waiting, ...]
    asked_by_us: tuple[Waiting, ...]
    sent: tuple[Sent, ...]
    server_time: datetime
    sample: bool
    found: tuple[Found, ...] = ()  # what lowers its data quality, newest first


class Event(Struct, frozen=True, kw_only=True):
    """An update of a task with its three times and its verdict."""

    id: str
    kind: str
    unit: Place
    channel: str
    occurred_at: datetime
    known_at: datetime  # when it counts as reported
    received_at: datetime
    verdict: str
    reason: str | None
    marks: tuple[str, ...]
    body: dict[str, Any]
    actor: str = ""  # the post that reported, as its source names it
    source: str = ""
    origin: Origin = Origin(report=None, partition=None, offset=None)


class Turn(Struct, frozen=True, kw_only=True):
    """A change of standing."""

    at: datetime
    state_from: str | None
    state_to: str
    sign_from: str | None
    sign_to: str
    reason: str


class Foreseen(Struct, frozen=True, kw_only=True):
    """The forecast in force of an open task (table `forecast`)."""

    day: date  # evaluated for
    updates: int  # of the task, when it was made
    finish_p10: date
    finish_p50: date
    finish_p90: date
    p_late: int  # 1/10,000
    ground: str  # reports, silent, prior
    reports: int  # days with a report it stands on; 0 = none bears it
    first: date | None
    last: date | None
    newest: bool  # it knows every update there is


class TaskFacts(Struct, frozen=True, kw_only=True):
    """A task's page."""

    path: tuple[Place, ...]  # of its lead
    line: TaskLine
    due_0: date | None
    assigned_by: Place | None
    coordinators: tuple[Place, ...]
    weight: int | None  # 1/1,000
    done_on: date | None
    claimed_on: date | None
    events: tuple[Event, ...]
    turns: tuple[Turn, ...]
    difficulties: tuple[Waiting, ...]
    answered: int  # difficulties that were answered
    foreseen: Foreseen | None = None  # None: closed, or not evaluated yet
    milestones: tuple[Milestone, ...] = ()  # as planned
    server_time: datetime
    sample: bool
