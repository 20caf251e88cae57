"""KPI states as they travel: SQL, Redis and the web read what roll wrote."""

from __future__ import annotations

from datetime import UTC, date, datetime

import msgspec
import pytest
from hypothesis import given

from schema.kpi import (
    METHOD,
    Headline,
    KpiState,
    Part,
    Sentence,
    Windows,
    decode,
    decode_list,
    encode,
)
from schema.measures import ZERO, named
from tests.schema.anything import calm, values

SENTENCE = Sentence(line=(Part(text="104", figure="planning/states/overdue"), Part(text=" việc")))
STATE = KpiState(
    scope="vn",
    kpi_version=7,
    as_of=datetime(2026, 6, 1, 2, tzinfo=UTC),
    clock=None,
    positions={0: 12, 7: 0},
    counts=named(ZERO),
    headline=Headline(rule="H2", vi=SENTENCE, en=SENTENCE, numbers={"overdue": 104}),
)


def test_a_state_is_read_as_it_was_written() -> None:
    assert decode(encode(STATE)) == STATE
    assert decode(encode(STATE).decode()) == STATE
    assert decode_list(encode([STATE, STATE])) == [STATE, STATE]


def test_defaults() -> None:
    assert (STATE.programme, STATE.method, STATE.windows) == ("", METHOD, Windows())
    assert STATE.week_ago is None and STATE.yesterday is None and STATE.next_due is None


def test_a_state_written_before_there_was_a_schedule_is_read() -> None:
    older = msgspec.json.decode(encode(STATE))
    del older["operational"]
    assert decode(msgspec.json.encode(older)) == STATE


@calm
@given(values(KpiState))
def test_any_state_survives(state: KpiState) -> None:
    assert decode(encode(state)) == state


def test_instants_are_aware_and_days_plain() -> None:
    state = msgspec.structs.replace(STATE, clock=STATE.as_of, next_due=date(2026, 6, 30))
    again = decode(encode(state))
    assert again.clock is not None and again.clock.utcoffset() is not None
    assert again.next_due == date(2026, 6, 30)


@pytest.mark.parametrize("raw", [b"", b"{}", b"[]", b'{"scope":1}'])
def test_what_is_no_state(raw: bytes) -> None:
    with pytest.raises(msgspec.DecodeError):
        decode(raw)
