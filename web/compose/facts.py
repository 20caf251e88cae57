"""What a board is made from: everything `board_view` may know, read beforehand.

The neighbour above (the hub) fills these records from SQL and Redis; the neighbour below
(`web.compose.board`) turns them into figures and words. Nothing here asks a clock or an engine.
Counts are whole numbers, days are working days unless said otherwise, instants are aware (UTC).
`None` always means "not known" and is shown as —; it is never a zero.
"""

from datetime import date, datetime
from typing import Literal

from msgspec import Struct

from schema.kpi import KpiState
from schema.unit import UnitKind

Feed = Literal["live", "late", "lost"]
"""lost: this server has had no word from roll for three heartbeats (15 s); late: it has, but what
is sent now does not come through (`web.canary`)."""


PlaceKind = UnitKind | Literal["field", "post"]
"""A board is that of a unit, of a field of work (f.A) or of a post in charge (m.science)."""


class Place(Struct, frozen=True, kw_only=True):
    """A unit, field or post as boards name it."""

    code: str  # scope code, e.g. vn.15
    kind: PlaceKind
    name_vi: str  # full: "Thành phố Đà Nẵng"
    name_en: str  # gloss in English, "" where none is known
    short_vi: str = ""  # tile name without "Tỉnh/Thành phố"; "" = cut from name_vi
    sort_key: str = ""  # Vietnamese alphabetical order (ignores case, đ after d)


class Child(Struct, frozen=True, kw_only=True):
    """One tile of the map or of the heat table."""

    place: Place
    state: KpiState | None  # None: nothing is known of it (no row in kpi_now)
    overdue_24h_ago: int | None = None  # from kpi_history; None: no history that old
    silent: bool = False  # every expected reporter of it missed two slots
    special_zone_of: str = ""  # on the nation's board vn.48 for Hoàng Sa, vn.56 for Trường Sa


class ProgrammeLine(Struct, frozen=True, kw_only=True):
    """A chip of the header."""

    code: str  # nq57
    name_vi: str
    name_en: str
    overdue: int | None


class Warning(Struct, frozen=True, kw_only=True):
    """An early warning: late by forecast, so many days before the due date, from these reports."""

    p_late: float
    late_by: int  # working days from the due date to the middle of the forecast
    days_before: int  # calendar days to the due date
    reports: int  # days with a report
    first: date
    last: date


class UrgeLine(Struct, frozen=True, kw_only=True):
    """A task that needs somebody today. Order of the list: weight × days late × silence."""

    task: str  # vn.15.t0042
    title: str
    lead: Place
    due: date
    days_late: int  # working days past the due date; 0 = not overdue
    silent_days: int | None  # calendar days since the last accepted report; None = never one
    foreseen: Warning | None = None  # of a task that is not due yet
    urged_at: datetime | None = None  # last urge
    urge_answered: bool = False
    secret: bool = False  # title withheld


class PulseBin(Struct, frozen=True, kw_only=True):
    """Five minutes of arrivals."""

    start: datetime
    updates: int | None  # None: the system was not listening (hatched), not a quiet 0
    low: float | None = None  # P10 expected at this hour of this weekday
    high: float | None = None  # P90


class Pulse(Struct, frozen=True, kw_only=True):
    """The strip at the foot: 288 bins, oldest first. Today's counts beside it are in `windows`."""

    bins: tuple[PulseBin, ...]
    to_screen_ms: int | None = None  # received → written to the socket, median of this process


class Notable(Struct, frozen=True, kw_only=True):
    """One event worth a line under the pulse."""

    at: datetime
    kind: Literal[
        "overdue_completed",
        "deadline_passed",
        "difficulty_raised",
        "difficulty_answered",
        "standing_worse",
        "restated",
    ]
    task: str
    title: str
    unit: Place


class WaveDay(Struct, frozen=True, kw_only=True):
    """Open one-off tasks that fall due on one day, split by forecast."""

    day: date
    working: bool
    on_course: int
    at_risk: int = 0  # by their sign: p_late 0.5–0.8, or due soon and silent
    behind: int = 0  # by their sign: p_late ≥ 0.8
    untold: int = 0  # of those on course: under way, with too few reports for a forecast


class PlannedDay(Struct, frozen=True):
    """What was planned for the end of a day, and what its close says was earned by then."""

    day: date
    planned: int  # scale as the planned value of the KPI state
    earned: int | None  # None: that day is not closed yet, or nobody counted then


class EarnedDay(Struct, frozen=True):
    """What was earned by the close of a day."""

    day: date
    earned: int


class FanDay(Struct, frozen=True, kw_only=True):
    """Work that will be done between today and the end of a day; scale as the planned value."""

    day: date
    late: int  # every open task ends on its P90
    middle: int  # … P50
    early: int  # … P10


class Fan(Struct, frozen=True, kw_only=True):
    """What the forecasts of the open tasks make of the S-curve."""

    days: tuple[FanDay, ...]  # from today to the last day of the plan
    tasks: int  # open tasks with a forecast
    untold: int  # of these, tasks that no report bears: only their class speaks


class SCurve(Struct, frozen=True, kw_only=True):
    """Plan and day closes along the time of a scope, each thinned to what a chart can show."""

    planned: tuple[PlannedDay, ...]  # from the first start to the last due_0, never empty
    earned: tuple[EarnedDay, ...]  # from the first close to yesterday
    fan: Fan | None = None  # None: nothing is foreseen yet, or nothing is left


class Bottleneck(Struct, frozen=True, kw_only=True):
    """Open difficulties of one type asked of one body."""

    type: str  # code of screens.md §6: legal, funding …
    asked_of: Place
    units_waiting: int
    oldest_days: int  # calendar days


class BoardFacts(Struct, frozen=True, kw_only=True):
    """Everything one board shows, at one instant, before any language is chosen."""

    path: tuple[Place, ...]  # from the root to the scope itself; the last one is the scope
    programme: str  # "" = all programmes
    state: KpiState | None  # None: roll has not published this scope yet
    children: tuple[Child, ...]  # any order
    programmes: tuple[ProgrammeLine, ...]  # with their overdue count in this scope
    urge: tuple[UrgeLine, ...] | None  # the first six, in order; None: of the past, not read
    pulse: Pulse | None
    notable: tuple[Notable, ...]  # newest first
    notable_more: int  # how many others happened in the same hour
    wave: tuple[WaveDay, ...] | None  # 30 days from today; None: not computed
    overdue_today: int | None  # the stack at the left of the wave
    bottlenecks: tuple[Bottleneck, ...] | None
    curve: SCurve | None = None  # None: nothing is planned
    server_time: datetime
    sample: bool  # DỮ LIỆU MẪU
    feed: Feed = "live"
