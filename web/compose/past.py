"""A board of the past: the same composition over what was known then, and a banner that says so.

What is read of the present alone (whom to urge, the wave, the pulse) is left out: it would be
another instant's. Tiers that are no sums are those of the close. With `restated` what follows from
integers of tasks is as now known: rates, earned value and SPI, slots and freshness; the earned
schedule only while its earned value is still the same. What is not restated the twin says.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Protocol

import msgspec
from msgspec import Struct

from schema.catalogue import Programme
from schema.close import Tiers
from schema.kpi import Headline, KpiState, Operational, Part, Sentence
from schema.measures import ZERO, Counts, named
from schema.quality import Quality
from web.compose.facts import BoardFacts, Child, Place, ProgrammeLine
from web.formats import day, moment
from web.tilemap import zone_of
from web.words import Words, words

Key = tuple[str, str]
RULE = "past"
"""The rule of a headline that says of when it is."""


class Asked(Protocol):
    """What the address asks."""

    @property
    def at(self) -> datetime: ...
    @property
    def day(self) -> date | None: ...
    @property
    def restated(self) -> bool: ...
    @property
    def asked(self) -> str: ...


class Names(Protocol):
    """Who knows the units and programmes."""

    @property
    def programmes(self) -> tuple[Programme, ...]: ...
    @property
    def sample(self) -> bool: ...
    def path(self, scope: str) -> tuple[Place, ...]: ...
    def place(self, code: str) -> Place: ...


class Known(Struct, frozen=True, kw_only=True):
    """What SQL keeps of an instant; a scope without a row counted nothing yet."""

    counts: Mapping[Key, Counts]
    yesterday: Counts | None
    week_ago: Counts | None
    tiers: Tiers
    closed: Counts | None = None
    """What the scope was worth when its day closed, where it is asked what is known now."""


def past_facts(
    names: Names, scope: str, programme: str, asked: Asked, known: Known, now: datetime
) -> BoardFacts:
    """Everything the board of that instant shows."""
    own = state((scope, programme), asked, known.counts.get((scope, programme), ZERO))
    own = msgspec.structs.replace(
        own,
        yesterday=_named(known.yesterday),
        week_ago=_named(known.week_ago),
        operational=_operational(known.tiers.operational, own.counts, asked),
        strategic=known.tiers.strategic,
        quality=_quality(known, own.counts, asked),
        rolling=None if asked.restated else known.tiers.rolling,
    )
    path = names.path(scope)
    children = [key for key in known.counts if key[0] != scope and key[1] == programme]
    return BoardFacts(
        path=path,
        programme=programme,
        state=own,
        children=tuple(
            Child(
                place=names.place(key[0]),
                state=state(key, asked, known.counts[key]),
                special_zone_of=zone_of(key[0], scope),
            )
            for key in children
        ),
        programmes=tuple(
            ProgrammeLine(
                code=each.code,
                name_vi=each.short_vi,
                name_en=each.name_en,
                overdue=_overdue(known.counts.get((scope, each.code))),
            )
            for each in names.programmes
        ),
        urge=None,
        pulse=None,
        notable=(),
        notable_more=0,
        wave=None,
        overdue_today=own.counts["overdue"],
        bottlenecks=None,
        server_time=now,
        sample=names.sample,
    )


def state(key: Key, asked: Asked, counts: Counts) -> KpiState:
    """A scope as it was known; it stands on no position any more."""
    return KpiState(
        scope=key[0],
        programme=key[1],
        kpi_version=0,
        as_of=asked.at,
        clock=asked.at,
        positions={},
        counts=named(counts),
        headline=Headline(rule=RULE, vi=_sentence("vi", asked), en=_sentence("en", asked)),
    )


def twin(found: dict[str, Any], asked: Asked) -> dict[str, Any]:
    """The twin of a board of the past: which instant was asked for, and that it is not live."""
    told = {"kpi_version": None, "live": False, "asked": asked.asked, "restated": asked.restated}
    as_kept = {"not_restated": list(NOT_RESTATED)} if asked.restated else {}
    return found | told | as_kept


def banner(asked: Asked, said: Words, address: str) -> dict[str, str]:
    """The words above such a board, and the ways on: to what is known now, and to the present."""
    key = "past.restated" if asked.restated else "past.known"
    return {
        "text": said.say(key, moment=when(asked)),
        "kept": said.say("past.not_restated") if asked.restated else "",
        "present": address,
        "restated": f"{address}/restated",
        "other": f"{address}?as_of={asked.asked}" + ("" if asked.restated else "&restated=1"),
        "other_text": said.say("past.as_known" if asked.restated else "past.as_now_known"),
    }


def _sentence(lang: str, asked: Asked) -> Sentence:
    said = words(lang)
    key = "past.restated" if asked.restated else "past.known"
    return Sentence(line=(Part(text=said.say(key, moment=when(asked))),))


def when(asked: Asked) -> str:
    """The instant as people write it; a day ends at its 24:00."""
    return f"24:00 {day(asked.day)}" if asked.day else moment(asked.at)


def _named(counts: Counts | None) -> dict[str, int] | None:
    return None if counts is None else named(counts)


def _overdue(counts: Counts | None) -> int | None:
    return None if counts is None else named(counts)["overdue"]


def _quality(known: Known, counts: Mapping[str, int], asked: Asked) -> Quality | None:
    """As the close kept it; restated with slots and freshness of tasks as now known.

    Both add up from integers of tasks. What was checked and noticed stays that of the close.
    """
    quality, closed = known.tiers.quality, known.closed
    if quality is None or not asked.restated:
        return quality
    if closed is None:
        return None
    then = named(closed)
    moved = {
        field: getattr(quality, field) + counts[measure] - then[measure]
        for field, measure in _OF_TASKS.items()
    }
    return msgspec.structs.replace(quality, **moved)


_OF_TASKS = {
    **{"slots": "slots", "on_time": "slots_on_time", "late": "slots_late", "share": "slots_share"},
    **{"tasks": "live_tasks", "fresh": "live_fresh"},
    **{"weight": "live_weight", "weight_fresh": "live_weight_fresh"},
}
"""Integers of data quality that are integers of tasks, by their measure."""
NOT_RESTATED = (
    *("strategic", "windows", "quality.accurate", "quality.clean"),
    *("operational.pv", "operational.es", "operational.spi_t"),
    *("risk.at_risk", "risk.behind"),
)
"""What `restated=1` has as the close kept it, or not at all (docs/method-known-twice.md)."""


def _operational(
    tier: Operational | None, counts: Mapping[str, int], asked: Asked
) -> Operational | None:
    if tier is None or not asked.restated:
        return tier
    earned = counts["progress_plain" if tier.alike else "weight_progress"]
    if earned == tier.ev:
        return tier
    return msgspec.structs.replace(tier, ev=earned, es_num=0, es_den=0)
