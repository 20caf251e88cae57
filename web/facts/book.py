"""The KPI states this process has heard of and somebody asks for; newer replaces older.

A key is (scope, programme). "Known to be absent" is remembered too, so that an empty country is not
asked for again and again. Pure: `web.kpi_feed` brings states in, `web.facts.reader` asks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from schema.kpi import KpiState

Key = tuple[str, str]
KEPT = 120.0  # seconds a state outlives the last question for it
MOST = 20_000  # states kept; beyond, those nobody asked for of late go first
LOST = 15.0  # seconds without a word from roll after which the feed counts as lost


class Book:
    """States by key; `clock` gives monotonic seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._states: dict[Key, KpiState | None] = {}
        self._asked: dict[Key, float] = {}
        self._heard_at: float | None = None

    def wants(self, key: Key) -> bool:
        """Whether somebody asked for this key lately."""
        return key in self._states

    def keys(self) -> list[Key]:
        """Everything somebody asked for lately."""
        return list(self._states)

    def clear(self) -> None:
        """Forget every state: they belong to another build."""
        self._states.clear()
        self._asked.clear()

    def missing(self, keys: Iterable[Key]) -> list[Key]:
        """Those of `keys` that must be read from SQL first; all count as asked for now."""
        now = self._clock()
        wanted = list(keys)
        self._asked.update(dict.fromkeys(wanted, now))
        return [key for key in wanted if key not in self._states]

    def get(self, scope: str, programme: str) -> KpiState | None:
        """The newest state known; None: nothing was published for this key."""
        return self._states.get((scope, programme))

    def load(self, keys: Iterable[Key], states: Iterable[KpiState]) -> None:
        """The answer of SQL to `keys`: what it did not hold is known to be absent."""
        for key in keys:
            self._states.setdefault(key, None)
        for state in states:
            self.take(state)

    def take(self, state: KpiState) -> bool:
        """Hear of a state; True if it is asked for and newer than what is known."""
        key = (state.scope, state.programme)
        if key not in self._states:
            return False
        known = self._states[key]
        if known is not None and known.kpi_version >= state.kpi_version:
            return False
        self._states[key] = state
        return True

    def heard(self) -> None:
        """Roll gave a sign of life just now."""
        self._heard_at = self._clock()

    @property
    def lost(self) -> bool:
        """True if roll has been silent for too long."""
        return self._heard_at is None or self._clock() - self._heard_at > LOST

    def forget(self) -> None:
        """Drop what nobody asked for lately."""
        now = self._clock()
        stale = [key for key in self._states if now - self._asked.get(key, now) > KEPT]
        over = len(self._states) - len(stale) - MOST
        if over > 0:
            stale += sorted(self._states, key=lambda key: self._asked.get(key, now))[:over]
        for key in stale:
            self._states.pop(key, None)
            self._asked.pop(key, None)
