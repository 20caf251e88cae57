"""`/boards/{scope}/units`: the page, its twin and its sheet."""

import pytest

from tests.web.pages.test_board import bare_digits
from tests.web.pages.test_past import answers
from tests.web.pages_rig import client

HERE = "/boards/vn/units"


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_unit_has_a_row_and_no_digit_stands_without_its_papers(lang: str) -> None:
    text = client().get(f"{HERE}?lang={lang}").text
    twin = client().get(HERE + ".json").json()
    assert text.count('class="unit"') == len(twin["units"]) + 1  # the head's own
    assert bare_digits(text) == []


def test_the_twin_says_the_order_and_the_board_s_own_figures() -> None:
    twin = client().get(HERE + ".json").json()
    board = client().get("/boards/vn.json").json()
    assert (twin["order"], twin["heat"], twin["map"]) == ("worst", board["heat"], board["map"])
    values = [row["value"] for row in twin["units"] if row["value"] is not None]
    assert values == sorted(values, reverse=True)


def test_another_order_is_marked_and_kept() -> None:
    page = client().get(HERE + "?order=name").text
    assert page.count('aria-sort="ascending"') == 1
    assert "units.json?order=name" in page
    codes = [row["name"] for row in client().get(HERE + ".json?order=name").json()["units"]]
    assert codes != [row["name"] for row in client().get(HERE + ".json").json()["units"]]


def test_an_order_we_do_not_have_is_told() -> None:
    assert client().get(HERE + "?order=size").status_code == 400
    answer = client().get(HERE + ".json?order=size")
    assert (answer.status_code, "order=size" in answer.text) == (400, True)
    assert client().get("/boards/zz/units").status_code == 404


def test_a_sheet_has_a_line_a_unit() -> None:
    answer = client().get(HERE + ".csv")
    lines = answer.text.strip().splitlines()
    assert lines[0].startswith("code,name,sign,value")
    assert len(lines) == 1 + len(client().get(HERE + ".json").json()["units"])


@pytest.mark.parametrize("query", ["", "&restated=1"])
def test_a_table_of_the_past_says_so_and_leads_to_nothing_of_the_present(query: str) -> None:
    site, asked = client(answers()), f"?as_of=2026-11-20{query}"
    page = site.get(HERE + asked).text
    assert 'class="banner past"' in page and 'class="banner past"' not in _now()
    assert 'class="door"' not in page and 'class="door"' in _now()
    link = f"{HERE}.json?order=worst&as_of=2026-11-20{query}"
    assert link.replace("&", "&amp;") in page.replace("&amp;", "&").replace("&", "&amp;")
    twin = site.get(link).json()
    assert (twin["asked"], twin["restated"]) == ("2026-11-20", bool(query))


def _now() -> str:
    return client().get(HERE).text
