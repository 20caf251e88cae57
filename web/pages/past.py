"""Reads a board as it was known at a close or an instant, or as that day is known now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from schema.clock import local_day
from schema.close import Tiers, decode, label, shelf_of, unpack
from schema.measures import ZERO, Counts, widen
from web.compose.facts import BoardFacts
from web.compose.past import Known, past_facts
from web.facts.directory import Directory
from web.pages.asof import AsOf, BadInstant
from web.pages.reads import Read, Reads
from web.site import Site

Key = tuple[str, str]
WITHIN_DAY = timedelta(days=400)
"""How far back an instant may lie, whatever the database; a close may lie as far as it likes."""
_DAY, _WEEK = timedelta(days=1), timedelta(days=7)


class Past:
    """Reads in one process; every answer for an instant is the same whenever it is asked for."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._reads = Reads(site, "past")

    async def facts(self, scope: str, programme: str, asked: AsOf) -> BoardFacts:
        """A board of the past; the scope must be known. Raises BadInstant."""
        directory, now = self._site.country.directory, self._site.clock.now()
        keys = wanted(directory, scope, programme)
        async with self._reads.snapshot() as read:
            if asked.day is None:
                known = await self._at(read, keys, asked)
            else:
                known = await self._on(read, keys, asked, asked.day)
        return past_facts(directory, scope, programme, asked, known, now)

    async def _on(self, read: Read, keys: list[Key], asked: AsOf, day: date) -> Known:
        await _check(read, day)
        then = None if asked.restated else asked.at
        scope, programme = keys[0]
        before = [(keys[0], day - _DAY), (keys[0], day - _WEEK)]
        found = await _days(read, [*((key, day) for key in keys), *before], then)
        return Known(
            counts={key: counts for (key, when), counts in found.items() if when == day},
            yesterday=found.get(before[0]),
            week_ago=found.get(before[1]),
            tiers=await _tiers(read, scope, programme, day),
            closed=await _closed(read, keys[0], asked, day),
        )

    async def _at(self, read: Read, keys: list[Key], asked: AsOf) -> Known:
        first = (await _kept(read))[2]
        oldest = self._site.clock.now() - WITHIN_DAY
        first = max(first, oldest) if first else None
        if first is None or asked.at < first:
            raise BadInstant(
                f"expected an instant since {first.isoformat() if first else 'the first value'}, "
                f"from which values within a day are kept, got {asked.asked}; ask for a day"
            )
        given = {"scopes": [key[0] for key in keys], "programmes": [key[1] for key in keys]}
        rows = await read("instants", at=asked.at, **given)
        day = local_day(asked.at)
        days = (day - _DAY, day - _WEEK)
        before = await _days(read, [(keys[0], each) for each in days], asked.at)
        tiers = {(row[0], row[1]): row[3] for row in rows}
        told = tiers.get(keys[0])
        return Known(
            counts={(row[0], row[1]): widen(row[2]) for row in rows},
            yesterday=before.get((keys[0], days[0])),
            week_ago=before.get((keys[0], days[1])),
            tiers=decode(told) if told else Tiers(),
        )


async def _check(read: Read, day: date) -> None:
    first, last, _ = await _kept(read)
    if first is None or last is None or not first <= day <= last:
        raise BadInstant(f"expected a closed day, from {first} to {last}, got {day}")


async def _kept(read: Read) -> tuple[date | None, date | None, datetime | None]:
    rows = await read("kept")
    return rows[0] if rows else (None, None, None)


async def _days(
    read: Read, wanted: Sequence[tuple[Key, date]], known: datetime | None
) -> Mapping[tuple[Key, date], Counts]:
    rows = await read(
        "days",
        scopes=[key[0] for key, _ in wanted],
        programmes=[key[1] for key, _ in wanted],
        days=[day for _, day in wanted],
        known=known,
    )
    return {((row[0], row[1]), row[2]): widen(row[3]) for row in rows}


async def _closed(read: Read, key: Key, asked: AsOf, day: date) -> Counts | None:
    """What was known at the close, where what is known now is asked for."""
    if not asked.restated:
        return None
    return (await _days(read, [(key, day)], asked.at)).get((key, day), ZERO)


async def _tiers(read: Read, scope: str, programme: str, day: date) -> Tiers:
    rows = await read("shelf", shelf=shelf_of(scope), day=day)
    return unpack(rows[0][0]).get(label(scope, programme), Tiers()) if rows else Tiers()


def wanted(known: Directory, scope: str, programme: str) -> list[Key]:
    """The board's own key first, then those of its tiles and programmes."""
    children = [(code, programme) for code in known.children(scope)] if scope in known.tree else []
    lines = [(scope, each.code) for each in known.programmes]
    return list(dict.fromkeys([(scope, programme), *children, *lines]))
