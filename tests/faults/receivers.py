"""Receivers of webhooks on this machine, one of each temper, in a thread of their own."""

from __future__ import annotations

import asyncio
import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from standardwebhooks.webhooks import WebhookVerificationError

from tests.acceptance.aside import Aside
from tests.alerts.sink import SECRET, Message, Sink, response

Temper = Callable[[Message], bytes]


def calm(message: Message) -> bytes:
    """Takes everything."""
    return response(204)


def moody(message: Message) -> bytes:
    """Takes two in three; the others meet an error, a wish to wait, or a way elsewhere."""
    status = random.choice((204, 204, 204, 204, 500, 503, 302))
    return response(status, headers="location: http://127.0.0.1:1/\r\n" if status == 302 else "")


def mumbling(message: Message) -> bytes:
    """Answers three in four with something that is no HTTP."""
    return b"" if random.random() < 0.25 else response(200)


TEMPERS: tuple[Temper, ...] = (calm, moody, mumbling)


class Strict(Sink):
    """Hangs up on what is not signed, or was signed by a clock that is minutes off."""

    def __init__(self) -> None:
        super().__init__()
        self.refused = 0

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await super()._serve(reader, writer)
        except WebhookVerificationError:
            self.refused += 1


class Receivers:
    """A sink of each temper."""

    secret = SECRET

    def __init__(self) -> None:
        self._aside = Aside()
        self._sinks: list[Strict] = []
        self._sprung = threading.Event()
        self.urls: list[str] = []
        self.forgiving = False
        """Whether a clock of ours was wrong on purpose, and with it what it signs."""

    @contextmanager
    def open(self) -> Iterator[Receivers]:
        """Listen for as long as the block lasts."""
        self._aside.say(self._listen())
        try:
            yield self
        finally:
            self._aside.say(self._close())
            self._aside.end()

    def received(self) -> list[Message]:
        """Every message so far; each was signed as it must be."""
        return [message for sink in self._sinks for message in sink.received]

    def note(self, message: Message) -> None:
        """As if this had come."""
        self._sinks[0].received.append(message)

    @property
    def refused(self) -> int:
        """How many messages were not signed as they must be."""
        return sum(sink.refused for sink in self._sinks)

    def calm_down(self) -> None:
        """From now on everybody takes everything."""
        for sink in self._sinks:
            sink.answer = calm

    def upset(self) -> None:
        """Each has its own temper again."""
        for sink, temper in zip(self._sinks, TEMPERS, strict=True):
            sink.answer = temper

    def trap(self, spring: Callable[[], None], within: float) -> bool:
        """Call `spring` as the next message is here and not answered yet; whether one came."""
        self._sprung.clear()

        def answer(message: Message) -> bytes:
            if not self._sprung.is_set():
                self._sprung.set()
                spring()
            return calm(message)

        for sink in self._sinks:
            sink.answer = answer
        came = self._sprung.wait(within)
        self.upset()
        return came

    def hang(self, number: int, *, hangs: bool) -> None:
        """One of them takes connections and says nothing."""
        self._sinks[number].hang = hangs

    async def _listen(self) -> None:
        for temper in TEMPERS:
            sink = Strict()
            await sink.__aenter__()
            sink.answer = temper
            self._sinks.append(sink)
            self.urls.append(sink.url)

    async def _close(self) -> None:
        await asyncio.gather(*(sink.__aexit__() for sink in self._sinks))
