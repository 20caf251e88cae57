"""Day closes: what every scope was worth at the end of a local day, from the leaves' day closes.

Sparse on both sides: a leaf is written for a day only where it differs from the day before, and so
is a scope; a reader takes the newest row with day ≤ D. Three trees of the same shape are kept: the
last close, the close seven days before today, and (by `stream.kpi.country`) the present.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from schema.measures import ZERO, Counts
from stream.kpi.cut import Cut
from stream.kpi.leaf import Changes, Key
from stream.kpi.sums import Sums

Row = tuple[Key, Counts]
WEEK = timedelta(days=7)
_DAY = timedelta(days=1)


class Closes:
    """The last closed day and what scopes were worth then and a week before today.

    `today` is the day after the last closed one; `first` is the first day ever closed.
    """

    def __init__(self, cut: Cut, *, first: date | None = None, day: date | None = None) -> None:
        self._cut = cut
        self.first = first
        self.day = day
        self._last = Sums(cut)
        self._week = Sums(cut)
        self._recent: dict[date, Changes] = {}
        self._owed: dict[Key, Counts] | None = None
        self._restated: set[Key] = set()

    @property
    def due(self) -> date | None:
        """The day to close next; None before the first."""
        return self.day + _DAY if self.day else None

    @property
    def week_day(self) -> date | None:
        """The day seven before today; None before the first close."""
        return _week_before(self.day) if self.day else None

    def load(self, base: Changes, recent: Mapping[date, Changes]) -> None:
        """Take up where the closed days ended: `base` = leaves at the close a week before today."""
        self._week = Sums(self._cut, base)
        self._last = Sums(self._cut, base)
        for day, changes in sorted(recent.items()):
            self._recent[day] = changes
            self._last.put(changes)

    def close(self, day: date, changes: Changes) -> list[Row]:
        """Close `day`; returns the scopes whose value differs from that of the day before.

        Raises ValueError when `day` is not the next one.
        """
        if self.due is not None and day != self.due:
            raise ValueError(f"expected the close of {self.due}, got that of {day}")
        touched = self._touched(changes)
        before = self._owed or {key: self._last.total(key) for key in touched}
        self._last.put(changes)
        self._advance(day, changes)
        keys = touched | before.keys() | (set(self._last.keys()) if self._owed else set())
        self._owed = None
        restated, self._restated = self._restated, set()
        after = ((key, self._last.total(key)) for key in keys | restated)
        return sorted(
            (key, now) for key, now in after if key in restated or now != before.get(key, ZERO)
        )

    def owe(self, keys: Iterable[Key]) -> None:
        """The last closed day of these scopes is restated: the next close must not say "as before".

        Without a row of its own the next day would be read as the restated one.
        """
        self._restated.update(keys)

    def values(self) -> Iterator[Row]:
        """Every scope at the last close."""
        return ((key, self._last.total(key)) for key in self._last.keys())

    def value(self, key: Key) -> Counts:
        """A scope at the last close; zeros before the first."""
        return self._last.total(key)

    def yesterday(self, key: Key) -> Counts | None:
        """A scope at the last close; None when no day is closed."""
        return self._last.total(key) if self.day else None

    def week_ago(self, key: Key) -> Counts | None:
        """A scope at the close seven days before today; None when history is shorter."""
        if self.day is None or self.first is None or self.first > _week_before(self.day):
            return None
        return self._week.total(key)

    def recut(self, cut: Cut) -> None:
        """Go on under another tree; the next close writes every scope that it changed."""
        self._owed = self._owed or {key: self._last.total(key) for key in self._last.keys()}
        self._cut = cut
        self._last = self._last.recut(cut)
        self._week = self._week.recut(cut)

    def _touched(self, changes: Changes) -> set[Key]:
        groups = {leaf.group for leaf in changes}
        return {count.key for group in groups for count in self._cut.counts(group)}

    def _advance(self, day: date, changes: Changes) -> None:
        self.day = day
        self.first = self.first or day
        self._recent[day] = changes
        for past in [past for past in self._recent if past <= _week_before(day)]:
            self._week.put(self._recent.pop(past))


def _week_before(closed: date) -> date:
    """The day seven before today, where `closed` was yesterday."""
    return closed + _DAY - WEEK
