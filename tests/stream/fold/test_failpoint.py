from __future__ import annotations

import os
import signal

import pytest

from schema.errors import SettingsError
from stream.fold import failpoint


@pytest.fixture
def killed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Signals this process sent to itself."""
    sent: list[int] = []
    monkeypatch.setattr(os, "kill", lambda pid, number: sent.append(number))
    return sent


def test_ordinary_life_has_none(monkeypatch: pytest.MonkeyPatch, killed: list[int]) -> None:
    monkeypatch.delenv(failpoint.VARIABLE, raising=False)
    failpoint.from_environ()("before_commit")
    assert killed == []


def test_it_kills_at_its_place_only(monkeypatch: pytest.MonkeyPatch, killed: list[int]) -> None:
    monkeypatch.setenv(failpoint.VARIABLE, "before_commit")
    reach = failpoint.from_environ()
    reach("after_write")
    assert killed == []
    reach("before_commit")
    assert killed == [signal.SIGKILL]


def test_it_can_wait_for_the_third_time(monkeypatch: pytest.MonkeyPatch, killed: list[int]) -> None:
    monkeypatch.setenv(failpoint.VARIABLE, "after_commit:3")
    reach = failpoint.from_environ()
    reach("after_commit")
    reach("after_commit")
    assert killed == []
    reach("after_commit")
    assert killed == [signal.SIGKILL]


@pytest.mark.parametrize("given", ["somewhere", "before_commit:soon"])
def test_an_unknown_place_is_refused(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv(failpoint.VARIABLE, given)
    with pytest.raises(SettingsError, match="expected one of after_write"):
        failpoint.from_environ()
