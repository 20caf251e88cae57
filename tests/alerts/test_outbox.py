"""The in-memory twin keeps the contract of the outbox (the table does so on a real engine)."""

import pytest

from alerts.outbox import LEASE
from tests.alerts.fakes import MemoryOutbox
from tests.alerts.outbox_contract import PROMISES, Promise


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.__name__)
async def test_contract(promise: Promise) -> None:
    outbox = MemoryOutbox()
    await promise(outbox, outbox.add)


def test_a_claim_outlasts_every_attempt() -> None:
    from alerts.channels import inbox, webhook

    assert LEASE.total_seconds() > max(inbox.TIMEOUT_S, webhook.TIMEOUT_S)
