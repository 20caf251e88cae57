"""Before Faust starts: do the log and the database tell the same story?

`look` asks both, `check` compares (pure), `stand` positions the group of a new build from SQL. A
contradiction means that going on would lose or repeat reports: the worker refuses and says why.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import GroupCoordinatorNotAvailableError
from aiokafka.structs import OffsetAndMetadata
from msgspec import Struct
from psycopg import AsyncConnection

from schema.database import Row, active_build, connect_async
from schema.errors import Contradiction
from schema.queries import load
from schema.settings import Settings
from stream.clients import start

_SQL = load("fold")
COORDINATOR_TRIES, COORDINATOR_WAIT_S = 20, 0.5
METADATA_TRIES, METADATA_WAIT_S = 10, 0.5


class Story(Struct, frozen=True, kw_only=True):
    """What the database and the log say, side by side; offsets by partition."""

    build: int
    partitions: int
    """In SQL, fixed at birth."""
    cluster: str | None
    """In SQL: the Kafka cluster this database follows."""
    positions: Mapping[int, int]
    """In SQL: the next offset to fold."""
    log_cluster: str | None
    starts: Mapping[int, int]
    """In the log: the first offset still there."""
    ends: Mapping[int, int]
    """In the log: the offset the next message will get."""
    committed: Mapping[int, int]
    """In Kafka: what the group of this build committed; a partition may be missing."""


def check(story: Story) -> None:
    """Raise Contradiction with everything that does not fit and what to do."""
    faults = list(_faults(story))
    if faults:
        raise Contradiction(
            "the log and the database tell different stories; nothing was folded. "
            + "; ".join(faults)
            + ". Either this is the wrong broker or database (see KAFKA_BOOTSTRAP_SERVERS, "
            "DATABASE_URL, NHIP_PREFIX), or one of them was restored or replaced: after a restored "
            "database run `python -m stream rebase` (docs/operate.md)"
        )


def _faults(story: Story) -> Iterator[str]:
    if story.cluster is not None and story.cluster != story.log_cluster:
        yield f"expected Kafka cluster {story.cluster}, got {story.log_cluster}"
    if len(story.ends) != story.partitions:
        yield f"expected {story.partitions} partitions of the log, got {len(story.ends)}"
    for partition in sorted(story.positions.keys() | story.committed.keys()):
        yield from _partition_faults(story, partition)


def _partition_faults(story: Story, partition: int) -> Iterator[str]:
    position = story.positions.get(partition, 0)
    end = story.ends.get(partition, 0)
    start = story.starts.get(partition, 0)
    committed = story.committed.get(partition, 0)
    if end < position:
        yield f"partition {partition}: folded up to {position}, but the log ends at {end}"
    if start > position:
        yield (
            f"partition {partition}: folded up to {position}, but the log begins at {start}: "
            f"{start - position} messages are gone"
        )
    if committed > position:
        yield (
            f"partition {partition}: the group committed {committed}, "
            f"but only {position} are folded in this database"
        )


async def look(settings: Settings) -> Story:
    """Ask the database and the log.

    Other workers go on meanwhile: what the group committed is read before the positions, and the
    ends after them. Raises psycopg.OperationalError or aiokafka.errors.KafkaError when one of them
    is away, and Contradiction when the database was never migrated.
    """
    async with await connect_async(settings) as connection:
        build = await active_build(connection)
        partitions, cluster = await _installation(connection)
    log_cluster, committed = await _ask_log(settings, build)
    async with await connect_async(settings, build=build) as connection:
        positions = await read_positions(connection)
    async with Log(settings) as log:
        starts, ends = await log.starts(), await log.ends()
    return Story(
        build=build,
        partitions=partitions,
        cluster=cluster,
        positions=positions,
        log_cluster=log_cluster,
        starts=starts,
        ends=ends,
        committed=committed,
    )


async def free_build(settings: Settings, after: int) -> int:
    """The first number above this one whose group has committed nothing.

    Tables that were restored do not know every build there was; its group is there still.
    """
    build = after + 1
    async with _Admin(settings) as admin:
        while await _committed(admin, settings, build):
            build += 1
    return build


async def _ask_log(settings: Settings, build: int) -> tuple[str | None, dict[int, int]]:
    """The cluster, and what the group of this build has committed."""
    async with _Admin(settings) as admin:
        cluster: str | None = (await admin.describe_cluster())["cluster_id"]
        return cluster, await _committed(admin, settings, build)


async def _committed(admin: AIOKafkaAdminClient, settings: Settings, build: int) -> dict[int, int]:
    """The offsets that the group of a build has committed, by partition."""
    topic, group = settings.names.reports, settings.names.fold_group(build)
    offsets = await _offsets(admin, group)
    return {
        place.partition: int(known.offset)
        for place, known in offsets.items()
        if place.topic == topic and known.offset >= 0
    }


async def _offsets(
    admin: AIOKafkaAdminClient, group: str
) -> Mapping[TopicPartition, OffsetAndMetadata]:
    """What Kafka keeps of a group. A young broker makes its room for that only when it is asked."""
    known: Mapping[TopicPartition, OffsetAndMetadata]
    for left in reversed(range(COORDINATOR_TRIES)):
        try:
            known = await admin.list_consumer_group_offsets(group)
            break
        except GroupCoordinatorNotAvailableError:
            if not left:
                raise
            await asyncio.sleep(COORDINATOR_WAIT_S)
    return known


async def read_positions(connection: AsyncConnection[Row]) -> dict[int, int]:
    """The next offset to fold, by partition."""
    cursor = await connection.execute(_SQL.positions)
    return {int(row[0]): int(row[1]) for row in await cursor.fetchall()}


async def _installation(connection: AsyncConnection[Row]) -> tuple[int, str | None]:
    cursor = await connection.execute(load("migrate").installation)
    row = await cursor.fetchone()
    if row is None:
        raise Contradiction(
            "expected an installation in the database, got none; run `python -m schema migrate`"
        )
    return int(row[0]), row[1]


async def stand(settings: Settings, story: Story) -> None:
    """Commit the SQL positions as those of a group that has committed nothing yet."""
    if story.committed:
        return
    async with Log(settings, group=settings.names.fold_group(story.build)) as log:
        await log.commit(story.positions)


class Log:
    """The topic ``reports`` from outside: its ends, and offsets of a group. An async context."""

    def __init__(self, settings: Settings, group: str | None = None) -> None:
        self._topic = settings.names.reports
        self._consumer = AIOKafkaConsumer(
            bootstrap_servers=settings.kafka_bootstrap_servers,
            group_id=group,
            enable_auto_commit=False,
        )

    async def __aenter__(self) -> Log:
        await start(self._consumer)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._consumer.stop()

    async def ends(self) -> dict[int, int]:
        """The offset the next message of each partition will get."""
        return _plain(await self._consumer.end_offsets(await self._places()))

    async def starts(self) -> dict[int, int]:
        """The first offset still there, by partition."""
        return _plain(await self._consumer.beginning_offsets(await self._places()))

    async def commit(self, positions: Mapping[int, int]) -> None:
        """Commit offsets for the group; it must have no members."""
        places = {TopicPartition(self._topic, key): at for key, at in positions.items()}
        self._consumer.assign(list(places))
        await self._consumer.commit(places)

    async def _places(self) -> list[TopicPartition]:
        """None where the topic is not there; a broker that is just back needs a moment to know."""
        for wait in (0, *[METADATA_WAIT_S] * METADATA_TRIES):
            if found := self._consumer.partitions_for_topic(self._topic):
                break
            await asyncio.sleep(wait)
            await self._consumer._client.force_metadata_update()
        return [TopicPartition(self._topic, partition) for partition in sorted(found or ())]


class _Admin:
    def __init__(self, settings: Settings) -> None:
        self._admin = AIOKafkaAdminClient(bootstrap_servers=settings.kafka_bootstrap_servers)

    async def __aenter__(self) -> AIOKafkaAdminClient:
        try:
            await self._admin.start()
        except BaseException:
            await self._admin.close()
            raise
        return self._admin

    async def __aexit__(self, *_: object) -> None:
        await self._admin.close()


def _plain(offsets: Mapping[TopicPartition, int]) -> dict[int, int]:
    return {place.partition: int(offset) for place, offset in offsets.items()}
