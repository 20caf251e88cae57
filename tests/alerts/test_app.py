"""The role as a whole without any engine: it waits, stops when told (with them: integration)."""

import asyncio
import os
import signal

import pytest

from alerts import app
from alerts.notify import INBOX, WEBHOOK
from alerts.rules import shipped
from schema.settings import Settings

NOWHERE = {
    "DATABASE_URL": "postgresql://nobody@127.0.0.1:9/nothing",
    "REDIS_URL": "redis://127.0.0.1:9/0",
    "KAFKA_BOOTSTRAP_SERVERS": "127.0.0.1:9",
}


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch) -> Settings:
    for name, value in NOWHERE.items():
        monkeypatch.setenv(name, value)
    return Settings.from_environ()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_it_waits_for_engines_and_stops_when_told(
    settings: Settings, number: signal.Signals
) -> None:
    running = asyncio.ensure_future(app.run(settings, shipped()))
    done, _ = await asyncio.wait((running,), timeout=0.2)
    assert not done
    os.kill(os.getpid(), number)
    async with asyncio.timeout(5):
        await running


def test_channels_are_called_as_deliveries_call_them() -> None:
    assert (INBOX, WEBHOOK) == ("inbox", "webhook")
