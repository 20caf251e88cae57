"""A view is made once, refreshed when touched, kept a while for who comes back, then dropped."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from psycopg import OperationalError

from tests.web.fakes import ListWire, ManualClock, viewer
from web import frames, hub
from web.frames import Frame
from web.hub import LINGER, OUR_FAULT, Full, Hub
from web.ring import Ring


class Counter:
    """A view that counts its refreshes; `away`: as without a database."""

    as_of = ""

    def __init__(self, epoch: str) -> None:
        self.epoch = epoch
        self.ring = Ring()
        self.away = self.broken = False
        self.refreshed = asyncio.Event()

    def newcomer(self) -> list[Frame]:
        return [frames.snapshot(self.epoch, self.ring.seq, None, {})]

    async def refresh(self, stamp: float) -> Frame | None:
        self.refreshed.set()
        if self.away:
            raise OperationalError("away")
        if self.broken:
            raise KeyError("a figure nobody thought of")
        frame = frames.patch(self.ring.seq + 1, stamp, [], {})
        self.ring.append(frame, stamp)
        return frame


class Site:
    """A hub of counters; key "none" has no view."""

    def __init__(self) -> None:
        self.clock = ManualClock()
        self.made: list[str] = []
        self.hub: Hub[str, Counter] = Hub(self.make, "build", self.clock)

    async def make(self, key: str, epoch: str) -> Counter | None:
        self.made.append(key)
        await asyncio.to_thread(int)  # others may ask meanwhile
        return None if key == "none" else Counter(epoch)


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    made = Site()
    yield made
    await made.hub.close()


async def refreshed(view: Counter) -> None:
    await asyncio.wait_for(view.refreshed.wait(), timeout=5)
    view.refreshed.clear()


async def test_many_viewers_share_one_view(site: Site) -> None:
    wires = [ListWire() for _ in range(5)]
    await asyncio.gather(*(site.hub.join("vn", viewer(wire), "", -1) for wire in wires))
    assert (site.made, len(site.hub), site.hub.viewers) == (["vn"], 1, 5)
    epochs = {message["e"] for wire in wires for message in wire.messages if message["t"] == "s"}
    assert len(epochs) == 1 and epochs.pop().startswith("build.")


async def test_a_touch_reaches_the_viewers_of_that_view_only(site: Site) -> None:
    here, there = ListWire(), ListWire()
    await site.hub.join("vn", viewer(here), "", -1)
    await site.hub.join("vn.15", viewer(there), "", -1)
    views = [site.hub.held("vn"), site.hub.held("vn.15")]
    assert views[0] is not None and views[1] is not None
    await refreshed(views[0])
    await refreshed(views[1])
    site.hub.touch(lambda key: key == "vn")
    await refreshed(views[0])
    assert here.messages[-1]["s"] == 2
    assert there.messages[-1]["s"] == 1
    assert not views[1].refreshed.is_set()


async def test_there_may_be_no_such_view(site: Site) -> None:
    assert await site.hub.join("none", viewer(ListWire()), "", -1) is None
    assert len(site.hub) == 0


async def test_who_left_is_remembered_for_a_while(site: Site) -> None:
    leave = await site.hub.join("vn", viewer(ListWire()), "", -1)
    assert leave is not None
    leave()
    site.clock.at += LINGER
    site.hub._drop_idle()
    assert len(site.hub) == 1
    site.clock.at += 1
    site.hub._drop_idle()
    assert (len(site.hub), site.hub.held("vn")) == (0, None)


async def test_a_watched_view_is_not_dropped(site: Site) -> None:
    await site.hub.join("vn", viewer(ListWire()), "", -1)
    site.clock.at += 10 * LINGER
    site.hub._drop_idle()
    assert len(site.hub) == 1


async def test_views_have_a_limit(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub, "MOST_VIEWS", 1)
    await site.hub.join("vn", viewer(ListWire()), "", -1)
    with pytest.raises(Full):
        await site.hub.join("vn.15", viewer(ListWire()), "", -1)


async def test_a_view_nobody_looks_at_makes_room(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub, "MOST_VIEWS", 3)
    await site.hub.join("vn", viewer(ListWire()), "", -1)
    for key in ("vn.01", "vn.04"):
        leave = await site.hub.join(key, viewer(ListWire()), "", -1)
        assert leave is not None
        leave()
        site.clock.at += hub.ARRIVAL
    await site.hub.join("vn.15", viewer(ListWire()), "", -1)
    held = [key for key in ("vn", "vn.01", "vn.04", "vn.15") if site.hub.held(key)]
    assert held == ["vn", "vn.04", "vn.15"], "the one left first went"


async def test_a_view_just_made_waits_for_its_first_viewer(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub, "MOST_VIEWS", 1)
    leave = await site.hub.join("vn", viewer(ListWire()), "", -1)
    assert leave is not None
    leave()
    with pytest.raises(Full):
        await site.hub.join("vn.15", viewer(ListWire()), "", -1)


async def test_a_view_outlives_the_absence_of_its_database(site: Site) -> None:
    wire = ListWire()
    await site.hub.join("vn", viewer(wire), "", -1)
    view = site.hub.held("vn")
    assert view is not None
    await refreshed(view)
    view.away = True
    site.hub.touch(lambda key: True)
    await refreshed(view)
    view.away = False
    site.hub.touch(lambda key: True)
    await refreshed(view)
    assert wire.messages[-1]["s"] == 2


async def test_a_view_that_breaks_sends_its_viewers_away(site: Site) -> None:
    closed: list[tuple[int, str]] = []
    await site.hub.join("vn", viewer(ListWire(), closed), "", -1)
    view = site.hub.held("vn")
    assert view is not None
    view.broken = True
    task = site.hub._kept["vn"].task
    site.hub.touch(lambda key: True)
    await asyncio.wait([task], timeout=5)
    await asyncio.to_thread(int)  # its end is told by a callback
    assert [code for code, _ in closed] == [OUR_FAULT]
    assert site.hub.held("vn") is None
