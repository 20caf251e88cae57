"""A client as agencies should write one: same ids until taken, waits as told, then gives up."""

from __future__ import annotations

from pathlib import Path
from random import Random

import httpx2
import msgspec
import pytest

from schema.report import Report
from stream.sample.moves_unit import progress
from stream.sample.post import LONGEST_WAIT_S, Poster
from tests.stream.sample.live import NOW, hand, view

Answer = httpx2.Response | Exception


class Gateway:
    """Answers as it is told to and remembers what it was asked and how long it was left alone."""

    def __init__(self, tmp_path: Path, *answers: Answer) -> None:
        self.answers = list(answers)
        self.bodies: list[Report] = []
        self.keys: list[str] = []
        self.waits: list[float] = []
        key = tmp_path / "demo-key"
        key.write_text("secret\n")
        client = httpx2.AsyncClient(
            base_url="http://gateway", transport=httpx2.MockTransport(self._answer)
        )
        self.poster = Poster(client, key, Random(1), self._sleep)

    def _answer(self, request: httpx2.Request) -> httpx2.Response:
        self.bodies.append(msgspec.json.decode(request.content, type=Report))
        self.keys.append(request.headers["Authorization"])
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def _sleep(self, seconds: float) -> None:
        self.waits.append(seconds)


def report() -> Report:
    made = progress(view(), hand(), NOW)
    assert made is not None
    return made


TAKEN = httpx2.Response(202)


async def test_a_report_is_posted_with_the_key_of_the_file(tmp_path: Path) -> None:
    gateway = Gateway(tmp_path, TAKEN)
    assert await gateway.poster.post(report())
    assert gateway.keys == ["Bearer secret"]
    assert (gateway.poster.taken, gateway.poster.trouble) == (1, None)


@pytest.mark.parametrize("status", [429, 503])
async def test_it_waits_as_long_as_it_is_told_and_sends_the_same_again(
    tmp_path: Path, status: int
) -> None:
    busy = httpx2.Response(status, headers={"Retry-After": "7"})
    gateway = Gateway(tmp_path, busy, TAKEN)
    assert await gateway.poster.post(report())
    assert gateway.waits == [7]
    assert gateway.bodies[0] == gateway.bodies[1]


async def test_nobody_there_is_waited_for_longer_each_time(tmp_path: Path) -> None:
    away = [httpx2.ConnectError("refused")] * 8
    gateway = Gateway(tmp_path, *away, TAKEN)
    assert await gateway.poster.post(report())
    assert gateway.waits[0] < gateway.waits[2] < gateway.waits[4]
    assert max(gateway.waits) <= 1.2 * LONGEST_WAIT_S


async def test_a_key_nobody_knows_is_read_again(tmp_path: Path) -> None:
    gateway = Gateway(tmp_path, httpx2.Response(401), TAKEN)
    gateway.poster._bearer = "old"
    assert await gateway.poster.post(report())
    assert gateway.keys == ["Bearer old", "Bearer secret"]


async def test_a_missing_key_file_is_waited_for(tmp_path: Path) -> None:
    gateway = Gateway(tmp_path, TAKEN)
    key = tmp_path / "demo-key"
    key.unlink()
    waited = gateway._sleep

    async def then_write(seconds: float) -> None:
        key.write_text("new")
        await waited(seconds)

    gateway.poster._sleep = then_write
    assert await gateway.poster.post(report())
    assert gateway.keys == ["Bearer new"]


async def test_what_is_refused_for_good_is_not_sent_again(tmp_path: Path) -> None:
    gateway = Gateway(tmp_path, httpx2.Response(422, text="$.unit: no such unit"))
    assert not await gateway.poster.post(report())
    assert (gateway.poster.refused, gateway.waits) == (1, [])
    assert "no such unit" in (gateway.poster.trouble or "")
