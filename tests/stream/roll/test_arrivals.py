from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from schema.clock import day_end, day_start
from stream.kpi.windows import Arrived
from stream.roll import arrivals
from stream.roll.arrivals import Arrivals, together
from tests.stream.kpi.places import TODAY

NOON = day_start(TODAY) + timedelta(hours=12)
Asked = list[tuple[datetime, datetime]]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    """The spans of time that were read; a unit sends one update in each."""
    spans: Asked = []

    async def read(connection: object, begin: datetime, end: datetime) -> dict[str, Arrived]:
        spans.append((begin, end))
        return {"vn.01": Arrived(1, 0, 2)}

    monkeypatch.setattr(arrivals, "arrived", read)
    return spans


async def read(of: Arrivals, now: datetime, at: float) -> dict[str, Arrived]:
    return await of.read(None, now, at)  # type: ignore[arg-type]


async def test_the_first_reading_is_the_whole_day(asked: Asked) -> None:
    assert await read(Arrivals(), NOON, 0) == {"vn.01": Arrived(2, 0, 4)}
    recent = NOON - arrivals.RECENT
    assert asked == [(day_start(TODAY), recent), (recent, day_end(TODAY))]


async def test_older_bins_are_read_once_a_minute(asked: Asked) -> None:
    of = Arrivals()
    for at in (0, 2, 58, 60):
        await read(of, NOON + timedelta(seconds=at), at)
    assert [begin == day_start(TODAY) for begin, _ in asked] == [
        True, False, False, False, True, False,
    ]  # fmt: skip


async def test_a_new_day_begins_anew(asked: Asked) -> None:
    of = Arrivals()
    await read(of, day_end(TODAY) - timedelta(seconds=1), 0)
    midnight = day_end(TODAY) + timedelta(seconds=1)
    assert of.due(midnight, 0.5)
    asked.clear()
    await read(of, midnight, 0.5)
    assert asked[0] == (day_end(TODAY), day_end(TODAY)), "nothing of it is older than it"


async def test_it_is_read_every_two_seconds(asked: Asked) -> None:
    of = Arrivals()
    assert of.due(NOON, 0)
    await read(of, NOON, 0)
    assert not of.due(NOON, 1.9)
    assert of.due(NOON, 2.0)


def test_together() -> None:
    one, other = {"a": Arrived(1, 1, 1)}, {"a": Arrived(2, 0, 5), "b": Arrived(1, 0, 0)}
    assert together(one, other) == {"a": Arrived(3, 1, 6), "b": Arrived(1, 0, 0)}
