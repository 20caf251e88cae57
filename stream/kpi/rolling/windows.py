"""Rolling windows of every scope, followed row by row: what `country` puts in and asks for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from msgspec.structs import replace

from schema.flows import CHANNELS, FLOW, bins
from schema.measures import Counts
from schema.rolling import NOTHING, Pair, Rolling, Window
from stream.kpi.cut import Cut
from stream.kpi.leaf import Key
from stream.kpi.rolling.bands import LENGTHS, SPANS
from stream.kpi.rolling.median import median
from stream.kpi.rolling.reporters import COMMUNE, Reporters
from stream.kpi.rolling.sums import FlowSums, Row

_CHANNEL = FLOW[f"updates_{CHANNELS[0]}"]


class Windows:
    """Flows and reports by local day; states are made when asked for and kept until they move."""

    def __init__(self, cut: Cut, today: date) -> None:
        self._cut = cut
        self._made: dict[Key, Rolling] = {}
        self.today = today
        self._first: date | None = None
        self.flows = FlowSums(cut, today)
        self.reporters = Reporters(cut, today)

    def put_flows(self, rows: Iterable[tuple[Row, date, Counts]]) -> set[Key]:
        """These rows of days are worth this from now on; the scopes that may differ."""
        return self._moved(key for row in rows for key in self.flows.put(*row))

    def put_reports(self, rows: Iterable[tuple[str, date, int]]) -> set[Key]:
        """These units made so many reports on these days; the scopes that may differ."""
        return self._moved((scope, "") for row in rows for scope in self.reporters.put(*row))

    def begin_history(self, first: date | None) -> None:
        """The first local day there is; a window before it is not known."""
        if first != self._first:
            self._first = first
            self._made.clear()

    def begin_day(self, today: date) -> None:
        """The local day the windows end with; what did not move between bands is as it was."""
        known, self.today = self._known(), today
        for sums in (self.flows, self.reporters):
            sums.moved.clear()
            sums.begin_day(today)
            for key in sums.moved:
                self._made.pop(key, None)
        if self._known() != known:
            self._made.clear()

    def _known(self) -> list[bool]:
        """Of which lengths the window before is known."""
        return [self._begins(length) for length in LENGTHS]

    def _begins(self, length: int) -> bool:
        begin = self.today - timedelta(days=2 * length - 1)
        return self._first is not None and begin >= self._first

    def recut(self, cut: Cut) -> None:
        """The same days under another tree."""
        self._made.clear()
        self._cut = cut
        self.flows.recut(cut)
        self.reporters.recut(cut)

    def of(self, key: Key) -> Rolling:
        """The windows of a scope and programme."""
        made = self._made.get(key)
        if made is None:
            made = self._made[key] = self._make(key)
        return made

    def _moved(self, keys: Iterable[Key]) -> set[Key]:
        moved = set(keys)
        for key in moved:
            self._made.pop(key, None)
        return moved

    def _make(self, key: Key) -> Rolling:
        scope, programme = key
        facts = not programme and scope in self._cut.units
        sides = [self._window(key, place, facts=facts) for place in range(len(SPANS))]
        pairs = zip(sides[::2], sides[1::2], LENGTHS, strict=True)
        today, d7, d30, d90 = (self._pair(*pair) for pair in pairs)
        made = Rolling(today=today, d7=d7, d30=d30, d90=d90)
        if not facts:
            return made
        units, communes = self._cut.reporters(scope), self._cut.members(scope, COMMUNE)
        return replace(made, units=units, communes=communes)

    def _pair(self, now: Window, before: Window, length: int) -> Pair:
        if not self._begins(length):
            return Pair(now, None)
        pair = Pair(now, before)
        return NOTHING if pair == NOTHING else pair

    def _window(self, key: Key, place: int, *, facts: bool) -> Window:
        counts = self.flows.total(key, SPANS[place])
        window = NOTHING.now if counts is None else of_tasks(counts)
        return self._with_facts(window, key[0], place, counts) if facts else window

    def _with_facts(self, window: Window, scope: str, place: int, counts: Counts | None) -> Window:
        reports = self.reporters.reports(scope, SPANS[place])
        if counts is None and not reports:
            return window
        found = counts or ()
        return replace(
            window,
            received_lag=median(bins(found, "received")),
            channels=_channels(found),
            reports=reports,
            units=self.reporters.units(scope, place),
            communes=self.reporters.communes(scope, place),
        )


def of_tasks(counts: Counts) -> Window:
    """What tasks contribute to a window."""
    return Window(
        completions=counts[FLOW["completions"]],
        on_time=counts[FLOW["completions_on_time"]],
        raised=counts[FLOW["difficulties_raised"]],
        answered=counts[FLOW["difficulties_answered"]],
        verified_lag=median(bins(counts, "verified")),
        answered_lag=median(bins(counts, "answered")),
    )


def _channels(counts: Counts) -> tuple[int, int, int, int]:
    one, two, three, four = counts[_CHANNEL : _CHANNEL + 4] or (0, 0, 0, 0)
    return one, two, three, four
