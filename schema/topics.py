"""Make the Kafka topics; remember with which cluster and how many partitions we were born.

Who calls: ``python -m schema migrate``.
"""

from __future__ import annotations

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import TopicAlreadyExistsError, for_code

from schema.database import connect
from schema.errors import MigrationError
from schema.queries import load
from schema.settings import Settings
from schema.wire import MAX_MESSAGE

REPLICAS = 3
"""Copies of the log, where there are so many brokers."""
_CONFIG = {
    "retention.ms": "-1",
    "retention.bytes": "-1",
    "cleanup.policy": "delete",
    "compression.type": "zstd",
    "max.message.bytes": str(2 * MAX_MESSAGE),
    "message.timestamp.type": "LogAppendTime",  # the broker's word: `stream.core.present`
}

MIRRORED = {"message.timestamp.type": "CreateTime"}
"""A standby's log bears the times at which the first site's broker took each message."""


async def make_topics(settings: Settings) -> None:
    """Create ``reports`` and ``standings`` where they are missing, and check what is there.

    Raises MigrationError when the log contradicts what this system was born with.
    """
    admin = AIOKafkaAdminClient(bootstrap_servers=settings.kafka_bootstrap_servers)
    await admin.start()
    try:
        described = await admin.describe_cluster()
        partitions = found(settings, described["cluster_id"])
        replicas = min(REPLICAS, len(described["brokers"]))
        names = settings.names
        times = MIRRORED if settings.first_kafka else {}
        for topic, more in ((names.reports, times), (names.standings, {})):
            await _make(admin, topic, partitions, replicas, _config(replicas) | more)
            await _check(admin, topic, partitions)
    finally:
        await admin.close()


async def own_times(settings: Settings) -> None:
    """A promoted log: what is appended from now on bears this broker's time."""
    admin = AIOKafkaAdminClient(bootstrap_servers=settings.kafka_bootstrap_servers)
    await admin.start()
    try:
        brokers = (await admin.describe_cluster())["brokers"]
        config = _config(min(REPLICAS, len(brokers)))
        topic = ConfigResource(ConfigResourceType.TOPIC, settings.names.reports, config)
        for response in await admin.alter_configs([topic]):
            for code, why, *_ in response.resources:
                if code:
                    raise MigrationError(f"Kafka refused to set {config}: {for_code(code)} {why}")
    finally:
        await admin.close()


def found(settings: Settings, cluster: str | None) -> int:
    """The number of partitions fixed at birth; on the first call this is the birth.

    Raises MigrationError when the database follows the log of another cluster.
    """
    queries, names = load("migrate"), settings.names
    with connect(settings) as connection:
        row = connection.execute(
            queries.found_installation,
            (settings.partitions, cluster, bool(settings.first_kafka)),
        ).fetchone()
        assert row is not None
        partitions, born_with = int(row[0]), row[1]
        if born_with != cluster:
            raise MigrationError(
                f"the database {names.sql} follows the log of Kafka cluster {born_with}, "
                f"but {settings.kafka_bootstrap_servers} is cluster {cluster}; "
                "give the right KAFKA_BOOTSTRAP_SERVERS, or start from an empty database"
            )
        with connect(settings, build=_active(settings)) as build:
            build.execute(queries.first_positions, (partitions,))
        return partitions


def _active(settings: Settings) -> int:
    with connect(settings) as connection:
        row = connection.execute(load("migrate").active_build).fetchone()
        assert row is not None
        return int(row[0])


def _config(replicas: int) -> dict[str, str]:
    return {**_CONFIG, "min.insync.replicas": str(max(1, replicas - 1))}


async def _make(
    admin: AIOKafkaAdminClient, topic: str, partitions: int, replicas: int, config: dict[str, str]
) -> None:
    new = NewTopic(
        topic, num_partitions=partitions, replication_factor=replicas, topic_configs=config
    )
    response = await admin.create_topics([new])
    for _, code, *rest in response.topic_errors:
        if code and code != TopicAlreadyExistsError.errno:
            raise MigrationError(f"Kafka refused to make topic {topic}: {for_code(code)} {rest}")


async def _check(admin: AIOKafkaAdminClient, topic: str, partitions: int) -> None:
    described = await admin.describe_topics([topic])
    there = len(described[0]["partitions"])
    if there and there != partitions:
        raise MigrationError(
            f"topic {topic} has {there} partitions, but this system was born with {partitions}; "
            "the count can never change: use the right broker or prefix"
        )
