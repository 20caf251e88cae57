"""Messages of one partition → outcome. Logic as a generator: what it needs it yields, others wait.

`fold` answers to nobody's clock: days are judged by the partition's own, which only `clock`
messages move. Who calls: ``stream.fold``, live and lent to ``stream.rebuild``; tests, benchmarks.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial

from schema.alert import Cause
from schema.clock import day_start, local_day
from schema.report import LogReport
from schema.wire import CanarySent, CatalogueIs, ClockTo, Evaluate, LogMessage
from stream.core.corrections import spread
from stream.core.entry import Entry, Judged, entries, is_task
from stream.core.judge import step
from stream.core.late import looks_back
from stream.core.leaf import Placed
from stream.core.ledger import Ledger
from stream.core.other import judge_all
from stream.core.outcome import (
    Answer,
    Fetch,
    FetchOthers,
    FetchWorld,
    Need,
    Outcome,
    Stored,
    in_turn,
)
from stream.core.partition import NEVER, Partition
from stream.core.refold import refold, sorts_last
from stream.core.remembered import bounded
from stream.core.restate import Restater
from stream.core.tally import Tally
from stream.core.task import TaskState
from stream.core.world import World

Folding = Generator[Need, Answer, Outcome]
_UPDATE = Cause.UPDATE  # looked up once, as `verdict.ACCEPTED`


def fold(
    partition: Partition,
    messages: Sequence[tuple[int, LogMessage]],
    world: World,
    known: Mapping[str, Stored] | None = None,
) -> Folding:
    """Fold messages (offset, message) of one partition, in the order of the log.

    `known` holds what SQL has under ids that came again. Yields `Fetch` (answer: the stored updates
    of the subjects), `FetchWorld` (answer: a World) and `FetchOthers` (answer: the subjects stored
    that are no tasks); returns the Outcome. `partition` is not changed: install the outcome's
    overlay after the commit.
    """
    run = _Run(partition, world, known or {})
    given = [(offset, message, run.entries_of(message)) for offset, message in messages]
    likely = run.likely_refolds(entry for _, _, found in given for entry in found)
    if likely:
        yield from _fetch(run.ledger, likely)
    for offset, message, found in given:
        match message:
            case LogReport():
                yield from run.report(offset, message, found)
            case ClockTo():
                yield from run.move_clock(message.to)
            case CatalogueIs():
                yield from run.new_catalogue(message.version)
            case Evaluate():
                run.tally.evaluate(message.day, message.tasks)
            case CanarySent():
                run.tally.overlay.canary = message.sent_at
        run.tally.overlay.next_offset = offset + 1
    return run.outcome()


class _Run:
    """One run of the fold: the tally (tasks and sums) and the ledger (updates and verdicts)."""

    __slots__ = ("ledger", "restater", "tally", "world")

    def __init__(self, base: Partition, world: World, known: Mapping[str, Stored]) -> None:
        self.world = world
        self.tally = Tally(base, world.calendar)
        self.ledger = Ledger(known)
        self.restater = Restater(self.tally, self.ledger, partial(_fetch, self.ledger))

    def entries_of(self, message: LogMessage) -> list[Entry]:
        if not isinstance(message, LogReport):
            return []
        return entries(message, offline=message.source in self.world.offline)

    def likely_refolds(self, found: Iterable[Entry]) -> frozenset[str]:
        """Subjects whose stored updates will surely be needed: fetched at once, not one by one.

        What occurred after all that is known sorts last on any task: those are not looked at.
        """
        overlay = self.tally.overlay
        tasks, known = overlay.base.tasks, overlay.base.newest
        newest = known
        likely: set[str] = set()
        for entry in found:
            subject, occurred = entry.subject, entry.update.occurred_at
            if not is_task(subject):
                likely.add(subject)
            elif occurred > known:
                if newest < occurred <= entry.known_at:  # as `newest_of` has it
                    newest = occurred
            elif subject in tasks and _sorts_before(entry, tasks[subject].task):
                likely.add(subject)
        overlay.newest = newest
        return frozenset(likely)

    def report(
        self, offset: int, message: LogReport, found: list[Entry]
    ) -> Generator[Need, Answer, None]:
        overlay, at = self.tally.overlay, message.received_at
        overlay.begin_clock(at)
        today_from = overlay.today_from
        self.ledger.report(message, offset)
        fresh, again = self.ledger.sift(found)
        self.ledger.pulse.arrived(message, fresh)
        by_subject = self.ledger.grouped(fresh)
        for subject, group in by_subject.items():
            before = overlay.task(subject)
            if subject in again or not self._step_all(subject, before, group, at):
                yield from self._refold(subject, group, at, _UPDATE)
            elif today_from is not NEVER and looks_back(group, today_from):
                yield from self.restater.stepped(subject, before, group, self.world, at)
        for subject in sorted(again - by_subject.keys()):
            yield from self._refold(subject, [], at, _UPDATE)

    def _step_all(
        self, subject: str, before: Placed | None, group: list[Entry], at: datetime
    ) -> bool:
        """Apply entries that sort last one after the other; False when a re-fold is needed."""
        if before is None and not is_task(subject):
            return False
        if len(group) > 1:
            group.sort(key=lambda entry: entry.key)
        state = before.task if before else TaskState(code=subject)
        taken: list[Judged] = []
        for entry in group:
            key = sorts_last(state, entry)
            if key is None:
                return False
            state, judged = step(state, entry, self.world, key)
            taken.append(judged)
        state = bounded(state)
        self.ledger.add(taken, at)
        self.tally.put(before, state, at, _UPDATE, group[-1].update.id)
        return True

    def _refold(
        self, subject: str, group: list[Entry], at: datetime, cause: Cause
    ) -> Generator[Need, Answer, None]:
        before = self.tally.overlay.task(subject)
        if before is not None or not is_task(subject):
            yield from _fetch(self.ledger, frozenset((subject,)))
        everything = [*self.ledger.entries(subject), *group]
        if is_task(subject):
            again = refold(subject, everything, self.world)
            self.ledger.judged(subject, again.judged, at)
            self.tally.put(before, again.state, at, cause, group[-1].update.id if group else None)
            if cause is _UPDATE:
                self.restater.refolded(subject, everything, group, self.world, at)
            self.ledger.took(everything)
        else:
            weighed = judge_all(everything, self.world)
            self.ledger.judged(subject, weighed.judged, at)
            self.ledger.put_in_force(subject, weighed)
        for entry in spread(everything):
            yield from _fetch(self.ledger, frozenset((entry.subject,)))
            new = self.ledger.adopt(entry)
            if new is not None:
                yield from self._refold(entry.subject, new, at, cause)

    def move_clock(self, to: datetime) -> Generator[Need, Answer, None]:
        """Time moves: days are closed one by one, and each next day judges its tasks anew."""
        overlay = self.tally.overlay
        if overlay.clock is not None and to <= overlay.clock:
            return
        day = local_day(to) if overlay.clock is None else overlay.today
        while day < local_day(to):
            self.ledger.count(self.tally.flows)
            self.tally.flows.turn(day)
            apart = yield from self.restater.apart(day, self.world)
            self.tally.close_day(day, to, apart)
            day += timedelta(days=1)
            overlay.move_clock(day_start(day))
            self.tally.begin_day(day)
        overlay.move_clock(to)

    def new_catalogue(self, version: int) -> Generator[Need, Answer, None]:
        """A catalogue version takes effect: whatever was said is judged again by it."""
        overlay = self.tally.overlay
        answer = yield FetchWorld(version)
        assert isinstance(answer, World)
        worlds, self.world = (self.world, answer), answer
        self.tally.calendar = answer.calendar
        overlay.catalogue = version
        at = overlay.clock
        if at is None:  # nothing was said yet
            return
        for chunk in in_turn(self.tally.codes()):
            yield from _fetch(self.ledger, frozenset(chunk))
            for code in chunk:
                before, rulings = self.tally.overlay.task(code), self.ledger.rulings
                yield from self._refold(code, [], at, Cause.CATALOGUE)
                if rulings != self.ledger.rulings or before != self.tally.overlay.task(code):
                    self.restater.judged_anew(code, self.ledger.entries(code), worlds, at)
        others = yield FetchOthers()
        assert isinstance(others, frozenset)
        told = {subject for subject in self.ledger.fetched if not is_task(subject)}
        for chunk in in_turn(others | told):
            yield from _fetch(self.ledger, frozenset(chunk))
            for subject in chunk:
                yield from self._refold(subject, [], at, Cause.CATALOGUE)

    def outcome(self) -> Outcome:
        return self.ledger.outcome(self.tally)


def _fetch(ledger: Ledger, subjects: frozenset[str]) -> Generator[Need, Answer, None]:
    """Make the ledger know subjects. No method: one handed on would tie a run into a ring."""
    wanted = frozenset(subjects - ledger.fetched)
    if wanted:
        answer = yield Fetch(wanted)
        assert isinstance(answer, Mapping)
        ledger.learn(wanted, answer)


def _sorts_before(entry: Entry, task: TaskState) -> bool:
    """Whether by its own place an update comes before one that its task holds."""
    return task.last_key is not None and entry.key <= task.last_key
