"""`python -m stream roll` ends in good order when it is told to, and says what went wrong."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
from collections.abc import Iterator

import pytest

from schema.settings import Settings
from stream.roll import main


@pytest.fixture(autouse=True)
def thresholds() -> Iterator[None]:
    """What `main` sets for its process is no matter of the tests."""
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_role_in_order(
    monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    said: list[str] = []

    async def run(settings: Settings) -> None:
        os.kill(os.getpid(), number)
        try:
            await asyncio.Event().wait()
        finally:
            said.append("left")

    monkeypatch.setattr(main, "run", run)
    main.main()
    assert said == ["left"]


def test_an_error_is_not_swallowed(monkeypatch: pytest.MonkeyPatch) -> None:
    async def run(settings: Settings) -> None:
        raise RuntimeError("ours")

    monkeypatch.setattr(main, "run", run)
    with pytest.raises(RuntimeError, match="ours"):
        main.main()
