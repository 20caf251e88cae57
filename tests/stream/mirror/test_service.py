"""It copies while this site stands by, waits while an engine is away, and refuses another log."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any, ClassVar

import pytest
from aiokafka.errors import KafkaConnectionError, KafkaError
from psycopg import OperationalError
from psycopg.errors import NotNullViolation

from schema.errors import Contradiction, SettingsError
from schema.settings import Settings
from stream.mirror import service as module
from stream.mirror.service import Mirror, agreed
from tests.stream.mirror.twins import Database

FIRST, OWN = Settings(kafka_bootstrap_servers="first"), Settings(kafka_bootstrap_servers="own")


class Fence:
    """A hold that is fenced after so many batches."""

    def __init__(self, batches: int) -> None:
        self.batches = batches

    async def may_write(self) -> bool:
        return len(Scribe.given) < self.batches


class Scribe:
    """A copyist with endless messages."""

    given: ClassVar[list[Any]] = []

    def __init__(self, *_: Any) -> None:
        pass

    async def __aenter__(self) -> Scribe:
        return self

    async def __aexit__(self, *_: object) -> None:
        return None

    async def take(self) -> Mapping[int, Any]:
        await asyncio.sleep(0)
        return {0: ["message"]}

    async def give(self, found: Any) -> None:
        self.given.append(found)

    positions: ClassVar[Mapping[int, int]] = {0: 4}

    async def ends(self) -> Mapping[int, int]:
        return {0: 7}


class Keeps:
    """What is in SQL alone; away when the test says so."""

    error: Exception | None = None
    copied = 0

    def __init__(self, *_: Any) -> None:
        self.version = None

    async def copy(self) -> None:
        if Keeps.error is not None:
            raise Keeps.error


class Rig:
    """A mirror whose neighbours are twins."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.standby: list[bool | None] = [True, False]
        self.others = 0
        """How often the lock is another's."""
        self.fence = Fence(2)
        self.errors: list[Exception] = []
        self.mirror = Mirror(OWN, FIRST)

        async def born_standby(_: object) -> bool | None:
            return self.standby.pop(0)

        @asynccontextmanager
        async def held(_: object, waits: Callable[[], None]) -> AsyncIterator[Fence]:
            for _nth in range(self.others):
                waits()
                self.seen.append(self.mirror.status())
            yield self.fence

        async def agree(first: Settings, own: Settings) -> Mapping[int, int]:
            assert (first, own) == (FIRST, OWN)
            if self.errors:
                raise self.errors.pop()
            return {0: 0}

        Keeps.error, Keeps.copied = None, 0
        Scribe.given.clear()
        monkeypatch.setattr(module, "connect_async", Database({}).connect)
        self.seen: list[tuple[bool, dict[str, Any]]] = []
        """What it said of itself while it waited."""
        monkeypatch.setattr(module, "FENCED_S", 0.0)
        monkeypatch.setattr(module, "born_standby", born_standby)
        monkeypatch.setattr(module, "held", held)
        monkeypatch.setattr(module, "agreed", agree)
        monkeypatch.setattr(module, "Copyist", Scribe)
        monkeypatch.setattr(module, "Kept", Keeps)
        monkeypatch.setattr(module, "pauses", lambda: iter([0.0] * 9))


@pytest.fixture
def rig(monkeypatch: pytest.MonkeyPatch) -> Rig:
    """A standby that is promoted after two batches."""
    return Rig(monkeypatch)


async def test_the_fence_ends_it_between_two_batches(rig: Rig) -> None:
    assert rig.mirror.status()[0] is False
    await rig.mirror.run()
    assert Scribe.given == [{0: ["message"]}] * 2
    ready, detail = rig.mirror.status()
    assert ready and detail["duty"] == "nothing to mirror: this is the first site"
    assert detail["lag"] is None


async def test_it_waits_until_it_is_said_what_this_site_is(rig: Rig) -> None:
    rig.standby = [None, None, True, False]
    await rig.mirror.run()
    assert len(Scribe.given) == 2


