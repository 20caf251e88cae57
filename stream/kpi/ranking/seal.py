"""The sealed tables of a day: every league as it stood at 24:00, known at 00:05 (Q76).

`seal` is a function of the tasks, the catalogue and the day: a leader that seals late seals the
same. A table that is kept is never made again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from msgspec import Struct

from schema.catalogue import Catalogue
from schema.measures import INDEX
from schema.quality import Quality
from schema.ranking import Ranked, quarter, row, seal_of, table
from schema.score import DECIMALS, Parameters, mean
from schema.states import State
from schema.workdays import WorkCalendar
from stream.core.task import TaskState
from stream.kpi.cut import Cut
from stream.kpi.ranking.held import Held, Task, on_day
from stream.kpi.ranking.interval import Due, Interval, intervals, replicates
from stream.kpi.ranking.lift import Lift, Pool, lifts
from stream.kpi.ranking.volume import volume

Volumes = dict[str, int]
DUE = (State.DONE_ON_TIME, State.DONE_LATE, State.OVERDUE)
_DAY = timedelta(days=1)
_WEIGHT, _CAPPED = INDEX["weight"], INDEX["days_late_capped"]


class Snapshot(Struct, frozen=True, kw_only=True):
    """The sealed table of one league."""

    league: str
    day: date
    method: int
    rows: list[dict[str, Any]]
    hash: str


class Sealed(Struct, frozen=True, kw_only=True):
    """All that a day leaves behind."""

    day: date
    snapshots: tuple[Snapshot, ...]
    volumes: dict[date, Volumes]
    """Of quarters that had none yet, by their first day."""
    lifts: dict[str, list[Lift]]
    """What would lift each ranked unit on the day after."""


class Book(Struct, frozen=True, kw_only=True):
    """What a day is sealed from."""

    states: list[TaskState]
    """Every task as it stood at 24:00, known at 00:05."""
    catalogue: Catalogue
    day: date
    volumes: Mapping[date, Volumes]
    """Quarters that are fixed already; the day's own and the next day's suffice."""
    quality: Mapping[str, Quality] = {}
    """Data quality of scopes as the day's close kept it; a scope without it has none."""


def seal(book: Book, calendar: WorkCalendar) -> Sealed:
    """Seal a day."""
    cut = Cut(book.catalogue, book.day)
    units = _held(book, cut, calendar)
    fixed = _fixed(book, units)
    volumes = {**book.volumes, **fixed}[quarter(book.day)]
    by = Parameters.of(book.catalogue.method.parameters)
    tables = {
        league: table([units[code].entrant(volumes.get(code, 0)) for code in codes], by)
        for league, codes in _leagues(cut).items()
    }
    return Sealed(
        day=book.day,
        snapshots=tuple(
            _snapshot(league, rows, units, book, by) for league, rows in tables.items()
        ),
        volumes=fixed,
        lifts=_lifts(tables, units, by),
    )


def _leagues(cut: Cut) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for code, unit in sorted(cut.units.items()):
        if unit.league:
            found[unit.league].append(code)
    return dict(sorted(found.items()))


def _held(book: Book, cut: Cut, calendar: WorkCalendar) -> dict[str, Held]:
    """Every unit of a league with its tasks, in the order of their codes (Q35)."""
    below: dict[str, list[Task]] = {code: [] for code, unit in cut.units.items() if unit.league}
    states = sorted(book.states, key=lambda state: state.code)
    for each in on_day(states, book.day, calendar):
        for scope in cut.line(each.lead):
            if scope in below:
                below[scope].append(each)
    return {
        code: Held(code, tasks, book.day, calendar, quality=book.quality.get(code))
        for code, tasks in below.items()
    }


def _fixed(book: Book, units: Mapping[str, Held]) -> dict[date, Volumes]:
    """Volumes of the quarters of this day and of the next that are not fixed yet."""
    due = {quarter(book.day), quarter(book.day + _DAY)} - set(book.volumes)
    return {
        begin: {code: volume(held, begin) for code, held in units.items()} for begin in sorted(due)
    }


def _snapshot(
    league: str, ranked: tuple[Ranked, ...], units: Mapping[str, Held], book: Book, by: Parameters
) -> Snapshot:
    league_mean = mean(each.entrant for each in ranked)
    sure = _intervals(ranked, units, float(league_mean), book.day, by)
    rows = [row(each, league_mean) | _bounds(sure.get(each.entrant.unit)) for each in ranked]
    method = book.catalogue.method.version
    return Snapshot(
        league=league,
        day=book.day,
        method=method,
        rows=rows,
        hash=seal_of(league, book.day, method, rows),
    )


def _intervals(
    ranked: Iterable[Ranked], units: Mapping[str, Held], mean_: float, day: date, by: Parameters
) -> dict[str, Interval]:
    bands: dict[int | None, list[Ranked]] = defaultdict(list)
    for each in ranked:
        if each.reason is None:
            bands[each.band].append(each)
    found: dict[str, Interval] = {}
    for together in bands.values():
        scores = [replicates(r, _due(units[r.entrant.unit]), mean_, day, by) for r in together]
        codes = [each.entrant.unit for each in together]
        found |= dict(zip(codes, intervals(together, scores), strict=True))
    return found


def _due(held: Held) -> list[Due]:
    """The tasks due by code; weights that are all 0 or none are equal (Q44)."""
    alike = not any(each.placed.counts[_WEIGHT] for each in held.tasks)
    return [
        Due(
            int(each.placed.state is State.DONE_ON_TIME),
            1 if alike else each.placed.counts[_WEIGHT],
            each.placed.counts[_CAPPED],
        )
        for each in held.tasks
        if each.placed.state in DUE
    ]


def _bounds(of: Interval | None) -> dict[str, Any]:
    if of is None:
        return {"score_low": None, "score_high": None, "rank_low": None, "rank_high": None}
    return {
        "score_low": of.score[0] / DECIMALS,
        "score_high": of.score[1] / DECIMALS,
        "rank_low": of.rank[0],
        "rank_high": of.rank[1],
    }


def _lifts(
    tables: Mapping[str, tuple[Ranked, ...]], units: Mapping[str, Held], by: Parameters
) -> dict[str, list[Lift]]:
    """On the next day, for it is then that somebody may act on it."""
    later = {code: held.on(held.day + _DAY) for code, held in units.items()}
    found: dict[str, list[Lift]] = {}
    for ranked in tables.values():
        league = Pool.of(later[each.entrant.unit].counts for each in ranked)
        for held in (later[each.entrant.unit] for each in ranked if each.reason is None):
            found[held.unit] = lifts(held, league.without(held.counts), by)
    return found
