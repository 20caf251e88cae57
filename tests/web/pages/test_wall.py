"""`/wall/{playlist}`: every slide is there, its figures are the board's, its twin says which."""

import re

import pytest

from tests.web.pages.test_board import Page, bare_digits
from tests.web.pages_rig import client
from web.pages.wall import inbox_of
from web.playlists import found


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("name", ["nation", "vn.15", "vn@nq57"])
def test_no_digit_stands_without_its_papers(name: str, lang: str) -> None:
    assert bare_digits(client().get(f"/wall/{name}?lang={lang}").text) == []


def test_the_slides_are_all_there_and_one_is_on() -> None:
    shown = [at for at in Page(client().get("/wall/nation").text).elements if "data-slide" in at]
    assert [at["data-slide"] for at in shown] == [
        "overview", "wave", "urge", "strategic", "bottlenecks",
    ]  # fmt: skip
    assert [("data-on" in at, "inert" in at) for at in shown] == [(True, False)] + [
        (False, True)
    ] * 4


def test_it_is_dark_unless_the_address_says_otherwise() -> None:
    assert 'data-theme="dark"' in client().get("/wall/nation").text
    assert 'data-theme="light"' in client().get("/wall/nation?theme=light").text


def test_its_figures_are_those_of_the_board() -> None:
    board = dict(re.findall(r'data-figure="([^"]+)" data-value="([^"]*)"', _text("/boards/vn")))
    wall = dict(re.findall(r'data-figure="([^"]+)" data-value="([^"]*)"', _text("/wall/nation")))
    both = wall.keys() & board.keys()
    assert len(both) >= 40
    assert {key: wall[key] for key in both} == {key: board[key] for key in both}


def _text(path: str) -> str:
    return client().get(path).text


def test_the_twin_tells_the_playlist_and_where_the_figures_are() -> None:
    twin = client().get("/wall/nation.json").json()
    assert (twin["figures"], twin["seconds"]) == ("/boards/vn.json", 110)
    assert twin["playlist"]["slides"][0] == {"kind": "overview", "seconds": 25}
    assert client().get("/wall/vn@nq57.json").json()["figures"] == "/boards/vn@nq57.json"


@pytest.mark.parametrize("name", ["zz", "vn@nq99", "board", "%3Cb%3E"])
def test_no_such_playlist(name: str) -> None:
    answer = client().get(f"/wall/{name}")
    assert (answer.status_code, "<b>" in answer.text) == (404, False)
    assert client().get(f"/wall/{name}.json").status_code == 404


def test_it_holds_no_script_of_its_own_and_no_button() -> None:
    text = _text("/wall/nation")
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert "<button" not in text


@pytest.mark.parametrize(
    ("name", "inbox"),
    [("nation", "vn"), ("central", "tw"), ("vn.15", "vn.15"), ("vn@nq57", ""), ("f.dat-dai", ""),
     ("m.pttg-1", "")],
)  # fmt: skip
def test_alerts_of_its_own_scope_alone_take_the_screen(name: str, inbox: str) -> None:
    assert inbox_of(found(name)) == inbox


def test_where_there_is_no_inbox_none_is_followed() -> None:
    assert 'data-inbox="vn"' in _text("/wall/nation")
    assert 'data-inbox=""' in _text("/wall/vn@nq57")


def test_its_tiles_are_fetched_anew_when_they_are_others() -> None:
    (key,) = re.findall(r'id="map" data-keyed="~map/key" data-key="(\w+)"', _text("/boards/vn"))
    assert f'id="places" data-keyed="~map/key" data-key="{key}"' in _text("/wall/nation")
