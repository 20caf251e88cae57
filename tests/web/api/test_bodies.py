"""A body is read up to its limit and not a byte beyond."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.requests import Request

from web.api.bodies import NotJson, TooLarge, json_body, whole_body


def request(chunks: list[bytes], **headers: str) -> Request:
    """A request whose body comes in `chunks`; more may not be asked for."""
    waiting = list(chunks)

    async def receive() -> dict[str, Any]:
        body = waiting.pop(0)
        return {"type": "http.request", "body": body, "more_body": bool(waiting)}

    named = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "method": "POST", "headers": named}, receive)


async def test_chunks_are_joined() -> None:
    assert await json_body(request([b"[1", b",2]"]), 10) == b"[1,2]"


async def test_an_announced_length_is_enough_to_refuse() -> None:
    with pytest.raises(TooLarge):
        await json_body(request([], content_length="11"), 10)


async def test_one_that_lies_is_found_out() -> None:
    with pytest.raises(TooLarge):
        await json_body(request([b"x" * 11], content_length="5"), 10)


@pytest.mark.parametrize("kind", ["application/json", "application/json; charset=utf-8"])
async def test_json_is_taken(kind: str) -> None:
    assert await json_body(request([b"1"], content_type=kind), 10) == b"1"


async def test_other_kinds_are_not() -> None:
    with pytest.raises(NotJson, match="text/xml"):
        await json_body(request([b"1"], content_type="text/xml"), 10)


async def test_packed_ones_are_not() -> None:
    with pytest.raises(NotJson, match="no Content-Encoding, got 'gzip'"):
        await json_body(request([b"1"], content_encoding="gzip"), 10)


async def test_a_body_of_any_kind_has_its_limit_too() -> None:
    assert await whole_body(request([b"as=", b"x"], content_type="text/plain"), 10) == b"as=x"
    with pytest.raises(TooLarge):
        await whole_body(request([b"x" * 6, b"x" * 6]), 10)
