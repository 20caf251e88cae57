"""Closed days that are worth something else from now on, leaf by leaf, and why.

The fold tells what it has folded; where that may change a day before today, the task's past as it
was is compared with the one it has now (`late` when the state alone tells, else `past`). What was
known on a day stays as it is: the differences are written beside it. Called by `fold`.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Sequence
from datetime import date, datetime, timedelta

from schema.measures import Packed
from schema.restatement import Why
from schema.update import Corrected, TaskRevised, Update
from stream.core.ahead import Ahead, ahead_of, shown_on, still_shows, take_apart
from stream.core.entry import Entry, Judged
from stream.core.judge import VERDICTS
from stream.core.late import looks_back, quick
from stream.core.leaf import LeafKey, Placed
from stream.core.ledger import Ledger
from stream.core.outcome import Answer, Need, Restated, in_turn
from stream.core.past import Moved, Past, Span, difference, past_of
from stream.core.tally import Tally
from stream.core.task import TaskState
from stream.core.world import World

MOST_DAYS = 400
"""So far back days are restated; what is told of earlier ones leaves them as they were known."""
_DAY = timedelta(days=1)

Fetching = Generator[Need, Answer, None]
Fetch = Callable[[frozenset[str]], Fetching]


class Restater:
    """Restates closed days during one run; `fetch` makes the ledger know subjects."""

    __slots__ = ("_fetch", "_ledger", "_tally")

    def __init__(self, tally: Tally, ledger: Ledger, fetch: Fetch) -> None:
        self._tally = tally
        self._ledger = ledger
        self._fetch = fetch

    def stepped(
        self,
        code: str,
        before: Placed | None,
        group: Sequence[Entry],
        world: World,
        at: datetime,
    ) -> Fetching:
        """These were applied last to the task that stood at `before`."""
        span = self._span()
        if span is None:
            return
        state = before.task if before else TaskState(code=code)
        found = quick(state, group, world, span, self._stepped(code, group))
        if found is not None:
            for entry, moved in found:
                self._note(code, moved, why_of(entry.update), (entry.update.id,), at)
            return
        yield from self._fetch(frozenset((code,)))
        now = self._ledger.entries(code)
        old = past_of(code, self._ledger.entries_before(code, group), world)
        self._compare(code, old, past_of(code, now, world), world, group, at)

    def _stepped(self, code: str, group: Sequence[Entry]) -> tuple[TaskState, Judged] | None:
        """What became of a task by the last of these."""
        now, ruling = self._tally.overlay.task(code), self._ledger.ruling(code, group[-1].id)
        return None if now is None or ruling is None else (now.task, ruling)

    def refolded(
        self,
        code: str,
        entries: Sequence[Entry],
        group: Sequence[Entry],
        world: World,
        at: datetime,
    ) -> None:
        """A task was folded anew, from `entries`, of which `group` is new."""
        if self._span() is not None and self._looks_back(entries, group):
            old = past_of(code, self._ledger.entries_before(code, group), world)
            self._compare(code, old, past_of(code, entries, world), world, group, at)

    def judged_anew(
        self, code: str, entries: Sequence[Entry], worlds: tuple[World, World], at: datetime
    ) -> None:
        """A task is judged by another catalogue from now on."""
        span = self._span()
        if span is not None:
            old, new = (past_of(code, entries, world) for world in worlds)
            calendars = worlds[0].calendar, worlds[1].calendar
            self._note(code, difference(old, new, calendars, span), Why.METHOD, (), at)

    def apart(self, day: date, world: World) -> Generator[Need, Answer, dict[LeafKey, Packed]]:
        """By how much each leaf is another one at the end of `day` without what belongs to later
        days."""
        overlay = self._tally.overlay
        codes = ahead_of(self._tally.tasks(), day)
        kept = {code: one for code in codes if (one := self._kept(code, day)) is not None}
        held = {code: self._ahead(code, one, day, world) for code, one in kept.items()}
        for chunk in in_turn(code for code in codes if code not in kept):
            passing = frozenset(chunk) - self._ledger.fetched
            yield from self._fetch(passing)
            held |= {code: self._ahead(code, None, day, world) for code in chunk}
            self._ledger.forget(passing)
        apart: dict[LeafKey, Packed] = {}
        for code, one in held.items():
            placed = overlay.task(code)
            assert placed is not None
            take_apart(apart, placed, one.shown)
        overlay.ahead = held
        return apart

    def _kept(self, code: str, day: date) -> Ahead | None:
        """What is known of a task that is ahead: nothing was told of it since, and it reaches."""
        held, placed = self._tally.overlay.ahead.get(code), self._tally.overlay.task(code)
        if held is None or placed is None or held.task is not placed.task or day >= held.ends:
            return None
        return held

    def _ahead(self, code: str, kept: Ahead | None, day: date, world: World) -> Ahead:
        placed, outlook = self._tally.overlay.task(code), self._tally.overlay.outlook(code)
        assert placed is not None
        likely = None if outlook is None else outlook.likely
        if kept is None:
            past = past_of(code, self._ledger.entries(code), world)
            return shown_on(placed.task, past, likely, day, world.calendar)
        if still_shows(kept, likely, day):
            return kept
        return shown_on(placed.task, kept.past, likely, day, world.calendar, kept.ends)

    def _looks_back(self, entries: Sequence[Entry], group: Sequence[Entry]) -> bool:
        """Whether closed days may be others: what occurs today changes none, unless it corrects or
        is corrected by what came before it."""
        told = looks_back(group, self._tally.overlay.today_from)
        return told or _corrects(entries, group) or self._ledger.replaces(entries)

    def _compare(
        self,
        code: str,
        old: Past,
        new: Past,
        world: World,
        group: Sequence[Entry],
        at: datetime,
    ) -> None:
        span = self._span()
        assert span is not None
        moved = difference(old, new, (world.calendar, world.calendar), span)
        told = [one for one in group if looks_back((one,), self._tally.overlay.today_from)] or group
        why = why_of(told[-1].update) if told else Why.AGAIN
        self._note(code, moved, why, [one.update.id for one in told], at)

    def _span(self) -> Span | None:
        """The closed days that may still be restated; None when there is none."""
        overlay = self._tally.overlay
        if overlay.began is None or overlay.today <= overlay.began:
            return None
        last = overlay.today - _DAY
        return Span(max(overlay.began, last - (MOST_DAYS - 1) * _DAY), last)

    def _note(
        self,
        code: str,
        moved: Moved,
        why: Why,
        updates: Iterable[str],
        at: datetime,
    ) -> None:
        clock = self._tally.overlay.clock
        known_from = at if clock is None else max(at, clock)
        causes = tuple(updates)
        self._tally.restated += [
            Restated(
                task=code,
                why=why,
                updates=causes,
                leaf=leaf,
                steps=steps,
                known_from=known_from,
                known_on=self._tally.overlay.today,
            )
            for leaf, steps in sorted(moved.items())
        ]


def _corrects(entries: Sequence[Entry], group: Sequence[Entry]) -> bool:
    """Whether any of `group` is a correction, or is what one of `entries` waited for."""
    new = {one.update.id for one in group}
    corrections = (one.update for one in entries if isinstance(one.update, Corrected))
    return any(one.id in new or one.supersedes in new for one in corrections)


def why_of(update: Update) -> Why:
    """What an update is to a past day."""
    if isinstance(update, Corrected):
        return Why.CORRECTION
    if isinstance(update, TaskRevised):
        return Why.REVISION
    return Why.VERDICT if type(update) in VERDICTS else Why.LATE
