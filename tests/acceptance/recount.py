"""A recount: the pure fold over the whole log, in memory, and where the tables say otherwise.

`differences` is empty when SQL holds exactly what the log says: updates and verdicts, tasks, leaf
sums, day closes, standings, outbox, dead letters, clocks; when what was published to `standings`
is the outbox in its order; and when every published state is the sum of what stands below it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from msgspec import Struct

from schema.alert import Standing, decode
from schema.catalogue import Catalogue
from schema.catalogue_store import read
from schema.database import connect_async
from schema.measures import named, unpacked, widen
from schema.settings import Settings
from schema.unit import ROOT
from schema.wire import CatalogueIs
from stream.core.outcome import Answer, FetchWorld
from stream.core.task import pack
from stream.core.world import EMPTY, World, of_catalogue
from stream.fold.decode import DeadLetter, Opener
from tests.acceptance.hostile import in_a_thread
from tests.acceptance.system import System
from tests.memory_log import MemoryLog

MOST_TOLD = 5
TRIES = 5
Facts = dict[Any, Any]


class Record(Struct, frozen=True):
    """A message as the log has it."""

    partition: int
    offset: int
    appended: datetime
    value: bytes | None


class Worlds:
    """Every catalogue version as the fold sees it."""

    def __init__(self, versions: Mapping[int, Catalogue]) -> None:
        self._worlds = {number: of_catalogue(one, number) for number, one in versions.items()}

    def __contains__(self, version: int) -> bool:
        """Whether there is such a version."""
        return version in self._worlds

    def get(self, version: int | None) -> World:
        """The world of a version."""
        return EMPTY if version is None else self._worlds[version]


class CountryLog(MemoryLog):
    """One partition of a country with catalogues."""

    def __init__(self, number: int, worlds: Worlds) -> None:
        super().__init__(EMPTY)
        self.partition.number = number
        self.letters: dict[tuple[int, int], str] = {}
        self._worlds = worlds

    def take(self, record: Record, opener: Opener) -> None:
        """Fold what this record holds, or put it aside."""
        content = opener.open(
            record.partition, record.offset, record.value, record.appended
        ).content
        if isinstance(content, CatalogueIs) and content.version not in self._worlds:
            content = DeadLetter(path="$.catalogue.version", reason="unknown")
        if isinstance(content, DeadLetter):
            self.letters[record.partition, record.offset] = content.path
            self.partition.next_offset = record.offset + 1
            return
        self.partition.next_offset = record.offset
        self.world = self._worlds.get(self.partition.catalogue)
        self.fold([content])

    def _answer(self, need: object) -> Answer:
        if isinstance(need, FetchWorld):
            return self._worlds.get(need.version)
        return super()._answer(need)


def differences(system: System) -> list[str]:
    """Everything the tables, the topic and the published states say that the log does not.

    Forecasts are written into the log for some seconds after a report: what was counted meanwhile
    is counted again.
    """
    for _ in range(TRIES):
        before = _positions(system)
        found = compare(system, recount(system))
        if _positions(system) == before:
            return found
    raise AssertionError(f"expected a log that stands still, it moved during {TRIES} recounts")


def recount(system: System) -> dict[str, Facts]:
    """What the log says, as far as it is folded."""
    return _counted(folded(system.settings, _positions(system)))


def _positions(system: System) -> dict[int, int]:
    return dict(system.sql(b"select partition, next_offset from position"))


def compare(system: System, counted: Mapping[str, Facts]) -> list[str]:
    """Where the system says otherwise than the recount, each beginning with what it is."""
    stored = _stored(system)
    found = [f"{name} {told}" for name in counted for told in _differ(counted[name], stored[name])]
    return [*found, *_relayed(system), *_unsummed(system)]


def folded(settings: Settings, positions: Mapping[int, int]) -> list[CountryLog]:
    """Every partition of the log, folded as far as these positions."""
    worlds = Worlds(in_a_thread(lambda: _catalogues(settings)))
    opener = Opener(len(positions))
    logs = {number: CountryLog(number, worlds) for number in positions}
    for record in records(settings, settings.names.reports, len(positions)):
        if record.offset < positions[record.partition]:
            logs[record.partition].take(record, opener)
    return list(logs.values())


def records(settings: Settings, topic: str, partitions: int) -> list[Record]:
    """Everything in a topic."""

    async def work() -> list[Record]:
        consumer = AIOKafkaConsumer(bootstrap_servers=settings.kafka_bootstrap_servers)
        await consumer.start()
        try:
            places = [TopicPartition(topic, number) for number in range(partitions)]
            consumer.assign(places)
            await consumer.seek_to_beginning(*places)
            ends = await consumer.end_offsets(places)
            left = {place for place in places if ends[place] > 0}
            found = []
            while left:
                for place, batch in (await consumer.getmany(timeout_ms=500)).items():
                    found += [_record(one) for one in batch]
                    if batch[-1].offset + 1 >= ends[place]:
                        left.discard(place)
            return found
        finally:
            await consumer.stop()

    return in_a_thread(work)


def _record(one: Any) -> Record:
    appended = datetime.fromtimestamp(one.timestamp / 1_000, UTC)
    return Record(one.partition, one.offset, appended, one.value)


async def _catalogues(settings: Settings) -> dict[int, Catalogue]:
    versions: dict[int, Catalogue] = {}
    async with await connect_async(settings) as connection:
        while found := await read(connection, len(versions) + 1):
            versions[found[0]] = found[1]
    return versions


def _counted(logs: Iterable[CountryLog]) -> dict[str, Facts]:
    facts: dict[str, Facts] = {
        name: {}
        for name in ("updates", "tasks", "leaves", "closes", "letters", "clocks", "standings")
    }
    reports: Counter[tuple[str, int]] = Counter()
    for log in logs:
        number = log.partition.number
        facts["letters"] |= log.letters
        facts["clocks"][number] = log.partition.clock
        for identity, (subject, judged) in log.rows.items():
            facts["updates"][identity] = (
                *(subject, judged.verdict.value, judged.reason, judged.marks),
                judged.entry.hash,
            )
        for code, placed in log.partition.tasks.items():
            facts["tasks"][code] = (
                *(number, placed.state.value, placed.sign.value, placed.version),
                *(placed.task.updates, pack(placed.task)),
            )
        for leaf, total in log.partition.totals.items():
            if total:
                facts["leaves"][number, *leaf] = unpacked(total)
        for outcome in log.outcomes:
            for close in outcome.days:
                facts["closes"][number, close.day, *close.leaf] = close.counts
            for change in outcome.standings:
                said = change.standing
                facts["standings"][said.subject, said.version] = said.state.value
            reports.update((row.report.id, row.report.part) for row in outcome.reports)
    return {**facts, "reports": dict.fromkeys(reports, True)}


def _stored(system: System) -> dict[str, Facts]:
    leaf = b"lead, programme, plan, objective, field, in_charge"
    closes = b"select partition, day, " + leaf + b", counts from partial_day order by version"
    return {
        "updates": {
            row[0]: (*row[1:4], tuple(row[4] or ()), bytes(row[5]))
            for row in system.sql(
                b"select id::text, subject, verdict, reason, marks, hash from update"
            )
        },
        "tasks": {
            row[0]: (*row[1:6], bytes(row[6]))
            for row in system.sql(
                b"select code, partition, state, sign, standing_version, updates, fold from task"
            )
        },
        "leaves": {
            row[:7]: widen(row[7])
            for row in system.sql(b"select partition, " + leaf + b", counts from partial")
            if any(row[7])
        },
        "closes": {row[:8]: widen(row[8]) for row in system.sql(closes)},
        "letters": _pairs(system, b"select partition, log_offset, path from dead_letter"),
        "clocks": dict(system.sql(b"select partition, clock from position")),
        "standings": _pairs(system, b"select subject, version, state_to from standing_history"),
        "reports": _pairs(system, b"select id::text, part, true from report"),
    }


def _pairs(system: System, query: bytes) -> Facts:
    return {row[:2]: row[2] for row in system.sql(query)}


def _differ(counted: Facts, stored: Facts) -> Iterator[str]:
    keys = [key for key in counted.keys() | stored.keys() if counted.get(key) != stored.get(key)]
    for key in sorted(keys, key=str)[:MOST_TOLD]:
        yield f"{key}: the log says {counted.get(key)}, SQL {stored.get(key)} ({len(keys)} in all)"


def _relayed(system: System) -> Iterator[str]:
    """The topic of standings is the outbox, in order; what was sent again changes nothing."""
    settings = system.settings
    outbox: dict[int, list[Standing]] = {}
    for partition, payload in system.sql(
        b"select partition, payload from outbox order by partition, n"
    ):
        outbox.setdefault(partition, []).append(decode(bytes(payload)))
    topic: dict[int, dict[tuple[str, int], Standing]] = {}
    for record in records(settings, settings.names.standings, settings.partitions):
        said = decode(record.value or b"")
        topic.setdefault(record.partition, {}).setdefault((said.subject, said.version), said)
    for partition in outbox.keys() | topic.keys():
        wanted, found = outbox.get(partition, []), list(topic.get(partition, {}).values())
        if wanted != found:
            yield f"relayed in {partition}: expected {len(wanted)} in order, found {len(found)}"


def _unsummed(system: System) -> Iterator[str]:
    """Every published state of the tree against the leaves of the units below it."""
    paths = {code: path for code, path in system.sql(b"select code, path from unit")}
    sums: dict[str, Counter[str]] = {}
    for lead, counts in system.sql(b"select lead, counts from partial"):
        for scope in paths.get(lead, [ROOT]):
            sums.setdefault(scope, Counter()).update(named(widen(counts)))
    states = b"select scope, state::text from kpi_now where programme = ''"
    for scope, state in system.sql(states):
        if scope not in paths:
            continue  # a field or a post is no sum of the tree
        published = json.loads(state)["counts"]
        summed = sums.get(scope, Counter())
        wrong = {name: n for name, n in published.items() if n != summed.get(name, 0)}
        if wrong:
            yield f"published {scope}: said {wrong}, the leaves say {dict(summed)}"
