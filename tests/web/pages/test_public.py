"""`/boards/{scope}` for the public."""

from __future__ import annotations

import pytest

from tests.web.pages.test_board import bare_digits
from tests.web.pages.test_public_site import COUNTS, public
from tests.web.pages_rig import Rows

VARY = "Accept-Encoding, Cookie"
SECRET: dict[str, Rows] = {"secret_leads": [("vn.15.00001",)]}


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("answers", [{}, SECRET])
def test_no_digit_stands_without_its_papers(lang: str, answers: dict[str, Rows]) -> None:
    text = public(answers=answers).get(f"/boards/vn?lang={lang}").text
    assert bare_digits(text) == []


def test_a_withheld_cell_is_a_star_with_its_words() -> None:
    text = public(answers=SECRET).get("/boards/vn.15").text
    assert 'data-figure="planning/states/overdue" data-value="null" data-state="withheld"' in text
    assert "Vì sao có dấu *" in text and 'href="/method#withheld"' in text
    assert "Vì sao có dấu *" not in public().get("/boards/vn.15").text
    assert 'id="withheld"' in public().get("/method").text


def test_the_twin_says_why_a_number_is_missing() -> None:
    twin = public(answers=SECRET).get("/boards/vn.15.json").json()
    assert twin["planning"]["states"]["overdue"] is None
    assert twin["planning"]["states"]["overdue_state"] == "withheld"
    assert twin["planning"]["total"] == 23
    assert twin["children"]["vn.15.00001"]["overdue_state"] == "withheld"
    assert public().get("/boards/vn.15.json").json()["planning"]["states"]["overdue"] == 3


@pytest.mark.parametrize(
    "address",
    [
        "vn@nq57",
        "vn.json?as_of=2026-11-01",
        "vn?as_of=2026-11-01",
        "vn?from=now-7d",
        "vn?restated=1",
    ],
)
def test_only_the_whole_and_only_now(address: str) -> None:
    assert public().get(f"/boards/{address}").status_code == 403


def test_a_unit_there_is_none_of() -> None:
    assert public().get("/boards/vn.99").status_code == 404
    assert public().get("/boards/vn.99.json").status_code == 404


def test_it_may_be_kept_for_a_minute_but_not_where_roles_are_changed() -> None:
    for form in ("", ".json"):
        headers = public("prod").get(f"/boards/vn{form}").headers
        assert (headers["cache-control"], headers["vary"]) == ("max-age=60", VARY)
        assert public().get(f"/boards/vn{form}").headers["cache-control"] == "no-store"


def test_its_units_are_those_right_below() -> None:
    twin = public().get("/boards/vn.json").json()
    assert "vn.15" in twin["children"] and "vn.15.00001" not in twin["children"]
    assert len(COUNTS) == 3