async def test_between_fence_and_promotion_it_asks_now_and_then(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    rig.standby = [True, True, True, False]
    rig.fence = Fence(0)
    slept: list[tuple[float, str]] = []

    async def sleep(seconds: float) -> None:
        slept.append((seconds, rig.mirror.status()[1]["duty"]))

    monkeypatch.setattr(module, "FENCED_S", 1.0)
    monkeypatch.setattr(asyncio, "sleep", sleep)
    await rig.mirror.run()
    assert [seconds for seconds, _ in slept] == [1.0] * 3
    assert slept[0][1].startswith("is fenced")


async def test_behind_the_fence_nothing_of_sql_is_copied_either(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "KEPT_EVERY_S", 0.0)

    async def nothing(self: Scribe) -> None:
        await asyncio.get_running_loop().create_future()

    async def copy(self: Keeps) -> None:
        Keeps.copied += 1
        if Keeps.copied == 3:
            rig.fence.batches = 0  # by somebody who has the lock: we stood still

    monkeypatch.setattr(Scribe, "take", nothing)
    monkeypatch.setattr(Keeps, "copy", copy)
    await asyncio.wait_for(rig.mirror.run(), 5)
    assert Keeps.copied == 3


async def test_one_that_has_never_copied_says_since_when(rig: Rig) -> None:
    ready, detail = rig.mirror.status()
    assert not ready and detail["behind_s"] is not None, "else nobody is woken"
    rig.others = 1
    await rig.mirror.run()
    ((ready, detail),) = rig.seen
    assert not ready and detail["duty"] == "stands by for another mirror"
    assert detail["behind_s"] is None, "the other one knows"


async def test_what_it_says_while_it_copies(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    async def give(self: Scribe, found: Any) -> None:
        self.given.append(found)
        seen.append(rig.mirror.status())

    monkeypatch.setattr(Scribe, "give", give)
    await rig.mirror.run()
    ready, detail = seen[-1]
    assert ready and (detail["duty"], detail["lag"]) == ("copies", 3)


async def test_a_site_that_was_born_the_first_copies_nothing(rig: Rig) -> None:
    rig.standby = [False]
    rig.fence = Fence(0)
    await rig.mirror.run()
    assert rig.mirror.status()[0]


async def test_an_engine_that_is_away_is_waited_for(rig: Rig) -> None:
    rig.errors = [KafkaConnectionError(), TimeoutError()]
    await rig.mirror.run()
    assert len(Scribe.given) == 2


async def test_each_absence_is_waited_for_shortly_at_first(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    rig.fence = Fence(4)
    away = iter([True, False, True, False, False])

    async def give(self: Scribe, found: Any) -> None:
        self.given.append(found)
        if next(away, False):
            raise KafkaConnectionError

    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr(module, "pauses", lambda: iter([0.1, 0.2, 0.4]))
    monkeypatch.setattr(Scribe, "give", give)
    monkeypatch.setattr(rig.mirror, "_wait", lambda error, pause: sleep(pause))
    await rig.mirror.run()
    assert slept == [0.1, 0.1]


async def test_another_log_is_refused(rig: Rig) -> None:
    rig.errors = [Contradiction("another log")]
    with pytest.raises(Contradiction, match="another log"):
        await rig.mirror.run()


async def test_a_standby_must_know_whom_to_follow(rig: Rig) -> None:
    rig.mirror = Mirror(OWN, None)
    with pytest.raises(SettingsError, match="NHIP_FIRST_KAFKA"):
        await rig.mirror.run()


@pytest.mark.parametrize(
    "error", [OperationalError("gone"), NotNullViolation("gone"), TimeoutError("gone")]
)
async def test_the_log_goes_on_without_what_is_in_sql_alone(rig: Rig, error: Exception) -> None:
    Keeps.error = error
    await rig.mirror.run()
    assert len(Scribe.given) == 2
    assert "gone" in rig.mirror.away


async def test_where_to_go_on_is_asked_of_both_logs(monkeypatch: pytest.MonkeyPatch) -> None:
    ends = {"own": {0: 4, 1: 0}, "first": {0: 9, 1: 0}}
    newest = {"own": {0: (b"k", b"v", 1)}, "first": {0: (b"k", b"v", 1)}}
    asked: list[Mapping[int, int]] = []

    class Log:
        def __init__(self, settings: Settings) -> None:
            self.name = settings.kafka_bootstrap_servers

        async def __aenter__(self) -> Log:
            return self

        async def __aexit__(self, *_: object) -> None:
            return None

        async def starts(self) -> Mapping[int, int]:
            return {0: 0, 1: 0}

        async def ends(self) -> Mapping[int, int]:
            return ends[self.name]

    async def read_at(settings: Settings, offsets: Mapping[int, int]) -> dict[int, Any]:
        asked.append(offsets)
        return dict(newest[settings.kafka_bootstrap_servers])

    monkeypatch.setattr(module, "Log", Log)
    monkeypatch.setattr(module, "read_at", read_at)
    assert await agreed(FIRST, OWN) == {0: 4, 1: 0}
    assert asked == [{0: 3}, {0: 3}]
    for site in ends:
        there, ends[site] = ends[site], {}
        with pytest.raises(KafkaError, match=r"expected nhip\.reports at both sites"):
            await agreed(FIRST, OWN)  # a broker that is just back
        ends[site] = there
    newest["first"] = {0: (b"k", b"another", 1)}
    with pytest.raises(Contradiction, match="the newest message here is another"):
        await agreed(FIRST, OWN)
