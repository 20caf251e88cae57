"""A client that cannot start leaves no socket behind."""

from __future__ import annotations

import asyncio

import pytest
from aiokafka.errors import KafkaConnectionError

from stream.clients import start


class Client:
    """Ends its start with an error, where there is one."""

    def __init__(self, error: BaseException | None = None) -> None:
        self.error = error
        self.stopped = False

    async def start(self) -> None:
        if self.error is not None:
            raise self.error

    async def stop(self) -> None:
        self.stopped = True


async def test_one_that_starts_goes_on() -> None:
    client = Client()
    await start(client)
    assert not client.stopped


@pytest.mark.parametrize("error", [KafkaConnectionError(), asyncio.CancelledError()])
async def test_one_that_does_not_is_stopped(error: BaseException) -> None:
    client = Client(error)
    with pytest.raises(type(error)):
        await start(client)
    assert client.stopped
