"""The diary: updates gathered into the reports in which units sent them.

A unit reports once in a morning and once in an afternoon; what it says then goes out in one report.
A report is received seconds later as a rule. Ids are UUIDv7 of the reporting time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any, Literal, TypeVar
from zlib import crc32

from msgspec import Struct

from schema.report import Report
from schema.update import Update
from stream.sample.days import Days, second_of_day

Channel = Literal["connector", "form", "file", "on_behalf"]
U = TypeVar("U", bound=Update)
_MOST = 400
"""Updates in one report of the sample."""


class Habit(Struct, frozen=True):
    """How a unit reports: by which channel, from which source, by how many people."""

    channel: Channel
    source: str
    people: int


class Way(Struct, frozen=True, kw_only=True):
    """A way of reporting that differs from the unit's habit; `name` keeps its reports apart."""

    name: str
    habit: Habit | None = None
    lag: timedelta | None = None
    on_behalf_of: str | None = None


USUAL = Way(name="")


class Sent(Struct, frozen=True):
    """A report and the instant the gateway received it."""

    received_at: datetime
    report: Report


class _Page(Struct):
    unit: str
    reported_at: datetime
    received_at: datetime
    habit: Habit
    actor: str
    on_behalf_of: str | None
    updates: list[Update]


def habit(unit: str, kind: str) -> Habit:
    """The habit of a unit, the same for ever: of twelve communes one reports by one person."""
    drawn = crc32(unit.encode())
    if kind == "commune" and drawn % 12 == 0:
        return Habit("form", "web", 1)
    share = drawn // 12 % 100
    if share < (82 if kind == "commune" else 90):
        return Habit("connector", "voffice" if kind == "central_body" else "nqdb", 0)
    return Habit("form", "web", 3) if share < 97 else Habit("file", "web", 2)


def uuid7(at: datetime, rng: Random) -> str:
    """A UUID version 7 of this instant."""
    stamp = int(at.timestamp() * 1000)
    bits = rng.getrandbits(74)
    high, low = bits >> 62, bits & ((1 << 62) - 1)
    text = f"{stamp:012x}7{high:03x}{(1 << 63) | low:016x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


class Diary:
    """Updates by unit and time of reporting; `sent` reads the reports out as they were received."""

    def __init__(self, days: Days, rng: Random, kind_of_unit: Callable[[str], str]) -> None:
        self._days, self._rng, self._kind_of_unit = days, rng, kind_of_unit
        self._moments: dict[tuple[str, int, int], datetime] = {}
        self._open: dict[tuple[str, datetime, str], _Page] = {}
        self._pages: list[_Page] = []
        self._sessions: dict[tuple[str, int], int] = {}
        self.written: Counter[int] = Counter()
        """Updates by the day they were reported."""

    def moment(self, unit: str, day: int, session: int) -> datetime:
        """When a unit reports in a session of a day."""
        key = (unit, day, session)
        found = self._moments.get(key)
        if found is None:
            found = self._days.at(day, second_of_day(self._rng, session))
            self._moments[key] = found
        return found

    def write(
        self,
        kind: Callable[..., U],
        unit: str,
        day: int,
        /,
        *,
        session: int | None = None,
        occurred: datetime | None = None,
        way: Way = USUAL,
        **fields: Any,
    ) -> U:
        """Write an update into the unit's report of a day and return it.

        It occurred within the hour before the report, unless `occurred` says otherwise.
        """
        if session is None:
            session = self.session(unit, day)
        self._sessions.setdefault((unit, day), session)
        reported_at = self.moment(unit, day, session)
        page = self._page(unit, reported_at, way)
        occurred_at = occurred or reported_at - timedelta(seconds=3_400 - 8 * len(page.updates))
        update = kind(id=uuid7(reported_at, self._rng), occurred_at=occurred_at, **fields)
        page.updates.append(update)
        self.written[day] += 1
        return update

    def reports_on(self, unit: str, day: int) -> bool:
        """Whether a unit already reports on a day."""
        return (unit, day) in self._sessions

    def session(self, unit: str, day: int) -> int:
        """The session in which a unit reports on a day: its first one, else drawn."""
        found = self._sessions.get((unit, day))
        return self._rng.getrandbits(1) if found is None else found

    def sent(self) -> list[Sent]:
        """Every report in the order in which they were received."""
        pages = sorted(self._pages, key=lambda page: page.received_at)
        return [Sent(page.received_at, self._report(page)) for page in pages]

    def _report(self, page: _Page) -> Report:
        return Report(
            id=uuid7(page.reported_at, self._rng),
            unit=page.unit,
            actor=page.actor,
            channel=page.habit.channel,
            source=page.habit.source,
            reported_at=page.reported_at,
            updates=page.updates,
            on_behalf_of=page.on_behalf_of,
        )

    def _page(self, unit: str, reported_at: datetime, way: Way) -> _Page:
        key = (unit, reported_at, way.name)
        found = self._open.get(key)
        if found is None or len(found.updates) >= _MOST:
            found = self._open[key] = self._new(unit, reported_at, way)
            self._pages.append(found)
        return found

    def _new(self, unit: str, reported_at: datetime, way: Way) -> _Page:
        usual = way.habit or habit(unit, self._kind_of_unit(unit))
        person = self._rng.randint(1, usual.people) if usual.people else 0
        return _Page(
            unit=unit,
            reported_at=reported_at,
            received_at=reported_at + (way.lag or _lag(usual.channel, self._rng)),
            habit=usual,
            actor=f"officer-{person}" if person else "system",
            on_behalf_of=way.on_behalf_of,
            updates=[],
        )


def _lag(channel: Channel, rng: Random) -> timedelta:
    """Seconds from reporting to receiving; files wait some minutes."""
    return timedelta(seconds=rng.uniform(60, 900) if channel == "file" else rng.uniform(0.2, 4))
