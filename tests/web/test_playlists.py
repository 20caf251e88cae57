"""Playlists: those that come with the product, and those of any board."""

import pytest

from web.playlists import ANY, KINDS, found, playlist, playlists
from web.words import LANGUAGES


def test_the_country_has_the_five_slides_of_the_design() -> None:
    shown = found("nation")
    assert [(slide.kind, slide.seconds) for slide in shown.slides] == [
        ("overview", 25), ("wave", 20), ("urge", 20), ("strategic", 25), ("bottlenecks", 20),
    ]  # fmt: skip
    assert (shown.scope, shown.seconds, shown.version) == ("vn", 110, 1)


def test_every_playlist_has_a_title_in_both_languages() -> None:
    for code, shown in playlists().items():
        assert bool(shown.title_vi and shown.title_en) is (code != ANY)
    assert len(LANGUAGES) == 2


@pytest.mark.parametrize(
    ("name", "scope", "programme"), [("vn.15", "vn.15", ""), ("vn@nq57", "vn", "nq57")]
)
def test_any_board_has_one(name: str, scope: str, programme: str) -> None:
    shown = found(name)
    assert (shown.code, shown.scope, shown.programme) == (name, scope, programme)
    assert shown.slides == playlists()[ANY].slides


def test_the_common_one_is_no_address() -> None:
    assert found(ANY).scope == ANY


@pytest.mark.parametrize("told", ["clock 20", "wave", "wave 4", "wave 301", "wave 20s", "wave -5"])
def test_a_slide_that_is_none_is_refused(told: str) -> None:
    with pytest.raises(ValueError, match="expected one of"):
        playlist("x", {"version": 1, "scope": "vn", "title": ["", ""], "slides": [told]})


def test_a_playlist_without_slides_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one slide"):
        playlist("x", {"version": 1, "scope": "vn", "title": ["", ""], "slides": []})


def test_each_kind_is_used() -> None:
    assert {slide.kind for shown in playlists().values() for slide in shown.slides} == set(KINDS)
