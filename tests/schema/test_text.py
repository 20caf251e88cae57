"""NUL in JSON bytes, raw or escaped."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema.text import text_fault
from tests.schema.anything import calm

ESCAPES = st.text(st.sampled_from(["\\", "u", "0", "\0", "a", '"']), max_size=30)


@pytest.mark.parametrize(
    "raw",
    [
        b'{"a":"\x00"}',
        rb'{"a":"\u0000"}',
        rb'{"a":"x\\\u0000"}',  # an escaped backslash, then NUL
        rb'{"\u0000":1}',
        b"\x00",
    ],
)
def test_nul_is_found(raw: bytes) -> None:
    assert "NUL" in (text_fault(raw) or "")


@pytest.mark.parametrize(
    "raw",
    [b"", b"{}", rb'{"a":"\\u0000"}', rb'{"a":"\u0001"}', rb'{"a":"\u000"}', rb'"\\\\u0000"'],
)
def test_what_only_looks_like_nul_is_none(raw: bytes) -> None:
    assert text_fault(raw) is None


@calm
@given(ESCAPES)
def test_it_says_what_the_decoder_would_find(text: str) -> None:
    for ascii_only in (True, False):
        raw = json.dumps(text, ensure_ascii=ascii_only).encode()
        assert (text_fault(raw) is not None) == ("\0" in text)


def test_a_long_run_of_backslashes_is_no_burden() -> None:
    assert text_fault(b"\\" * 1_000_000 + b"u0000") is None
