"""What a fold asks of its shell while it runs, and what it hands over to be written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from msgspec import Struct

from schema.alert import Standing
from schema.measures import Counts, Packed
from schema.report import LogReport
from schema.restatement import Why
from schema.states import Verdict
from stream.core.entry import Judged
from stream.core.flow import DayTold
from stream.core.force import Force
from stream.core.leaf import LeafKey, Placed
from stream.core.outlook import Outlook
from stream.core.partition import Overlay
from stream.core.task import OpenDifficulty
from stream.core.world import World

BIN_S = 300
"""Width of the pulse's bins, seconds."""
AT_ONCE = 500
"""Subjects of one `Fetch` where many are needed one after the other."""


class Fetch(Struct, frozen=True, gc=False):
    """Needed now: every stored update of these subjects, with its verdict."""

    subjects: frozenset[str]


class FetchWorld(Struct, frozen=True, gc=False):
    """Needed now: the world as this catalogue version tells it."""

    version: int


class FetchOthers(Struct, frozen=True, gc=False):
    """Needed now: every subject of this partition that is no task, as `update` has them."""


Need = Fetch | FetchWorld | FetchOthers
Answer = Mapping[str, list[Judged]] | World | frozenset[str]


class Stored(Struct, frozen=True, kw_only=True, gc=False):
    """An update that SQL holds already under an id that came again."""

    subject: str
    hash: bytes
    received_at: datetime
    known_at: datetime
    report: str
    unit: str
    actor: str
    source: str
    channel: str


class UpdateRow(Struct, frozen=True, kw_only=True, gc=False):
    """A row of the table `update`."""

    judged: Judged
    judged_at: datetime

    @property
    def subject(self) -> str:
        """What it is folded with."""
        return self.judged.entry.subject


class VerdictChange(Struct, frozen=True, kw_only=True, gc=False):
    """A stored update is judged differently now."""

    id: str
    verdict: Verdict
    reason: str | None
    marks: tuple[str, ...]
    judged_at: datetime


class DayClose(Struct, frozen=True, kw_only=True, gc=False):
    """A leaf at the end of a local day, where it differs from the day before."""

    day: date
    leaf: LeafKey
    counts: Counts
    known_from: datetime


class Restated(Struct, frozen=True, kw_only=True, gc=False):
    """By how much a leaf is worth something else on closed days, by what one task tells now."""

    task: str
    why: Why
    updates: tuple[str, ...]
    """The updates that say so; none where a new catalogue does."""
    leaf: LeafKey
    steps: tuple[tuple[date, Counts], ...]
    """From each of these days on, the difference; zeros end it."""
    known_from: datetime
    known_on: date
    """The partition's local day then: it speaks of earlier ones."""


class StandingChange(Struct, frozen=True, kw_only=True, gc=False):
    """A change of standing, and the home unit whose key it is published under."""

    key: str
    standing: Standing


class Arrivals(Struct):
    """Updates of one unit arriving in one bin of the pulse."""

    updates: int = 0
    automatic: int = 0
    lag_s: int = 0


class ReportRow(Struct, frozen=True, kw_only=True, gc=False):
    """A row of the table `report`."""

    report: LogReport
    offset: int


@dataclass(slots=True, kw_only=True)
class Outcome:
    """Everything one fold changes, to be written in one transaction."""

    overlay: Overlay
    reports: list[ReportRow] = field(default_factory=list)
    updates: list[UpdateRow] = field(default_factory=list)
    """New rows."""
    replaced: list[UpdateRow] = field(default_factory=list)
    """Rows whose content is replaced (the same id came with another body or an earlier report)."""
    verdicts: list[VerdictChange] = field(default_factory=list)
    tasks: dict[str, Placed] = field(default_factory=dict)
    outlooks: dict[str, Outlook | None] = field(default_factory=dict)
    """Forecasts evaluated, or (None) in force no more."""
    totals: dict[LeafKey, Packed] = field(default_factory=dict)
    days: list[DayClose] = field(default_factory=list)
    restated: list[Restated] = field(default_factory=list)
    arrivals: dict[tuple[str, datetime], Arrivals] = field(default_factory=dict)
    standings: list[StandingChange] = field(default_factory=list)
    difficulties: dict[str, tuple[OpenDifficulty, ...]] = field(default_factory=dict)
    """All difficulties of the tasks whose difficulties, or lead, changed."""
    flows: list[DayTold] = field(default_factory=list)
    """What local days of units and reports move by, by the day that was told."""
    force: dict[str, Force] = field(default_factory=dict)
    """Readings and targets in force of the indicators and units that were judged anew."""


def in_turn(subjects: Iterable[str]) -> Iterator[Sequence[str]]:
    """Subjects in order, as many at once as are fetched together."""
    ordered = sorted(subjects)
    return (ordered[begin : begin + AT_ONCE] for begin in range(0, len(ordered), AT_ONCE))
