"""Refusals carry what went wrong, where, and when to come back."""

from __future__ import annotations

import json

from schema.errors import Fault
from web.api.answers import answer, refusal


def test_an_answer_is_never_stored() -> None:
    response = answer({"a": 1}, 202, {"Location": "/x"})
    assert (response.status_code, json.loads(bytes(response.body))) == (202, {"a": 1})
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["location"] == "/x"


def test_a_refusal_names_each_fault() -> None:
    response = refusal(422, "no", faults=[Fault(path="$.unit", reason="why")], retry_after=3)
    assert json.loads(bytes(response.body)) == {
        "error": "no",
        "faults": [{"path": "$.unit", "reason": "why"}],
    }
    assert response.headers["retry-after"] == "3"
