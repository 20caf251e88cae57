"""Kafka's clients: one that could not start holds sockets all the same."""

from __future__ import annotations

from typing import Protocol


class Client(Protocol):
    """A consumer or producer of aiokafka."""

    async def start(self) -> None:
        """Connect; raises KafkaError while no broker answers."""
        ...

    async def stop(self) -> None:
        """Let go of every socket."""
        ...


async def start(client: Client) -> None:
    """Connect, or let go of what was opened on the way; raises KafkaError."""
    try:
        await client.start()
    except BaseException:
        await client.stop()
        raise
