"""Bytes of the log: what is written is read again, anything else is a bad message with a reason."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema.errors import BadMessage
from schema.report import LogReport
from schema.wire import (
    MAX_MESSAGE,
    MAX_REASON,
    CanarySent,
    CatalogueIs,
    ClockTo,
    Evaluate,
    LogMessage,
    decode_log,
    encode,
    where,
)
from tests.schema.anything import calm, disturbed, json_values, values
from tests.schema.posts import act, assigned, body, new_id, post, progress

STAMP = {"received_at": "2026-06-01T09:00:00+07:00", "part": 0, "parts": 1}
LOGGED = body({**post(progress(), assigned(), act("completed")), **STAMP})
MESSAGES = values(LogReport) | values(ClockTo) | values(CatalogueIs) | values(Evaluate)
MESSAGES |= values(CanarySent)


def bad(raw: bytes | None) -> tuple[str, str]:
    with pytest.raises(BadMessage) as caught:
        decode_log(raw)
    return caught.value.path, caught.value.reason


@calm
@given(MESSAGES)
def test_what_is_written_is_read_again(message: LogMessage) -> None:
    assert decode_log(encode(message)) == message
    assert encode(decode_log(encode(message))) == encode(message)


@pytest.mark.parametrize(
    ("message", "raw"),
    [
        (
            ClockTo(to=datetime(2026, 5, 31, 17, tzinfo=UTC)),
            b'{"v":1,"clock":{"to":"2026-05-31T17:00:00Z"}}',
        ),
        (CatalogueIs(version=3), b'{"v":1,"catalogue":{"version":3}}'),
        (
            Evaluate(day=date(2026, 6, 1), tasks=["vn.15.t1"]),
            b'{"v":1,"evaluate":{"day":"2026-06-01","tasks":["vn.15.t1"]}}',
        ),
        (
            CanarySent(sent_at=datetime(2026, 6, 1, 2, 0, 30, tzinfo=UTC)),
            b'{"v":1,"canary":{"sent_at":"2026-06-01T02:00:30Z"}}',
        ),
    ],
)
def test_messages_that_are_no_reports(message: LogMessage, raw: bytes) -> None:
    assert encode(message) == raw
    assert decode_log(raw) == message


def test_a_report_is_read_whole() -> None:
    report = decode_log(LOGGED)
    assert isinstance(report, LogReport)
    assert len(report.updates) == 3
    assert report.received_at == datetime(2026, 6, 1, 2, tzinfo=UTC)


@calm
@given(st.binary(max_size=200))
def test_any_bytes_are_a_message_or_a_bad_one(raw: bytes) -> None:
    read_or_bad(raw)


@calm
@given(st.integers(0, len(LOGGED)), st.integers(0, 20), st.binary(max_size=20))
def test_damaged_messages_are_read_or_bad(at: int, gone: int, put: bytes) -> None:
    read_or_bad(LOGGED[:at] + put + LOGGED[at + gone :])


@calm
@given(disturbed(msgspec.json.decode(LOGGED)) | json_values())
def test_whatever_stands_in_a_message_it_is_read_or_bad(value: Any) -> None:
    read_or_bad(body(value))


def read_or_bad(raw: bytes) -> None:
    try:
        message = decode_log(raw)
    except BadMessage as error:
        assert error.path.startswith("$") and error.reason
    else:
        assert decode_log(encode(message)) == message


def logged(**change: Any) -> bytes:
    return body({**post(progress()), **STAMP, **change})


@pytest.mark.parametrize(
    ("raw", "path", "reason"),
    [
        (None, "$", "got none"),
        (b"", "$", "truncated"),
        (b"null", "$", "Expected `object`, got `null`"),
        (b"[]", "$", "Expected `object`, got `array`"),
        (b"{}", "$", "missing required field `id`"),
        (b"\xff\xfe", "$", "invalid character"),
        (b" " * (MAX_MESSAGE + 1), "$", f"at most {MAX_MESSAGE} bytes"),
        (b"[" * 100_000, "$", "got `array`"),
        (b'{"v":' * 50_000, "$.v", "got `object`"),
        (logged(v=2), "$.v", "2"),
        (logged(actor="a\0"), "$", "NUL"),
        (logged(actor="a\ud800b"), "$", "surrogate"),
        (logged(actor="QQ").replace(b"QQ", b"\xff"), "$", "UTF-8, got the byte 0xff"),
        (logged(actor="QQ").replace(b"QQ", b"\xed\xa0\x80"), "$", "UTF-8, got the byte 0xed"),
        (logged(updates=[]), "$.updates", "length >= 1"),
        (logged(updates=[act("task.done")]), "$.updates[0].kind", "task.done"),
        (logged(updates=[progress(), progress(progress=45)]), "$.updates[1].progress", "<= 1"),
        (logged(updates=[progress(progres=1)]), "$.updates[0]", "unknown field `progres`"),
        (
            logged(updates=[assigned(due="0001-01-01")]),
            "$.updates[0].due",
            "expected a year from 1990 to 2099, got 0001-01-01",
        ),
        (
            logged(updates=[act("completed", evidence=[{"hash": "a", "issued": "9999-12-31"}])]),
            "$.updates[0].evidence[0].issued",
            "got 9999-12-31",
        ),
        (
            logged(updates=[act("indicator.reading", subject="C01", unit="vn", period="2026",
                                parts={"": 1})]),
            "$.updates[0].parts",
            "length >= 1",
        ),
        (
            logged(updates=[act("corrected", supersedes=new_id(), fields={"a": [[1]]})]),
            "$.updates[0].fields[...][0]",
            "got `array`",
        ),
        (logged(received_at="2026-06-01T09:00:00"), "$.received_at", "timezone"),
        (logged(received_at="9999-12-31T23:59:59-12:00"), "$.received_at", "got 9999-12-31"),
        (b'{"v":1,"clock":{"to":"2026-06-01"}}', "$.clock.to", "RFC3339"),
        (b'{"v":1,"clock":{"to":"0001-01-01T00:00:00+14:00"}}', "$.clock.to", "got 0001-01-01"),
        (b'{"v":1,"clock":{}}', "$.clock", "missing required field `to`"),
        (b'{"v":1,"catalogue":{"version":0}}', "$.catalogue.version", ">= 1"),
        (b'{"v":1,"evaluate":{"day":"2100-01-01","tasks":[]}}', "$.evaluate.day", "2100"),
        (b'{"v":1}', "$", "expected one of clock, catalogue, evaluate, canary; got 0"),
        (
            b'{"v":1,"catalogue":{"version":1},"clock":{"to":"2026-06-01T00:00:00Z"}}',
            "$",
            "expected one of clock, catalogue, evaluate, canary; got 2",
        ),
    ],
    ids=lambda value: repr(value)[:40],
)  # fmt: skip
def test_what_is_bad_says_where_and_why(raw: bytes | None, path: str, reason: str) -> None:
    found = bad(raw)
    assert found[0] == path
    assert reason in found[1]


def test_the_longest_message_is_read() -> None:
    report = decode_log(LOGGED)
    assert isinstance(report, LogReport)
    padded = encode(report) + b" " * (MAX_MESSAGE - len(encode(report)))
    assert decode_log(padded) == report


def test_a_reason_quotes_no_more_than_fits() -> None:
    _, reason = bad(logged(**{"x" * 100_000: 1}))
    assert len(reason) == MAX_REASON


@pytest.mark.parametrize(
    "name", [" - at `$.updates[0]", " - at `", "`", " - at `$.a` - at `$.b` - at `$.c` - at `$.d`"]
)
def test_a_field_with_an_odd_name_is_refused_like_any(name: str) -> None:
    path, reason = bad(logged(**{name: 1}))
    assert path.startswith("$")
    assert "unknown field" in reason


def test_where_knows_every_error_of_decoding() -> None:
    assert where(msgspec.ValidationError("no - at `key` in `$.a[0].b`")) == ("$.a[0].b", "no")
    assert where(msgspec.ValidationError("no - at `$.to` - at `$.clock`")) == ("$.clock.to", "no")
    assert where(msgspec.DecodeError("malformed")) == ("$", "malformed")
    assert where(RecursionError("…"))[1] == "expected a report, got values nested too deeply"
