"""What every outbox promises: run on the twin in memory and on the table in PostgreSQL."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from alerts.outbox import LEASE, Outbox, Outcome
from tests.alerts.builders import NOW

SECOND = timedelta(seconds=1)


class Adds(Protocol):
    """Puts a delivery into the outbox under test, due at once."""

    async def __call__(self, channel: str, target: str, at: datetime) -> UUID:
        """Its id."""
        ...


Promise = Callable[[Outbox, Adds], Awaitable[None]]


async def what_is_due_is_claimed_once(outbox: Outbox, add: Adds) -> None:
    """A claim holds for its lease, then the delivery falls due again, under the same id."""
    id = await add("inbox", "vn.15", NOW)
    (parcel,) = await outbox.claim(NOW, limit=9, each=9, busy=())
    assert (parcel.id, parcel.channel, parcel.target) == (id, "inbox", "vn.15")
    assert (parcel.attempts, parcel.created_at) == (1, NOW)
    assert await outbox.claim(NOW + LEASE - SECOND, limit=9, each=9, busy=()) == []
    (again,) = await outbox.claim(NOW + LEASE, limit=9, each=9, busy=())
    assert (again.id, again.attempts) == (id, 2)


async def what_is_not_due_waits(outbox: Outbox, add: Adds) -> None:
    """Nothing is handed out before its time."""
    await add("inbox", "vn.15", NOW + SECOND)
    assert await outbox.claim(NOW, limit=9, each=9, busy=()) == []
    assert await outbox.waiting() == 1


async def what_is_settled_is_over(outbox: Outbox, add: Adds) -> None:
    """An ended delivery is handed to nobody, and stays as it ended."""
    id = await add("inbox", "vn.15", NOW)
    await outbox.settle(id, Outcome.SENT, NOW, None)
    await outbox.postpone(id, NOW, "too late")
    assert await outbox.claim(NOW + 2 * LEASE, limit=9, each=9, busy=()) == []
    assert await outbox.waiting() == 0


async def what_is_postponed_comes_again(outbox: Outbox, add: Adds) -> None:
    """Put off, it falls due when it was said to."""
    id = await add("inbox", "vn.15", NOW)
    await outbox.claim(NOW, limit=9, each=9, busy=())
    await outbox.postpone(id, NOW + SECOND, "no answer")
    assert await outbox.claim(NOW, limit=9, each=9, busy=()) == []
    (parcel,) = await outbox.claim(NOW + SECOND, limit=9, each=9, busy=())
    assert (parcel.id, parcel.attempts) == (id, 2)


async def no_receiver_takes_more_than_its_share(outbox: Outbox, add: Adds) -> None:
    """The oldest first, a few for each receiver, none for the busy ones."""
    slow = [await add("webhook", "slow", NOW - n * SECOND) for n in range(5)]
    other = await add("webhook", "other", NOW)
    await add("webhook", "busy", NOW - 9 * SECOND)
    claimed = await outbox.claim(NOW, limit=9, each=2, busy=("busy",))
    assert {parcel.id for parcel in claimed} == {slow[4], slow[3], other}
    rest = await outbox.claim(NOW, limit=2, each=9, busy=("busy",))
    assert {parcel.id for parcel in rest} == {slow[2], slow[1]}


PROMISES: tuple[Promise, ...] = (
    what_is_due_is_claimed_once,
    what_is_not_due_waits,
    what_is_settled_is_over,
    what_is_postponed_comes_again,
    no_receiver_takes_more_than_its_share,
)
