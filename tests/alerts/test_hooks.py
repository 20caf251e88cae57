"""Webhooks in SQL: what is asked, and what the answer becomes (the table itself: integration)."""

from alerts.channels.webhook import Hook
from alerts.hooks import SqlHooks
from schema.queries import load
from tests.alerts.builders import HOOK, NOW
from tests.alerts.fakes import FakePool, as_pool

SQL = load("alerts")


async def test_a_webhook_is_found() -> None:
    pool = FakePool({SQL.webhook: [("https://example.vn/", "whsec_a", True)]})
    found = await SqlHooks(as_pool(pool)).find(HOOK)
    assert found == Hook(url="https://example.vn/", secret="whsec_a", disabled=True)


async def test_an_unknown_one_is_none() -> None:
    assert await SqlHooks(as_pool(FakePool({}))).find(HOOK) is None


async def test_one_is_put_out_of_use_with_the_reason() -> None:
    pool = FakePool({})
    await SqlHooks(as_pool(pool)).disable(HOOK, NOW, "answered 410")
    assert pool.asked == [(SQL.disable_webhook, (NOW, "answered 410", HOOK))]
