"""Answers of the API: plain JSON; a refusal says what was expected, what came and what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
from starlette.responses import Response

from schema.errors import Fault

NO_STORE = {"Cache-Control": "no-store"}


def answer(
    content: object, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """`content` as JSON."""
    return Response(
        msgspec.json.encode(content),
        status_code=status,
        media_type="application/json",
        headers={**NO_STORE, **(headers or {})},
    )


def refusal(
    status: int,
    error: str,
    *,
    faults: Sequence[Fault] = (),
    retry_after: int | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A refusal: `error` in one sentence, and every fault with its JSON path."""
    more = {"Retry-After": str(retry_after)} if retry_after is not None else {}
    return answer({"error": error, "faults": faults}, status, {**more, **(headers or {})})
