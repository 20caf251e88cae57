"""Webhooks against a receiver on this machine."""

from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import uuid4

import pytest

from alerts.channels import Refused, Result, Retry, Sent
from alerts.channels.webhook import MAX_ANSWER, Hook, Webhook, verdict
from alerts.outbox import Outcome, Parcel
from tests.alerts.builders import HOOK, NOW
from tests.alerts.fakes import MemoryHooks
from tests.alerts.sink import SECRET, Message, Sink, response

PARCEL = Parcel(
    id=uuid4(),
    channel="webhook",
    target=str(HOOK),
    payload={"type": "alert.opened", "data": {"text": {"vi": "Số hóa hồ sơ: quá hạn"}}},
    created_at=NOW,
    attempts=1,
)


@pytest.fixture
async def sink() -> AsyncIterator[Sink]:
    async with Sink() as listening:
        yield listening


async def sent(hook: Hook, *, loopback: bool = True, timeout_s: float = 5.0) -> Result:
    """What comes of sending the parcel to `hook`."""
    webhook = Webhook(MemoryHooks({HOOK: hook}), loopback=loopback, timeout_s=timeout_s)
    try:
        return await webhook.send(PARCEL, NOW)
    finally:
        await webhook.close()


async def test_a_signed_message_arrives(sink: Sink) -> None:
    assert await sent(Hook(url=f"{sink.url}?a=b", secret=SECRET)) == Sent()
    (message,) = sink.received
    assert (message.id, message.path) == (str(PARCEL.id), "/hook?a=b")
    assert message.body == PARCEL.payload
    assert message.headers["host"] in sink.url
    assert message.headers["content-type"] == "application/json"


async def test_who_is_gone_is_put_out_of_use(sink: Sink) -> None:
    sink.answer = lambda message: response(410)
    hooks = MemoryHooks({HOOK: Hook(url=sink.url, secret=SECRET)})
    webhook = Webhook(hooks, loopback=True)
    gone = Refused(Outcome.GONE, "answered 410")
    assert await webhook.send(PARCEL, NOW) == gone
    assert hooks.disabled == {HOOK: "answered 410"}
    disabled = Refused(Outcome.DISABLED, "the webhook is out of use")
    assert await webhook.send(PARCEL, NOW) == disabled
    assert len(sink.received) == 1
    await webhook.close()


async def test_a_webhook_that_was_taken_away() -> None:
    webhook = Webhook(MemoryHooks({}), loopback=True)
    assert isinstance(await webhook.send(PARCEL, NOW), Refused)
    await webhook.close()


async def test_redirects_are_not_followed(sink: Sink) -> None:
    sink.answer = lambda message: response(302, headers=f"location: {sink.url}/else\r\n")
    assert await sent(Hook(url=sink.url, secret=SECRET)) == Retry("answered 302")
    assert [message.path for message in sink.received] == ["/hook"]


async def test_one_that_never_answers_costs_one_timeout(sink: Sink) -> None:
    sink.hang = True
    result = await sent(Hook(url=sink.url, secret=SECRET), timeout_s=0.2)
    assert result == Retry("no answer within 0.2 s")


async def test_a_long_answer_is_not_read_to_its_end(sink: Sink) -> None:
    def endless(message: Message) -> bytes:
        return b"HTTP/1.1 200 x\r\ncontent-length: 99999999\r\n\r\n" + b"x" * 2 * MAX_ANSWER

    sink.answer = endless
    assert await sent(Hook(url=sink.url, secret=SECRET), timeout_s=2.0) == Sent()


async def test_nobody_listens(sink: Sink) -> None:
    await sink.__aexit__()
    result = await sent(Hook(url="http://127.0.0.1:9/hook", secret=SECRET))
    assert isinstance(result, Retry) and "ConnectError" in result.why


async def test_no_sense_in_the_answer(sink: Sink) -> None:
    sink.answer = lambda message: b"\x00\x01 nonsense\r\n\r\n"
    result = await sent(Hook(url=sink.url, secret=SECRET))
    assert isinstance(result, Retry) and "ProtocolError" in result.why


async def test_production_does_not_call_its_own_machine(sink: Sink) -> None:
    result = await sent(Hook(url=sink.url, secret=SECRET), loopback=False)
    assert isinstance(result, Retry) and result.why.startswith("forbidden: ")
    assert sink.received == []


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_é", "a"])
async def test_a_secret_that_is_none(sink: Sink, secret: str) -> None:
    assert isinstance(await sent(Hook(url=sink.url, secret=secret)), Retry)
    assert sink.received == []


@pytest.mark.parametrize("status", [100, 301, 400, 404, 429, 500, 503])
def test_all_but_success_and_gone_is_tried_again(status: int) -> None:
    assert verdict(status, {}) == Retry(f"answered {status}")


@pytest.mark.parametrize("status", [200, 202, 204, 299])
def test_success(status: int) -> None:
    assert verdict(status, {}) == Sent()


@pytest.mark.parametrize(
    ("asked", "wait_s"),
    [("30", 30), ("999999", 3_600), ("-5", 0), ("Fri, 31 Dec 1999 23:59:59 GMT", 0), ("", 0)],
)
def test_a_receiver_may_ask_for_time_up_to_an_hour(asked: str, wait_s: int) -> None:
    result = verdict(503, {"retry-after": asked})
    assert result == Retry("answered 503", timedelta(seconds=wait_s))
