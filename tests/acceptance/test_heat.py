"""The order of a heat table, in a real browser: by the measure on show, by name, as values move."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.acceptance.stage import Stage, playing

# name, place in the alphabet, overdue, on-time rate; null: nothing is known
CELLS = [["Ba", 1, 2, 0.5], ["Xa", 3, 7, 0.9], ["An", 0, None, None], ["Đa", 2, 2, 0.1]]
BUILD = """(cells) => {
  const cell = ([name, place, overdue, rate]) => `<li data-alphabet="${place}">${name}
    <span class="m value" data-figure="v" data-value="${overdue}"></span>
    <span class="m on_time_rate"><b data-figure="r" data-value="${rate}"></b></span></li>`;
  const radio = (name, value, checked) => `<input type="radio" name="${name}" value="${value}"
    ${checked ? "checked" : ""}>`;
  document.querySelector("main").innerHTML = radio("measure", "value", true)
    + radio("measure", "on_time_rate") + radio("order", "worst", true) + radio("order", "name")
    + `<ol data-heat>${cells.map(cell).join("")}</ol>`;
}"""
BEGIN = "(at) => import(at).then((module) => module.heat(document.querySelector('main')))"
NAMES = "[...document.querySelectorAll('[data-heat] li')].map((e) => e.textContent.trim())"


@pytest.fixture
def table(page: Page) -> Iterator[Page]:
    """A heat table of four cells, its clock the test's."""
    with playing({}) as stage:
        yield built(stage, page)


def built(stage: Stage, page: Page) -> Page:
    page.clock.install()
    page.goto(stage.base + "/method")
    page.evaluate(BUILD, CELLS)
    page.evaluate(BEGIN, f"{stage.base}/static/js/heat.js")
    return page


def names(page: Page) -> list[str]:
    found: list[str] = page.evaluate(NAMES)
    return found


def test_the_reader_chooses_the_order(table: Page) -> None:
    table.locator('[name="order"][value="name"]').check()
    assert names(table) == ["An", "Ba", "Đa", "Xa"]
    table.locator('[name="order"][value="worst"]').check()
    assert names(table) == ["Xa", "Ba", "Đa", "An"]
    table.locator('[name="measure"][value="on_time_rate"]').check()
    assert names(table) == ["Đa", "Ba", "Xa", "An"]


def test_cells_follow_their_values_when_nobody_is_in_the_table(table: Page) -> None:
    table.evaluate("document.querySelector('li .value').dataset.value = '9'")
    assert names(table)[0] == "Ba"
    table.evaluate("document.querySelectorAll('li .value')[3].dataset.value = '11'")
    table.clock.run_for(10_100)
    assert names(table) == ["Đa", "Ba", "Xa", "An"]


def test_they_stand_still_under_the_pointer(table: Page) -> None:
    table.evaluate("document.querySelectorAll('li .value')[3].dataset.value = '11'")
    table.locator("[data-heat] li").first.hover()
    table.clock.run_for(30_000)
    assert names(table) == ["Ba", "Xa", "An", "Đa"]
    table.mouse.move(0, 0)
    table.clock.run_for(20_100)
    assert names(table)[0] == "Đa"
