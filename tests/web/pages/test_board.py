"""`/boards/{scope}`: the page, its twin, and no digit without its papers."""

import json
import re
from html.parser import HTMLParser

import pytest

from tests.web.country import nation
from tests.web.pages_rig import client
from web.compose.board import board_view
from web.compose.tile import SLOT

SPEAKS_FOR_ITSELF = {"title", "time", "option", "textarea", "script", "style"}
"""Elements in which a digit is a name or an instant, not a figure."""
VOID = {"meta", "link", "input", "br", "hr", "path", "img"}


class Page(HTMLParser):
    """Texts with the elements they stand in, and every element's attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, list[tuple[str, dict[str, str | None]]]]] = []
        self.elements: list[dict[str, str | None]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(dict(attrs))
        if tag not in VOID:
            self.open.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop()[0] == tag, f"unbalanced </{tag}>"

    def handle_data(self, data: str) -> None:
        self.texts.append((data, list(self.open)))


def bare_digits(text: str) -> list[str]:
    """Texts with a digit outside a figure, a name, an instant."""
    return [
        data.strip()
        for data, inside in Page(text).texts
        if re.search(r"\d", data)
        and not any(
            tag in SPEAKS_FOR_ITSELF or "data-figure" in at or "data-text" in at
            for tag, at in inside
        )
    ]


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_no_digit_stands_without_its_papers(lang: str) -> None:
    assert bare_digits(client().get(f"/boards/vn?lang={lang}").text) == []


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("scope", ["vn", "vn@nq57"])
def test_windows_are_a_page_of_the_same_figures(scope: str, lang: str) -> None:
    answer = client().get(f"/boards/{scope}/windows?lang={lang}")
    assert answer.status_code == 200 and bare_digits(answer.text) == []
    assert 'data-figure="windows/d7/before/completions"' in answer.text
    assert client().get("/boards/vn.99/windows").status_code == 404


def test_the_guard_catches_a_bare_digit() -> None:
    assert bare_digits("<main><p>12 việc</p><time>12:00</time></main>") == ["12 việc"]


def test_every_figure_says_value_age_and_coverage() -> None:
    figures = [e for e in Page(client().get("/boards/vn").text).elements if "data-figure" in e]
    assert len(figures) > 150
    for figure in figures:
        assert figure["data-as-of"], figure
        assert 0 <= float(figure["data-coverage"] or -1) <= 1, figure


def test_page_and_twin_tell_the_same() -> None:
    page = Page(client().get("/boards/vn").text)
    twin = client().get("/boards/vn.json").json()
    for element in page.elements:
        if pointer := element.get("data-figure"):
            assert json.loads(element["data-value"] or "") == resolve(twin, pointer), pointer


def resolve(twin: object, pointer: str) -> object:
    for step in pointer.split("/"):
        twin = twin[int(step)] if isinstance(twin, list) else twin[step]  # type: ignore[index]
    return twin


def test_every_figure_of_the_view_has_its_element_or_its_use() -> None:
    """A patch must find where to write: pointers without an element are known by name."""
    pages = ("/boards/vn", "/boards/vn/units", "/wall/nation")  # one view, three readings
    text = "".join(client().get(path).text for path in pages)
    unused = {"as_of", "feed", "headline/rule", "planning/on_time_rate_due_0", "change_7d/progress"}
    unused.add("heat/signs/none")  # of the nation's units none stands so: it is not said
    for pointer in board_view(nation(), "vi").figures:
        if pointer.startswith(SLOT) or pointer in unused:
            continue
        assert f'"{pointer}"' in text, pointer


def test_no_inline_script_and_no_inline_handler() -> None:
    text = client().get("/boards/vn").text
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert not re.search(r"\son\w+=", text)


def test_the_sample_says_that_it_is_one() -> None:
    assert "DỮ LIỆU MẪU" in client().get("/boards/vn").text


@pytest.mark.parametrize("path", ["/boards/nowhere", "/boards/vn@nq99", "/boards/%3Cb%3E"])
def test_no_such_board(path: str) -> None:
    answer = client().get(path)
    assert answer.status_code == 404
    assert "<b>" not in answer.text


@pytest.mark.parametrize(
    "path", ["/boards/vn?as_of=2026-01-01", "/boards/vn.json?as_of=2026-01-01"]
)
def test_the_past_is_not_shown_as_the_present(path: str) -> None:
    assert client().get(path).status_code == 400


def test_no_such_twin_is_said_in_json() -> None:
    answer = client().get("/boards/nowhere.json")
    assert answer.status_code == 404
    assert "nowhere" in answer.json()["error"]


def test_each_figure_is_found_by_its_pointer() -> None:
    answer = client().get("/boards/vn/events?figure=planning/states/overdue")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/boards/vn/tasks?figure=planning/states/overdue"
    assert client().get("/boards/vn/events?figure=index").headers["location"] == "/boards/vn#tiers"
    assert client().get("/boards/vn/events?figure=no/such").status_code == 404
    assert client().get("/boards/vn.99/events?figure=index").status_code == 404


def test_figures_on_the_page_are_links_to_their_tasks() -> None:
    text = client().get("/boards/vn").text
    for pointer in ("planning/on_time_rate", "planning/total", "operational/spi_t"):
        assert f'href="/boards/vn/tasks?figure={pointer}"' in text, pointer
    assert 'href="/boards/vn/difficulties?' in text and 'href="/boards/vn/updates"' in text
