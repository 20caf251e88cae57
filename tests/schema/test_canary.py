"""How far the canaries have come travels with the state of the country, and with no other."""

from __future__ import annotations

from datetime import UTC, datetime

from msgspec.structs import replace

from schema.canary import Canary
from schema.kpi import decode, encode
from tests.web.fakes import state

SENT = datetime(2026, 11, 22, 1, tzinfo=UTC)


def test_it_is_read_as_it_was_written() -> None:
    told = replace(state(), canary=Canary({0: SENT, 7: SENT}))
    assert decode(encode(told)) == told


def test_a_state_of_an_earlier_version_has_none() -> None:
    raw = encode(state()).replace(b',"canary":null', b"")
    assert b"canary" not in raw and decode(raw).canary is None
