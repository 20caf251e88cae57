"""A receipt tells the truth: queued until folded, then each update's fate, or why it is dead."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from tests.web.fakes import FakePool
from web.api.receipts import MOST_PLACES, Fate, Receipts, parse_places, receipt_of

REPORT = "0198f0c2-0000-7000-8000-000000000001"
FATE = Fate(id="u1", kind="progress", subject="vn.15.t1", state="accepted")


def test_queued_until_the_position_has_passed() -> None:
    places = {(3, 7), (5, 2)}
    receipt = receipt_of(REPORT, places, {3: 8, 5: 2}, {(3, 7)}, [], [FATE])
    assert receipt is not None
    assert receipt.state == "queued"
    assert [(part.partition, part.state) for part in receipt.parts] == [
        (3, "folded"),
        (5, "queued"),
    ]
    assert receipt.updates == [FATE]


def test_settled_when_every_part_is_folded() -> None:
    receipt = receipt_of(REPORT, {(3, 7)}, {3: 8}, {(3, 7)}, [], [FATE])
    assert receipt is not None and receipt.state == "settled"


def test_a_dead_letter_says_why() -> None:
    dead = [(3, 7, "$.updates", "expected a list", False)]
    receipt = receipt_of(REPORT, {(3, 7)}, {3: 8}, set(), dead, [])
    assert receipt is not None
    assert (receipt.state, receipt.parts[0].state) == ("settled", "dead_letter")
    assert receipt.parts[0].reason == "$.updates: expected a list"


def test_folded_places_without_such_a_report_are_unknown() -> None:
    assert receipt_of(REPORT, {(3, 7)}, {3: 8}, set(), [], []) is None


def test_without_places_only_what_is_folded_is_known() -> None:
    assert receipt_of(REPORT, set(), {3: 8}, set(), [], []) is None


@pytest.mark.parametrize(
    ("at", "places"),
    [
        ("", []),
        ("3:1201", [(3, 1201)]),
        ("3:1201,5:77", [(3, 1201), (5, 77)]),
        ("3", None),
        ("3:-1", None),
        ("3:1201,", None),
        ("x:y", None),
        ("3:" + "9" * 40, None),
        (",".join(["1:1"] * (MOST_PLACES + 2)), None),
    ],
)
def test_places(at: str, places: list[tuple[int, int]] | None) -> None:
    assert parse_places(at) == places


def client(rows: dict[str, list[tuple[Any, ...]]]) -> TestClient:
    endpoint = Receipts(FakePool(rows).as_pool())
    return TestClient(Starlette(routes=[Route("/api/receipts/{report}", endpoint.get)]))


ROWS: dict[str, list[tuple[Any, ...]]] = {
    "from position": [(3, 8)],
    "from report": [(0, 3, 7, "vn.15", ["u1", "u2"])],
    "from update": [
        ("u1", "progress", "vn.15.t1", "superseded", "corrected by u9", ["fall_without_reason"]),
        ("u2", "verified", "vn.15.t1", "rejected", "nothing to judge", None),
    ],
    "from dead_letter": [],
}


def test_the_endpoint_tells_each_fate() -> None:
    answer = client(ROWS).get(f"/api/receipts/{REPORT}?at=3:7")
    assert answer.status_code == 200
    assert answer.json() == {
        "id": REPORT,
        "state": "settled",
        "parts": [{"partition": 3, "offset": 7, "state": "folded", "reason": None}],
        "updates": [
            {
                "id": "u1",
                "kind": "progress",
                "subject": "vn.15.t1",
                "state": "accepted",
                "reason": "corrected by u9",
                "marks": ["fall_without_reason"],
            },
            {
                "id": "u2",
                "kind": "verified",
                "subject": "vn.15.t1",
                "state": "rejected",
                "reason": "nothing to judge",
                "marks": [],
            },
        ],
    }


def test_a_partition_that_is_not_there_holds_nothing_in_wait() -> None:
    assert receipt_of(REPORT, {(999, 7)}, {3: 8}, set(), [], []) is None


@pytest.mark.parametrize(
    "written", [f"urn:uuid:{REPORT}", f"{{{REPORT}}}", REPORT.upper(), "0-" + REPORT[1:]]
)
def test_an_id_is_asked_for_as_it_is_kept(written: str) -> None:
    answer = client(ROWS).get(f"/api/receipts/{written}?at=3:7")
    assert (answer.status_code, answer.json()["id"]) == (200, REPORT)


def test_what_cannot_be_a_receipt_is_400_and_an_unknown_one_404() -> None:
    asked = client({**ROWS, "from report": []})
    assert asked.get("/api/receipts/nope").status_code == 400
    assert asked.get(f"/api/receipts/{REPORT}?at=x").status_code == 400
    assert asked.get(f"/api/receipts/{REPORT}?at=3:7").status_code == 404


def test_without_a_database_it_says_so() -> None:
    endpoint = Receipts(FakePool({}, away=True).as_pool())
    app = Starlette(routes=[Route("/api/receipts/{report}", endpoint.get)])
    answer = TestClient(app).get(f"/api/receipts/{REPORT}?at=3:7")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "3")
