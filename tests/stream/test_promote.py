"""First the fence, then the lock, then the log's time, then the doors; never over a first site."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from aiokafka.errors import KafkaConnectionError
from psycopg import OperationalError
from psycopg.errors import LockNotAvailable

from schema.errors import Contradiction
from schema.queries import load
from schema.settings import Settings
from stream import promote as module
from stream.promote import promote
from tests.stream.mirror.twins import Database

SQL = load("standby")
NOW = datetime(2026, 11, 22, 7, tzinfo=UTC)
SETTINGS = Settings(kafka_bootstrap_servers="own", first_kafka="first")


class Rig:
    """A standby; the first site's log is gone."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.database = Database({SQL.told: [(True, None, None)]})
        self.answers = {"own"}
        rig = self

        class Log:
            def __init__(self, settings: Settings) -> None:
                self.name = settings.kafka_bootstrap_servers

            async def __aenter__(self) -> Log:
                if self.name not in rig.answers:
                    raise KafkaConnectionError(self.name)
                return self

            async def __aexit__(self, *_: object) -> None:
                return None

            async def ends(self) -> Mapping[int, int]:
                return {1: 4, 0: 7}

        async def own_times(_: object) -> None:
            self.database.executed.append(("own times", ()))

        monkeypatch.setattr(module, "connect_async", self.database.connect)
        monkeypatch.setattr(module, "Log", Log)
        monkeypatch.setattr(module, "own_times", own_times)

    async def promoted(self, **given: Any) -> str:
        """What was said."""
        return await promote(SETTINGS, **{"although_it_answers": False} | given)

    @property
    def done(self) -> list[str]:
        """What was done, in order."""
        return [query for query, _ in self.database.executed if query != SQL.told]


@pytest.fixture
def rig(monkeypatch: pytest.MonkeyPatch) -> Rig:
    """A standby whose first site is lost."""
    return Rig(monkeypatch)


async def test_the_doors_open_last(rig: Rig) -> None:
    told = await rig.promoted()
    assert rig.done == [SQL.fence, SQL.await_mirror, "own times", SQL.promote]
    assert "goes on from 0:7, 1:4" in told


async def test_a_first_site_that_answers_is_not_passed_over(rig: Rig) -> None:
    rig.answers.add("first")
    with pytest.raises(Contradiction, match="--although-it-answers"):
        await rig.promoted()
    assert rig.done == []
    await rig.promoted(although_it_answers=True)
    assert rig.done[-1] == SQL.promote


@pytest.mark.parametrize("row", [[], [(False, None, None)], [(False, NOW, NOW)]])
async def test_a_first_site_is_not_promoted(rig: Rig, row: list[tuple[Any, ...]]) -> None:
    rig.database.answers[SQL.told] = row
    with pytest.raises(Contradiction, match="expected a standby, got the first site"):
        await rig.promoted()
    assert rig.done == []


async def test_a_mirror_that_does_not_let_go_keeps_the_doors_closed(rig: Rig) -> None:
    rig.database.errors[SQL.await_mirror] = LockNotAvailable()
    with pytest.raises(Contradiction, match="end the processes of the role mirror"):
        await rig.promoted()
    assert rig.done == [SQL.fence, SQL.await_mirror], "fenced all the same"


def test_help_teaches(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["stream promote", "--help"])
    with pytest.raises(SystemExit) as ended:
        module.main()
    assert not ended.value.code
    said = " ".join(capsys.readouterr().out.split())
    assert "first site is lost" in said and "--although-it-answers" in said


def test_without_its_own_engines_it_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def away(*_: object, **__: object) -> str:
        raise OperationalError("refused")

    monkeypatch.setattr(sys, "argv", ["stream promote"])
    monkeypatch.setattr(module, "promote", away)
    with pytest.raises(SystemExit):
        module.main()
    assert "refused; it is this site's own; run it again" in capsys.readouterr().err
