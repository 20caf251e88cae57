from __future__ import annotations

import logging

import psycopg
import pytest

from schema.queries import load
from schema.settings import Settings
from stream.fold import failures
from stream.fold.batch import MOST_MESSAGES
from tests.stream.fold.fakes import FakeConnection


class Opened(FakeConnection):
    async def __aenter__(self) -> Opened:
        return self

    async def __aexit__(self, *_: object) -> None:
        pass


def boom() -> Exception:
    try:
        raise ValueError("a \x00 in it")
    except ValueError as error:
        return error


def test_a_failure_is_told_with_its_traceback_and_without_nul() -> None:
    text = failures.told(boom())
    assert "ValueError: a \\0 in it" in text and "in boom" in text
    assert "\x00" not in text


async def test_it_is_counted_at_each_position_on_a_connection_of_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    connection = Opened()

    async def opened(*_: object, **__: object) -> Opened:
        return connection

    monkeypatch.setattr(failures, "connect_async", opened)
    error = boom()
    await failures.count(Settings(), 1, [3, 5], error)
    assert connection.said == [load("fold").count_failure]
    assert connection.values == [(failures.told(error), [3, 5])]


async def test_what_cannot_be_counted_is_logged(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def away(*_: object, **__: object) -> Opened:
        raise psycopg.OperationalError("away")

    monkeypatch.setattr(failures, "connect_async", away)
    with caplog.at_level(logging.ERROR):
        await failures.count(Settings(), 1, [3], boom())
    assert "could not be counted" in caplog.text


def test_care_lasts_longer_than_a_batch() -> None:
    assert failures.CAREFUL_FOR > 4 * MOST_MESSAGES
