"""KpiState: what a scope is worth now; roll writes it, SQL keeps it, Redis carries it."""

from __future__ import annotations

from datetime import date, datetime

import msgspec
from msgspec import Struct

from schema.canary import Canary
from schema.period import Period
from schema.quality import Quality
from schema.rolling import Rolling
from schema.strategic import Strategic

METHOD = 1
"""Version of the published method (docs/method.md)."""


class Part(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A piece of a sentence; with `figure` (a pointer in the twin) it is a number."""

    text: str
    href: str | None = None
    figure: str | None = None


class Sentence(Struct, frozen=True, kw_only=True):
    """A sentence in pieces, for one language."""

    line: tuple[Part, ...]
    clauses: tuple[tuple[Part, ...], ...] = ()


class Headline(Struct, frozen=True, kw_only=True):
    """The sentence a board opens with (screens.md §3): its rule, both languages, its numbers."""

    rule: str
    vi: Sentence
    en: Sentence
    numbers: dict[str, int | float | str | None] = {}


class Windows(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Flows of today (local day so far)."""

    updates_today: int = 0
    automatic_today: int = 0
    units_today: int = 0
    units: int = 0
    """Units of the scope that may report."""
    lag_s_today: int = 0
    """Sum of received − occurred over today's updates, seconds."""


class Operational(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Planned and earned value of a scope, and its earned schedule (mission §4.4, Q46–51).

    Values are in 1/10,000,000 of a weight, or in 1/10,000 of a task where `alike`. Durations are
    working days from `start`.
    """

    alike: bool = False
    """No leaf has a weight: each task counts alike (Q44)."""
    pv: int
    """Planned for the end of today; stays on due_0 after a revision (Q51)."""
    ev: int
    whole: int
    """Planned for the end of `finish`: all of it."""
    es_num: int
    """ES = es_num / es_den: the duration in which the plan reaches `ev`; es_den 0: not known."""
    es_den: int = 1
    at: int
    """The duration so far; until the last completion when all is done."""
    pd: int
    """The planned duration."""
    start: date
    """The earliest start of its leaves."""
    finish: date
    """The latest due_0 of its leaves."""


class KpiState(Struct, frozen=True, kw_only=True):
    """The state of one scope and programme at one published version."""

    scope: str
    kpi_version: int
    as_of: datetime
    """The instant of publication."""
    clock: datetime | None
    """The instant every partition has been moved to; None in an empty country."""
    positions: dict[int, int]
    """Per partition, the log offset this state stands on."""
    counts: dict[str, int]
    """By measure (schema.measures)."""
    headline: Headline
    programme: str = ""
    """'' counts each task of all programmes once."""
    method: int = METHOD
    week_ago: dict[str, int] | None = None
    """Counts at the close of the day seven days before; None when history is shorter."""
    yesterday: dict[str, int] | None = None
    """Counts at the close of the day before."""
    windows: Windows = Windows()
    rolling: Rolling | None = None
    """None for an instant of the past, of which no windows are kept."""
    next_due: date | None = None
    operational: Operational | None = None
    """None when nothing is planned."""
    strategic: Strategic | None = None
    """None when no indicator is asked of the scope."""
    quality: Quality | None = None
    """None for a programme, a field or a post: only units report (Q37)."""
    period: Period | None = None
    """What was to be reported in the period that ended last; None for an instant of the past."""
    canary: Canary | None = None
    """None everywhere but in the whole of the country."""


_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(KpiState)
_LIST_DECODER = msgspec.json.Decoder(list[KpiState])


def encode(state: KpiState | list[KpiState]) -> bytes:
    """JSON bytes of a state or of a list of them."""
    return _ENCODER.encode(state)


def decode(raw: bytes | str) -> KpiState:
    """A state from its JSON."""
    return _DECODER.decode(raw)


def decode_list(raw: bytes | str) -> list[KpiState]:
    """The states of one publication."""
    return _LIST_DECODER.decode(raw)
