"""A live board reads its own facts and notes when a report is on the glass."""

from __future__ import annotations

from tests.web.fakes import ListWire, ManualClock, facts, pulse, state, viewer
from web.boards import LiveBoard, boards
from web.compose.facts import BoardFacts
from web.latency import Latency
from web.view import ViewKey


class Source:
    """Facts that change when told; None: the scope is gone."""

    def __init__(self) -> None:
        self.now: BoardFacts | None = facts(state(in_time=1), pulse())

    async def read(self, scope: str, programme: str) -> BoardFacts | None:
        return self.now if scope == "vn" else None


def board(source: Source, latency: Latency) -> LiveBoard:
    assert source.now is not None
    return LiveBoard(ViewKey(scope="vn"), "b.1", source.now, source.read, latency)


async def test_a_refresh_reads_and_publishes() -> None:
    source, clock = Source(), ManualClock()
    latency = Latency(clock)
    live = board(source, latency)
    latency.sent([(0, 0)], received=clock.at - 0.2)
    source.now = facts(state(in_time=2), pulse())
    assert await live.refresh(clock.at) is not None
    assert latency.to_screen_ms() == 200
    assert await live.refresh(clock.at) is None, "nothing moved"


async def test_a_scope_that_vanished_stands_still() -> None:
    source = Source()
    live = board(source, Latency(ManualClock()))
    source.now = None
    assert await live.refresh(1.0) is None
    assert live.board.twin["planning"]["states"]["in_time"] == 1


async def test_the_hub_makes_boards_that_exist() -> None:
    hub = boards(Source().read, "build", Latency(ManualClock()), ManualClock())
    wire = ListWire()
    assert await hub.join(ViewKey(scope="vn.77"), viewer(wire), "", -1) is None
    assert await hub.join(ViewKey(scope="vn"), viewer(wire), "", -1) is not None
    assert wire.messages[0]["t"] == "s"
    await hub.close()
