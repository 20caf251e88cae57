from __future__ import annotations

import gc
import sys

import pytest

from stream.fold import main as module


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The settings it was run with."""
    given: list[object] = []

    async def run(settings: object) -> int:
        given.append(settings)
        return 78

    monkeypatch.setattr(module, "run", run)
    monkeypatch.setattr(gc, "set_threshold", lambda *_: None)
    monkeypatch.setattr(sys, "argv", ["stream fold"])
    return given


def test_its_exit_code_is_that_of_the_service(ran: list[object]) -> None:
    with pytest.raises(SystemExit) as end:
        module.main()
    assert end.value.code == 78 and len(ran) == 1


def test_it_takes_no_arguments(ran: list[object], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["stream fold", "--help"])
    with pytest.raises(SystemExit, match="takes no arguments"):
        module.main()
    assert not ran


def test_a_setting_that_cannot_be_used_is_one_sentence(
    ran: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NHIP_LANES", "many")
    with pytest.raises(SystemExit, match="settings cannot be used: NHIP_LANES"):
        module.main()
    assert not ran
