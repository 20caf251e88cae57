"""The cached state of one partition: a copy of what SQL holds at `next_offset`.

A fold never changes it: it works on an overlay, which `install` puts in after the commit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from schema.clock import day_start, local_day
from schema.measures import Packed
from stream.core.ahead import Ahead
from stream.core.leaf import LeafKey, Placed
from stream.core.outlook import Outlook

NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(slots=True, kw_only=True)
class Partition:
    """Everything a fold needs of one partition."""

    number: int
    next_offset: int = 0
    clock: datetime | None = None
    """The instant the log has moved this partition to; days are judged by it."""
    catalogue: int | None = None
    outbox_next: int = 0
    began: date | None = None
    """The local day its clock began on: the first that was ever closed, or will be."""
    canary: datetime | None = None
    """When the newest canary folded here was sent."""
    tasks: dict[str, Placed] = field(default_factory=dict)
    totals: dict[LeafKey, Packed] = field(default_factory=dict)
    closed: dict[LeafKey, Packed] = field(default_factory=dict)
    """Totals at the last day close, as `partial_day` has them."""
    outlooks: dict[str, Outlook] = field(default_factory=dict)
    """The forecast in force of each open task that has one."""
    ahead: Mapping[str, Ahead] = field(default_factory=dict, compare=False)
    """Tasks that were ahead of the last day close; made anew where it is not known."""
    newest: datetime = field(default=NEVER, compare=False)
    """No task holds an update that occurred later: a guess, only speed hangs on it."""

    @property
    def today(self) -> date | None:
        """The local day this partition stands at."""
        return None if self.clock is None else local_day(self.clock)


@dataclass(slots=True, kw_only=True)
class Overlay:
    """What a fold changes of a partition, apart until the transaction is committed."""

    base: Partition
    next_offset: int = 0
    clock: datetime | None = None
    today: date = date.min
    """The local day of the clock; without meaning as long as there is none."""
    catalogue: int | None = None
    outbox_next: int = 0
    began: date | None = None
    canary: datetime | None = None
    today_from: datetime = NEVER
    """The instant at which today began; what occurred before it may change a closed day."""
    tasks: dict[str, Placed] = field(default_factory=dict)
    totals: dict[LeafKey, Packed] = field(default_factory=dict)
    closed: dict[LeafKey, Packed] = field(default_factory=dict)
    outlooks: dict[str, Outlook | None] = field(default_factory=dict)
    """Forecasts evaluated, or (None) in force no more."""
    ahead: Mapping[str, Ahead] = field(default_factory=dict)
    newest: datetime = NEVER

    @classmethod
    def over(cls, base: Partition) -> Overlay:
        """An overlay that changes nothing yet."""
        today = base.today
        return cls(
            base=base,
            next_offset=base.next_offset,
            clock=base.clock,
            today=today or date.min,
            catalogue=base.catalogue,
            outbox_next=base.outbox_next,
            began=base.began,
            canary=base.canary,
            newest=base.newest,
            ahead=base.ahead,
            today_from=_begin_of(today, base.began),
        )

    def task(self, code: str) -> Placed | None:
        """A task as it stands now."""
        return self.tasks.get(code) or self.base.tasks.get(code)

    def total(self, leaf: LeafKey) -> Packed:
        """The sums of a leaf as they stand now; 0 when it is new."""
        total = self.totals.get(leaf)
        return self.base.totals.get(leaf, 0) if total is None else total

    def add(self, leaf: LeafKey, change: Packed) -> None:
        """Move the sums of a leaf."""
        total = self.totals.get(leaf)
        self.totals[leaf] = (self.base.totals.get(leaf, 0) if total is None else total) + change

    def closed_value(self, leaf: LeafKey) -> Packed | None:
        """The sums of a leaf at the last day close."""
        closed = self.closed.get(leaf)
        return self.base.closed.get(leaf) if closed is None else closed

    def outlook(self, code: str) -> Outlook | None:
        """The forecast in force of a task."""
        if code in self.outlooks:
            return self.outlooks[code]
        return self.base.outlooks.get(code)

    def begin_clock(self, instant: datetime) -> None:
        """Without a clock the day of the first report is the start."""
        if self.clock is None:
            self.move_clock(day_start(local_day(instant)))

    def move_clock(self, to: datetime) -> None:
        """Put the clock to an instant."""
        self.clock, self.today = to, local_day(to)
        self.began = self.began or self.today
        self.today_from = _begin_of(self.today, self.began)


def newest_of(tasks: Iterable[Placed]) -> datetime:
    """When the newest update of these occurred, for a guess.

    What says that it occurred after it was known (and is rejected for it) must not spoil the guess.
    """
    keys = (one.task.last_key for one in tasks)
    return max((min(key[0], key[1]) for key in keys if key is not None), default=NEVER)


def _begin_of(today: date | None, began: date | None) -> datetime:
    """The begin of today where a day was closed before it."""
    return NEVER if today is None or began is None or today <= began else day_start(today)


def install(overlay: Overlay) -> Partition:
    """Put a committed overlay into its partition, which is returned."""
    base = overlay.base
    base.next_offset = overlay.next_offset
    base.clock = overlay.clock
    base.catalogue = overlay.catalogue
    base.outbox_next = overlay.outbox_next
    base.began = overlay.began
    base.canary = overlay.canary
    base.newest = overlay.newest
    base.ahead = overlay.ahead
    base.tasks.update(overlay.tasks)
    base.totals.update(overlay.totals)
    base.closed.update(overlay.closed)
    for code, outlook in overlay.outlooks.items():
        if outlook is None:
            base.outlooks.pop(code, None)
        else:
            base.outlooks[code] = outlook
    return base
