"""Board facts of a scope and programme, from the book of states, the directory and what is around.

Reads SQL only for what is asked for the first time; afterwards the KPI stream and the readings of
`around` keep it current, so a board goes on while the database is away.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from schema.clock import Clock
from schema.kpi import Headline, KpiState, Sentence
from schema.measures import Counts, named
from schema.states import OPEN
from web.compose.facts import BoardFacts, Child, Feed, ProgrammeLine, Pulse
from web.facts.around import Around, Arounds
from web.facts.book import Book, Key
from web.facts.directory import Directory
from web.facts.reach import is_unit
from web.facts.sql import Tables
from web.tilemap import zone_of

Screen = Callable[[], int | None]
"""Milliseconds from received to the socket, as this process measured them; None: not yet."""


class Country(Protocol):
    """Who has the newest directory."""

    @property
    def directory(self) -> Directory:
        """Units and programmes as they are now."""
        ...


class Reader:
    """`facts` is what a view is made from."""

    def __init__(
        self,
        *,
        country: Country,
        book: Book,
        tables: Tables,
        clock: Clock,
        changed: Callable[[Key], None],
        monotonic: Callable[[], float],
        to_screen_ms: Screen,
        late: Callable[[], bool],
    ) -> None:
        self._country = country
        self.book = book
        self._tables = tables
        self._clock = clock
        self._to_screen_ms = to_screen_ms
        self._late = late
        self.arounds = Arounds(self._around, changed, monotonic)

    @property
    def directory(self) -> Directory:
        """Units and programmes as they are now."""
        return self._country.directory

    async def _around(self, scope: str, programme: str) -> Around:
        return await self._tables.around(scope, programme, self.directory)

    async def facts(self, scope: str, programme: str) -> BoardFacts | None:
        """What is known of a scope now; None: there is no such scope or programme."""
        known = self.directory
        if not known.knows(scope, programme):
            return None
        await self._load(scope, programme)
        around = await self.arounds.get(scope, programme)
        return self._assembled(scope, programme, known, around)

    async def _load(self, scope: str, programme: str) -> None:
        keys = [(scope, each.code) for each in self.directory.programmes]
        keys += [(child, programme) for child in self.directory.children(scope)]
        await self._hold([(scope, programme), *keys])

    async def state(self, scope: str, programme: str) -> KpiState | None:
        """The newest state of one key, which counts as asked for; None: there is none."""
        await self._hold([(scope, programme)])
        return self.book.get(scope, programme)

    async def _hold(self, keys: list[Key]) -> None:
        missing = self.book.missing(keys)
        if missing:
            self.book.load(missing, await self._tables.states(missing))

    def _feed(self) -> Feed:
        if self.book.lost:
            return "lost"
        return "late" if self._late() else "live"

    def _assembled(
        self, scope: str, programme: str, known: Directory, around: Around
    ) -> BoardFacts:
        state = self.book.get(scope, programme)
        return BoardFacts(
            path=known.path(scope),
            programme=programme,
            state=state,
            children=self._children(scope, programme, known, around),
            programmes=self._programmes(scope, known),
            urge=around.urge,
            pulse=Pulse(bins=around.pulse, to_screen_ms=self._to_screen_ms())
            if is_unit(scope)
            else None,
            notable=around.notable,
            notable_more=around.notable_more,
            wave=around.wave,
            overdue_today=state.counts["overdue"] if state else None,
            bottlenecks=around.bottlenecks,
            curve=around.curve,
            server_time=self._clock.now(),
            sample=known.sample,
            feed=self._feed(),
        )

    def _children(
        self, scope: str, programme: str, known: Directory, around: Around
    ) -> tuple[Child, ...]:
        if is_unit(scope):
            codes = known.children(scope)
            return tuple(self._child(code, (scope, programme), known, around) for code in codes)
        whole = self.book.get(scope, programme)
        return tuple(
            Child(place=known.place(top), state=part(whole, top, counts))
            for top, counts in around.tops
            if whole
        )

    def _child(self, code: str, board: Key, known: Directory, around: Around) -> Child:
        state = self.book.get(code, board[1])
        return Child(
            place=known.place(code),
            state=state,
            overdue_24h_ago=around.overdue_before.get(code),
            silent=is_silent(state),
            special_zone_of=zone_of(code, board[0]),
        )

    def _programmes(self, scope: str, known: Directory) -> tuple[ProgrammeLine, ...]:
        lines = []
        for each in known.programmes:
            state = self.book.get(scope, each.code)
            lines.append(
                ProgrammeLine(
                    code=each.code,
                    name_vi=each.short_vi,
                    name_en=each.name_en,
                    overdue=state.counts["overdue"] if state else None,
                )
            )
        return tuple(lines)


def part(whole: KpiState, unit: str, counts: Counts) -> KpiState:
    """What a unit holds of a field or post, as a state that stands where the whole one does."""
    silent = Headline(rule="", vi=Sentence(line=()), en=Sentence(line=()))
    return KpiState(
        scope=unit,
        programme=whole.programme,
        kpi_version=whole.kpi_version,
        as_of=whole.as_of,
        clock=whole.clock,
        positions=whole.positions,
        counts=named(counts),
        headline=silent,
    )


def is_silent(state: KpiState | None) -> bool:
    """Whether every open task of a unit is silent."""
    if state is None:
        return False
    open_tasks = sum(state.counts[each.value] for each in OPEN)
    return 0 < open_tasks <= state.counts["silent"]
