"""Standings as they travel on the topic `standings`."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given

from schema.alert import AlertState, Cause, Severity, Standing, decode, encode
from schema.states import Sign, State
from tests.schema.anything import calm, values

STANDING = Standing(
    subject="vn.15.04465.t0001",
    version=2,
    at=datetime(2026, 6, 1, 17, tzinfo=UTC),
    lead="vn.15.04465",
    programme="nq57",
    title="Mở dữ liệu đất đai",
    state=State.OVERDUE,
    sign=Sign.OVERDUE,
    state_before=State.DUE_SOON,
    sign_before=Sign.ON_TRACK,
    cause=Cause.CLOCK,
)


def test_a_standing_is_read_as_it_was_written() -> None:
    assert decode(encode(STANDING)) == STANDING
    assert msgspec.json.decode(encode(STANDING))["state"] == "overdue"


def test_what_is_not_said_is_not_sent() -> None:
    sent = msgspec.json.decode(encode(STANDING))
    assert {"update", "due", "in_charge", "secrecy"}.isdisjoint(sent)


@calm
@given(values(Standing))
def test_any_standing_survives(standing: Standing) -> None:
    assert decode(encode(standing)) == standing


@pytest.mark.parametrize("raw", [b"", b"{}", b'{"state":"late"}', b"null"])
def test_what_is_no_standing(raw: bytes) -> None:
    with pytest.raises(msgspec.DecodeError):
        decode(raw)


def test_words_are_their_own_names() -> None:
    words = (*Cause, *Severity, *AlertState)
    assert all(word.value == word.name.lower() for word in words)
