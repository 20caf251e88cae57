"""`/ranking` for the public."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any

from tests.web.pages.test_public_site import public
from tests.web.pages.test_ranking import rows, sealed
from tests.web.states import NO_TASKS, NOW

OF = {
    "vn": {"done_on_time": 20, "overdue": 2},
    "vn.15": {"done_on_time": 10},
    "vn.01": {"done_on_time": 8, "overdue": 2},
    "vn.46": {"done_on_time": 2},
}
ANSWERS: dict[str, Any] = {
    "states": rows(),
    "counts": [(code, 7, NOW, json.dumps(NO_TASKS | given)) for code, given in OF.items()],
    "secret_leads": [("vn.01",)],
}


def entries(**more: Any) -> dict[str, dict[str, Any]]:
    twin = public(answers=ANSWERS | more).get("/ranking.json").json()
    return {row["unit"]: row for row in twin["rows"]}


def test_rank_and_score_stay_numbers_of_a_few_go() -> None:
    inside = entries(secret_leads=[])["vn.01"]
    row = entries()["vn.01"]
    assert (row["rank"], row["score"]) == (inside["rank"], inside["score"])
    assert inside["due"] == 10
    assert (row["due"], row["due_state"], row["overdue"], row["rate"]) == (
        None,
        "withheld",
        None,
        None,
    )


def test_the_sheet_says_so_too() -> None:
    text = public(answers=ANSWERS).get("/ranking.csv").text
    sheet = {row["unit"]: row for row in csv.DictReader(io.StringIO(text))}
    assert (sheet["vn.01"]["due"], sheet["vn.01"]["on_time"]) == ("*", "*")
    assert sheet["vn.01"]["score"] and sheet["vn.15"]["due"] in ("10", "*")


def test_a_sealed_table_with_something_withheld_has_no_hash_to_try_guesses_on() -> None:
    given = ANSWERS | {"ranking_sealed": sealed()}
    twin = public(answers=given).get("/ranking.json?sealed=1").json()
    assert twin["seal"]["hash"] is None and twin["seal"]["hash_state"] == "withheld"
    assert twin["seal"]["rows"] is None
    open_ = public(answers=given | {"secret_leads": []}).get("/ranking.json?sealed=1").json()
    assert open_["seal"]["hash"] and open_["seal"]["rows"]


def test_a_small_number_of_another_day_is_withheld_by_what_is_secret_today() -> None:
    """Hà Nội holds enough tasks today to publish all; on the sealed day it had 2 due, 1 on time."""
    counts = [
        (code, 7, NOW, json.dumps(NO_TASKS | {"done_on_time": 40})) for code in ("vn", "vn.01")
    ]
    given = ANSWERS | {"ranking_sealed": sealed(), "counts": counts}
    twin = public(answers=given).get("/ranking.json?sealed=1").json()
    assert {row["unit"]: row["due"] for row in twin["rows"]} == {"vn.15": 10, "vn.01": None}


def test_what_would_lift_a_unit_is_internal() -> None:
    lifts = [("vn.01.t0001", "Một nhiệm vụ", "none", None, "overdue", 0.01)]
    text = public(answers=ANSWERS | {"ranking_lifts": lifts}).get("/ranking?unit=vn.01").text
    assert "Một nhiệm vụ" not in text and 'id="lift"' not in text
    assert "#lift" not in text


def test_the_page_shows_the_star() -> None:
    text = public(answers=ANSWERS).get("/ranking").text
    assert re.search(r'data-figure="rows/\d+/due"[^>]*data-state="withheld"[^>]*>\*<', text)


def test_a_total_that_became_small_since_the_picture_is_withheld() -> None:
    counts = [
        (code, 7, NOW, json.dumps(NO_TASKS | {"done_on_time": 40})) for code in ("vn", "vn.46")
    ]
    row = entries(counts=counts, secret_leads=[("vn.46",)])["vn.46"]
    assert (row["total"], row["due"], row["total_state"]) == (None, None, "withheld")
